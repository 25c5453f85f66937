/// Looks for one of a few bytes in many, sixteen at a time and without an early end: where nearly always none is there,
/// that is the fastest way to know it.
package enum ByteSearch {
    package static func contains(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        contains(byte, byte, byte, byte, in: bytes)
    }

    /// Whether one of four bytes is there.
    package static func contains(
        _ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var found = SIMDMask<SIMD16<Int8>>(repeating: false)
        var position = 0
        while position &+ 16 <= raw.count {
            let part = raw.loadUnaligned(fromByteOffset: position, as: SIMD16<UInt8>.self)
            found .|= (part .== first) .| (part .== second) .| (part .== third) .| (part .== fourth)
            position &+= 16
        }
        return any(found)
            || bytes[position...].contains { $0 == first || $0 == second || $0 == third || $0 == fourth }
    }
}

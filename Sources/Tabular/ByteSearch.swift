/// Looks for one of a few bytes in many, eight at a time and without an early end: where nearly always none is there,
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
        let ones: UInt64 = 0x0101_0101_0101_0101
        let wanted = (
            UInt64(first) &* ones, UInt64(second) &* ones, UInt64(third) &* ones, UInt64(fourth) &* ones
        )
        var found: UInt64 = 0
        var position = 0
        while position &+ 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            found |= zeros(word ^ wanted.0) | zeros(word ^ wanted.1) | zeros(word ^ wanted.2) | zeros(word ^ wanted.3)
            position &+= 8
        }
        while position < raw.count {
            let byte = raw[position]
            if byte == first || byte == second || byte == third || byte == fourth { found = 1 }
            position &+= 1
        }
        return found != 0
    }

    /// 0 where no byte of a word is 0.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}

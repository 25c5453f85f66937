/// Reads ASCII digits eight at a time.
enum EightDigits {
    /// The digits from `start` to the end as one number, and ten to the power of how many there are; nil unless there
    /// are 1 to 18 and all are digits. The text must have 8 bytes, wherever `start` is.
    @inline(__always)
    static func fraction(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> (value: UInt64, scale: UInt64)? {
        let count = text.count &- start
        guard count > 0, count <= 18, text.count >= 8 else { return nil }
        let bytes = UnsafeRawBufferPointer(text)
        var value: UInt64 = 0
        var scale: UInt64 = 1
        var index = start
        while index &+ 8 <= text.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            guard areDigits(word) else { return nil }
            value = value &* 100_000_000 &+ number(word)
            scale = scale &* 100_000_000
            index &+= 8
        }
        let rest = text.count &- index
        guard rest > 0 else { return (value, scale) }
        // The last eight bytes, those before the rest made zeros.
        let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self))
        let shift = UInt64(truncatingIfNeeded: 8 &* (8 &- rest))
        let word = ((last &>> shift) &<< shift) | (zeros &>> (64 &- shift))
        guard areDigits(word) else { return nil }
        let power = powerOfTen(rest)
        return (value &* power &+ number(word), scale &* power)
    }

    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    @inline(__always)
    private static func areDigits(_ word: UInt64) -> Bool {
        (word & 0xF0F0_F0F0_F0F0_F0F0) | (((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4)
            == 0x3333_3333_3333_3333
    }

    /// The first byte is the highest digit: pairs, then fours, then all eight.
    @inline(__always)
    private static func number(_ word: UInt64) -> UInt64 {
        let pairs = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
        let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
        return ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
    }

    @inline(__always)
    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        default: 10_000_000
        }
    }
}

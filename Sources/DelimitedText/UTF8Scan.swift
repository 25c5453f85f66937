/// Finds bytes that are not UTF-8: overlong forms, surrogates, values past U+10FFFF, and sequences cut short.
/// Source: the Unicode Standard 16.0, table 3-7.
enum UTF8Scan {
    /// The position of the first byte that does not belong to a well-formed sequence.
    static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var position = range.lowerBound
        while position < range.upperBound {
            let lead = bytes[position]
            if lead < 0x80 {
                position += 1
                continue
            }
            let (length, second) = form(of: lead)
            guard length > 0, position + length <= range.upperBound, second.contains(bytes[position + 1]) else {
                return position
            }
            for continuation in (position + 2)..<max(position + length, position + 2)
            where !(0x80...0xBF).contains(bytes[continuation]) {
                return position
            }
            position += length
        }
        return nil
    }

    /// How long a sequence with this first byte is, 0 for none, and what its second byte may be.
    private static func form(of lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
    }
}

/// UTF-8 checked and made: which sequences are well-formed, and the bytes of a string without its escapes.
extension JSONSource {
    /// The end of the UTF-8 sequence whose first byte, 0x80 or more, stands at `start` (Unicode 16, table 3-7).
    func sequenceEnd(_ start: Int) throws(JSONFault) -> Int {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch self[start] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)  // below: overlong
        case 0xED: (length, second) = (3, 0x80...0x9F)  // above: surrogates
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)  // below: overlong
        case 0xF4: (length, second) = (4, 0x80...0x8F)  // above: beyond U+10FFFF
        case 0xF1...0xF3: length = 4
        default: throw JSONFault(code: .invalidUTF8, offset: start)
        }
        for position in start + 1..<start + length {
            guard position < count else { throw JSONFault(code: .unexpectedEnd, offset: count) }
            guard second.contains(self[position]) else { throw JSONFault(code: .invalidUTF8, offset: start) }
            second = 0x80...0xBF
        }
        return start + length
    }

    /// The bytes that a checked string means.
    func unescaped(_ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = self[position]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                position += 1
                continue
            }
            position += 2
            switch self[position - 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): position = appendScalar(position, to: &result)
            case let other: result.append(other)
            }
        }
        return result
    }

    /// Appends what the hexadecimal digits from `start` name, with the second escape of a pair; answers the position
    /// after it.
    private func appendScalar(_ start: Int, to result: inout [UInt8]) -> Int {
        var value = checkedUnit(start)
        var end = start + 4
        if value & 0xF800 == 0xD800 {
            value = 0x10000 + (value & 0x3FF) << 10 + checkedUnit(end + 2) & 0x3FF
            end += 6
        }
        if value < 0x80 {
            result.append(UInt8(value))
            return end
        }
        if value < 0x800 {
            result.append(0xC0 | UInt8(value >> 6))
        } else {
            if value < 0x10000 {
                result.append(0xE0 | UInt8(value >> 12))
            } else {
                result.append(0xF0 | UInt8(value >> 18))
                result.append(0x80 | UInt8(value >> 12 & 0x3F))
            }
            result.append(0x80 | UInt8(value >> 6 & 0x3F))
        }
        result.append(0x80 | UInt8(value & 0x3F))
        return end
    }

    private func checkedUnit(_ start: Int) -> UInt32 {
        (start..<start + 4).reduce(0) { $0 << 4 | (Self.hexDigit(self[$1]) ?? 0) }
    }
}

/// Strings: where one ends, and which bytes and escapes may stand in it.
extension JSONSource {
    /// The position of the quote that ends the string whose contents begin at `start`.
    @inline(__always)
    func stringEnd(_ start: Int) throws(JSONFault) -> (quote: Int, hasEscapes: Bool) {
        let position = plainEnd(start)
        if position < count, self[position] == UInt8(ascii: "\"") { return (position, false) }
        return try irregularStringEnd(position)
    }

    /// As `stringEnd`, from the first byte that is not plain.
    @inline(never)
    private func irregularStringEnd(_ start: Int) throws(JSONFault) -> (quote: Int, hasEscapes: Bool) {
        var position = start
        var hasEscapes = false
        while position < count {
            let byte = self[position]
            if byte == UInt8(ascii: "\"") { return (position, hasEscapes) }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position = try escapeEnd(position)
            } else if byte >= 0x80 {
                position = try sequenceEnd(position)
            } else {
                throw JSONFault(code: .controlCharacter, offset: position)
            }
            position = plainEnd(position)
        }
        throw JSONFault(code: .unexpectedEnd, offset: count)
    }

    /// The first position from `start` that holds a quote, a backslash, a control character or a byte beyond ASCII.
    @inline(__always)
    private func plainEnd(_ start: Int) -> Int {
        var position = start
        while position + 8 <= count {
            let stops = Self.stops(word(at: position))
            if stops != 0 { return position + stops.trailingZeroBitCount >> 3 }
            position += 8
        }
        while position < count, Self.isPlain(self[position]) { position += 1 }
        return position
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// The high bit of bytes that are not plain. Borrows can mark further bytes, but only above a byte rightly marked:
    /// the lowest mark is exact.
    @inline(__always)
    static func stops(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = (word ^ 0x2222_2222_2222_2222) &- ones
        let backslashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- ones
        let controls = word &- 0x2020_2020_2020_2020
        // Bytes from 0x80 up are marked by themselves, so the marks of the others need no mask of their own.
        return (quotes | backslashes | controls | word) & 0x8080_8080_8080_8080
    }

    /// The end of the escape whose backslash stands at `start`; a surrogate needs its pair.
    private func escapeEnd(_ start: Int) throws(JSONFault) -> Int {
        guard start + 1 < count else { throw JSONFault(code: .unexpectedEnd, offset: count) }
        switch self[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit(start + 2)
            guard unit & 0xF800 == 0xD800 else { return start + 6 }
            guard unit < 0xDC00 else { throw JSONFault(code: .loneSurrogate, offset: start) }
            for (offset, byte) in [(6, UInt8(ascii: "\\")), (7, UInt8(ascii: "u"))] {
                guard start + offset < count else { throw JSONFault(code: .unexpectedEnd, offset: count) }
                guard self[start + offset] == byte else { throw JSONFault(code: .loneSurrogate, offset: start) }
            }
            guard try codeUnit(start + 8) & 0xFC00 == 0xDC00 else {
                throw JSONFault(code: .loneSurrogate, offset: start)
            }
            return start + 12
        default:
            throw JSONFault(code: .invalidEscape, offset: start)
        }
    }

    /// The value of four hexadecimal digits.
    private func codeUnit(_ start: Int) throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for position in start..<start + 4 {
            guard position < count else { throw JSONFault(code: .unexpectedEnd, offset: count, expected: .hexDigit) }
            guard let digit = Self.hexDigit(self[position]) else {
                throw JSONFault(code: .unexpectedByte, offset: position, expected: .hexDigit)
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
        default: nil
        }
    }
}

/// Numbers: where one ends, and the integer that its digits name, without a rounding.
extension JSONSource {
    /// The end of the number whose first byte, `-` or a digit, stands at `start`.
    @inline(__always)
    func numberEnd(_ start: Int) throws(JSONFault) -> Int {
        var position = start
        if self[position] == UInt8(ascii: "-") { position += 1 }
        let integerEnd = digitsEnd(position)
        if integerEnd == position { throw digitFault(position) }
        if self[position] == UInt8(ascii: "0"), integerEnd > position + 1 {
            throw JSONFault(code: .leadingZero, offset: position)
        }
        position = integerEnd
        if position < count, self[position] == UInt8(ascii: ".") {
            let fractionEnd = digitsEnd(position + 1)
            if fractionEnd == position + 1 { throw digitFault(fractionEnd) }
            position = fractionEnd
        }
        if position < count, self[position] | 0x20 == UInt8(ascii: "e") { position = try exponentEnd(position + 1) }
        return position
    }

    @inline(never)
    private func exponentEnd(_ start: Int) throws(JSONFault) -> Int {
        var position = start
        if position < count, self[position] == UInt8(ascii: "+") || self[position] == UInt8(ascii: "-") {
            position += 1
        }
        let end = digitsEnd(position)
        if end == position { throw digitFault(position) }
        return end
    }

    /// The first position from `start` that holds no digit, eight bytes at a time.
    @inline(__always)
    func digitsEnd(_ start: Int) -> Int {
        var position = start
        while position + 8 <= count {
            let others = Self.nonDigits(word(at: position))
            if others != 0 { return position + others.trailingZeroBitCount >> 3 }
            position += 8
        }
        while position < count, self[position] &- 0x30 < 10 { position += 1 }
        return position
    }

    /// The high bit of each byte that is not an ASCII digit.
    @inline(__always)
    static func nonDigits(_ word: UInt64) -> UInt64 {
        // '0'...'9' become 0...9. Adding 0x76 carries into the high bit from 10 up, and never out of the byte.
        let value = word ^ 0x3030_3030_3030_3030
        return ((value & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | value) & 0x8080_8080_8080_8080
    }

    private func digitFault(_ position: Int) -> JSONFault {
        position < count
            ? JSONFault(code: .unexpectedByte, offset: position, expected: .digit)
            : JSONFault(code: .unexpectedEnd, offset: count, expected: .digit)
    }

    enum IntegerReading {
        case value(Int64)
        case notAnInteger
        case outOfRange
    }

    /// Reads the text of a checked number.
    func integer(_ range: Range<Int>) -> IntegerReading {
        let isNegative = self[range.lowerBound] == UInt8(ascii: "-")
        let digits = (isNegative ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound
        guard digitsEnd(digits.lowerBound) >= digits.upperBound else { return .notAnInteger }
        // Downwards, because the smallest number has no positive counterpart.
        var value: Int64 = 0
        for position in digits {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (difference, underflows) = product.subtractingReportingOverflow(Int64(self[position] &- 0x30))
            if overflows || underflows { return .outOfRange }
            value = difference
        }
        if isNegative { return .value(value) }
        return value == .min ? .outOfRange : .value(-value)
    }
}

/// A decimal of any length, digit by digit: the rare number that has more than 18 digits or an exponent.
struct LongDecimal: Comparable, Sendable {
    private let isNegative: Bool
    /// Without zeros at either end; none is 0.
    private let digits: ArraySlice<UInt8>
    /// The power of ten of the last digit.
    private let exponent: Int

    /// What a sum may span from its first to its last digit. Numbers farther apart are no prices, and a sum of theirs
    /// could fill the memory.
    private static let longest = 4096

    /// nil when the bytes are no decimal.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard DecimalText.isDecimal(bytes) else { return nil }
        let isExponent = { (byte: UInt8) in byte | 0x20 == UInt8(ascii: "e") }
        let mantissa = bytes.prefix { !isExponent($0) }
        let power = Int(String(decoding: bytes.dropFirst(mantissa.count + 1), as: UTF8.self)) ?? 0
        let fraction = mantissa.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        self.init(
            isNegative: bytes.first == UInt8(ascii: "-"),
            digits: mantissa.filter { $0 >= 48 && $0 <= 57 }.map { $0 - 48 },
            exponent: power - fraction.count)
    }

    init(_ integer: Int64, fractionDigits: Int) {
        self.init(
            isNegative: integer < 0, digits: "\(integer.magnitude)".utf8.map { $0 - 48 }, exponent: -fractionDigits)
    }

    /// `digits` from the highest on, each 0 to 9.
    private init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        let significant = digits.drop { $0 == 0 }
        let zeros = significant.reversed().prefix { $0 == 0 }.count
        self.digits = significant.dropLast(zeros)
        self.isNegative = isNegative && !self.digits.isEmpty
        self.exponent = self.digits.isEmpty ? 0 : exponent + zeros
    }

    static func < (left: LongDecimal, right: LongDecimal) -> Bool {
        guard left.sign == right.sign else { return left.sign < right.sign }
        return left.isNegative ? right.isSmaller(than: left) : left.isSmaller(than: right)
    }

    static func == (left: LongDecimal, right: LongDecimal) -> Bool {
        left.isNegative == right.isNegative && left.exponent == right.exponent
            && left.digits.elementsEqual(right.digits)
    }

    /// nil where the sum would be longer than ``longest``.
    func adding(_ other: LongDecimal) -> LongDecimal? {
        if digits.isEmpty { return other }
        if other.digits.isEmpty { return self }
        let lowest = min(exponent, other.exponent)
        let length = max(top, other.top) - lowest + 1
        guard length <= LongDecimal.longest else { return nil }
        let (own, others) = (column(from: lowest, length), other.column(from: lowest, length))
        guard isNegative != other.isNegative else {
            return LongDecimal(isNegative: isNegative, digits: LongDecimal.sum(own, others), exponent: lowest)
        }
        let difference =
            isSmaller(than: other) ? LongDecimal.difference(others, own) : LongDecimal.difference(own, others)
        return LongDecimal(
            isNegative: isSmaller(than: other) ? other.isNegative : isNegative, digits: difference, exponent: lowest)
    }

    var text: String {
        var text = digits.isEmpty ? "0" : String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
        if abs(exponent) > LongDecimal.longest {
            text += "e\(exponent)"
        } else if exponent > 0 {
            text += String(repeating: "0", count: exponent)
        } else if exponent < 0 {
            text = String(repeating: "0", count: max(0, 1 - exponent - text.utf8.count)) + text
            text.insert(".", at: text.index(text.endIndex, offsetBy: exponent))
        }
        return (isNegative ? "-" : "") + text
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// The power of ten above the first digit.
    private var top: Int { exponent + digits.count }

    /// Without regard to the signs.
    private func isSmaller(than other: LongDecimal) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        return top == other.top ? digits.lexicographicallyPrecedes(other.digits) : top < other.top
    }

    /// The digits as a column of an addition, from the highest place to that of 10 to the `lowest`.
    private func column(from lowest: Int, _ length: Int) -> [UInt8] {
        var column = [UInt8](repeating: 0, count: length)
        let end = length - (exponent - lowest)
        column.replaceSubrange(end - digits.count..<end, with: digits)
        return column
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = left
        var carry: UInt8 = 0
        for place in left.indices.reversed() {
            let digit = left[place] + right[place] + carry
            result[place] = digit % 10
            carry = digit / 10
        }
        return result
    }

    /// `right` is not larger.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result = left
        var borrow: UInt8 = 0
        for place in left.indices.reversed() {
            let digit = left[place] + 10 - right[place] - borrow
            result[place] = digit % 10
            borrow = digit < 10 ? 1 : 0
        }
        return result
    }
}

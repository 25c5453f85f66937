/// A decimal for exact comparing and adding: a whole number of 64 bits and how many of its digits are behind the point.
/// What has no place there is a `LongDecimal`.
public struct ExactDecimal: Comparable, Sendable {
    private let mantissa: Int64
    /// 0 to 18.
    private let fractionDigits: Int
    private let long: LongDecimal?

    /// nil when the bytes are no decimal.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let short = ExactDecimal.short(bytes) {
            (mantissa, fractionDigits, long) = (short.mantissa, short.fractionDigits, nil)
        } else {
            guard let long = LongDecimal(bytes) else { return nil }
            (mantissa, fractionDigits, self.long) = (0, 0, long)
        }
    }

    public init?(_ text: String) {
        var text = text
        guard let decimal = text.withUTF8({ ExactDecimal($0) }) else { return nil }
        self = decimal
    }

    public init(_ integer: Int64) {
        (mantissa, fractionDigits, long) = (integer, 0, nil)
    }

    private init(_ long: LongDecimal) {
        (mantissa, fractionDigits, self.long) = (0, 0, long)
    }

    public static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
        guard left.long == nil, right.long == nil else { return left.asLong == right.asLong }
        return left.scaled(to: right) == right.scaled(to: left)
    }

    public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        guard left.long == nil, right.long == nil else { return left.asLong < right.asLong }
        return left.scaled(to: right) < right.scaled(to: left)
    }

    /// nil where the two lie so far apart that the sum would have thousands of digits.
    public func adding(_ other: ExactDecimal) -> ExactDecimal? {
        if long == nil, other.long == nil, let sum = Int64(exactly: scaled(to: other) + other.scaled(to: self)) {
            return ExactDecimal(mantissa: sum, fractionDigits: max(fractionDigits, other.fractionDigits))
        }
        return asLong.adding(other.asLong).map { ExactDecimal($0) }
    }

    /// Without zeros at its end: `2339.77`.
    public var text: String { asLong.text }

    /// In units of ten to the power of minus `fractionDigits`; nil where it is no whole number of them, or none of 64
    /// bits.
    func whole(fractionDigits digits: Int) -> Int64? {
        guard long == nil, digits >= fractionDigits else { return nil }
        let (value, overflow) = mantissa.multipliedReportingOverflow(
            by: ExactDecimal.powersOfTen[digits - fractionDigits])
        return overflow ? nil : value
    }

    init(mantissa: Int64, fractionDigits: Int) {
        (self.mantissa, self.fractionDigits, long) = (mantissa, fractionDigits, nil)
    }

    private var asLong: LongDecimal { long ?? LongDecimal(mantissa, fractionDigits: fractionDigits) }

    /// In the finer of the two numbers' units: at most 37 digits, for which 128 bits have room.
    private func scaled(to other: ExactDecimal) -> Int128 {
        Int128(mantissa) * Int128(ExactDecimal.powersOfTen[max(other.fractionDigits - fractionDigits, 0)])
    }

    /// A number without an exponent and with at most 18 digits.
    static func short(_ bytes: UnsafeBufferPointer<UInt8>) -> (mantissa: Int64, fractionDigits: Int)? {
        guard let first = bytes.first, bytes.count <= 20 else { return nil }
        let start = first == UInt8(ascii: "-") ? 1 : 0
        var mantissa: Int64 = 0
        var point = -1
        for index in start..<bytes.count {
            let digit = bytes[index] &- 48
            if digit < 10 {
                mantissa = mantissa &* 10 &+ Int64(digit)
            } else if bytes[index] == UInt8(ascii: "."), point < 0 {
                point = index
            } else {
                return nil
            }
        }
        let wholeDigits = (point < 0 ? bytes.count : point) - start
        let fractionDigits = point < 0 ? 0 : bytes.count - point - 1
        // As JSON writes numbers: no zero before other digits, digits on both sides of a point.
        guard wholeDigits > 0, wholeDigits == 1 || bytes[start] != 48, point < 0 || fractionDigits > 0,
            wholeDigits + fractionDigits <= 18
        else { return nil }
        return (start == 1 ? -mantissa : mantissa, fractionDigits)
    }

    static let powersOfTen: [Int64] = (0...18).map { power in
        (0..<power).reduce(1) { product, _ in product * 10 }
    }
}

/// New shares for an old one, as a decimal: `4` for 4:1, `0.5` for 1:2, `1.5` for 3:2.
///
/// Exact where the ratio is a finite decimal. Any other has 15 significant digits, the last one rounded:
/// `0.333333333333333` for 1:3; `actions` has the two numbers as they were sent.
struct SplitRatio {
    private static let significantDigits = 15

    let text: String

    /// nil unless both are decimals greater than 0, of at most 15 digits when they are written out.
    init?(_ numerator: String, _ denominator: String) {
        guard let above = SplitRatio.scaled(ScaledNumber(Array(numerator.utf8))?.text(leastPlaces: 0) ?? ""),
            let below = SplitRatio.scaled(ScaledNumber(Array(denominator.utf8))?.text(leastPlaces: 0) ?? "")
        else { return nil }
        // Both over the same power of ten, so that they are whole numbers.
        let places = max(above.places, below.places)
        guard let dividend = SplitRatio.shifted(above.digits, by: places - above.places),
            let divisor = SplitRatio.shifted(below.digits, by: places - below.places)
        else { return nil }
        text = SplitRatio.quotient(dividend, divisor)
    }

    private static func scaled(_ text: String) -> (digits: UInt64, places: Int)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, text.utf8.count <= 16,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 48 < 10 } })
        else {
            return nil
        }
        guard let digits = UInt64(parts.joined()), digits > 0 else { return nil }
        return (digits, parts.count == 2 ? parts[1].utf8.count : 0)
    }

    private static func shifted(_ digits: UInt64, by places: Int) -> UInt128? {
        var result = UInt128(digits)
        for _ in 0..<places { result *= 10 }
        return result
    }

    /// Long division.
    private static func quotient(_ dividend: UInt128, _ divisor: UInt128) -> String {
        let whole = dividend / divisor
        var rest = dividend % divisor
        var digits: [UInt8] = whole == 0 ? [] : Array(String(whole).utf8)
        let wholeDigits = digits.count
        var leadingZeros = 0
        while rest > 0, digits.count < significantDigits {
            rest *= 10
            let digit = UInt8(truncatingIfNeeded: rest / divisor)
            rest %= divisor
            if digits.isEmpty, digit == 0 { leadingZeros += 1 } else { digits.append(48 + digit) }
        }
        if rest > 0, rest * 2 >= divisor { roundUp(&digits) }
        let fraction = String(decoding: digits[wholeDigits...], as: UTF8.self)
        let start = wholeDigits == 0 ? "0" : String(decoding: digits[..<wholeDigits], as: UTF8.self)
        guard !fraction.isEmpty else { return start }
        return start + "." + String(repeating: "0", count: leadingZeros) + fraction
    }

    private static func roundUp(_ digits: inout [UInt8]) {
        // The carry would leave the front; no split is there.
        guard digits.contains(where: { $0 != 57 }) else { return }
        var position = digits.count - 1
        while position > 0, digits[position] == 57 {
            digits[position] = 48
            position -= 1
        }
        digits[position] += 1
    }
}

import Tabular

/// A decimal in its one shortest form, so that equal numbers are equal text: `94.370` is `94.37`, `1e-05` is `0.00001`,
/// `20.0` is `20`.
struct PlainDecimal {
    /// The text itself where it is no decimal, or one of an absurd size.
    let text: String

    init(_ sent: String) {
        if PlainDecimal.isPlain(sent) {
            text = sent
            return
        }
        guard DecimalText.isDecimal(sent.utf8) else {
            text = sent
            return
        }
        let isNegative = sent.hasPrefix("-")
        let parts = sent.utf8.drop { $0 == UInt8(ascii: "-") }.split(whereSeparator: { $0 | 0x20 == UInt8(ascii: "e") })
        let mantissa = parts[0].split(separator: UInt8(ascii: "."))
        var power = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) ?? 1_000 : 0
        var digits = Array(mantissa.joined())
        power -= mantissa.count > 1 ? mantissa[1].count : 0
        guard abs(power) < 100 else {
            text = sent
            return
        }
        if power > 0 { digits += [UInt8](repeating: 48, count: power) }
        let places = max(0, -power)
        if digits.count <= places { digits = [UInt8](repeating: 48, count: places + 1 - digits.count) + digits }
        var whole = String(decoding: digits.dropLast(places).drop { $0 == 48 }, as: UTF8.self)
        if whole.isEmpty { whole = "0" }
        let fraction = String(decoding: digits.suffix(places), as: UTF8.self).reversed().drop { $0 == "0" }
        let sign = isNegative && (whole != "0" || !fraction.isEmpty) ? "-" : ""
        text = sign + whole + (fraction.isEmpty ? "" : "." + String(fraction.reversed()))
    }

    /// A JSON number as it is stored. A whole one gets `.0`, which says the same: polars takes a column for integers
    /// whose first hundred rows are whole, and then fails at the first that is not.
    static func withFraction(_ sent: String) -> String {
        sent.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- 48 < 10 } ? sent + ".0" : sent
    }

    /// What nearly all are: digits, and a point among them only where the last digit is not 0.
    private static func isPlain(_ text: String) -> Bool {
        var points = 0
        var last: UInt8 = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: ".") { points += 1 } else if byte &- 48 >= 10 { return false }
            last = byte
        }
        return points == 0 ? last != 0 : points == 1 && last != 48 && last != UInt8(ascii: ".")
    }
}

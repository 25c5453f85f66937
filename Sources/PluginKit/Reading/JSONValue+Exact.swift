public import LosslessJSON
public import Tabular

/// What a member says, however its sender writes it: numbers as text, text as numbers, whole numbers with a fraction of
/// 0. Nothing is rounded or guessed; nil is what cannot be read exactly.
extension JSONValue {
    /// A decimal's text, digit for digit: of `0.25` and of `"0.25"`.
    public var decimalText: String? {
        switch kind {
        case .number: return try? numberText()
        case .string: return (try? string()).flatMap { DecimalText.isDecimal($0.utf8) ? $0 : nil }
        default: return nil
        }
    }

    /// A whole number of 64 bits: `20`, `20.0`, `2e1`, `"20"`.
    public var wholeNumber: Int64? {
        if kind == .number || isPlainText, let value = withText(WholeNumber.digits) { return value }
        return decimalText.flatMap(WholeNumber.init)?.value
    }

    /// Text, and the digits of a number. Text with a NUL is none: SQLite would cut it there.
    public var plainText: String? {
        switch kind {
        case .number: return try? numberText()
        case .string: return (try? string()).flatMap { $0.utf8.contains(0) ? nil : $0 }
        default: return nil
        }
    }

    /// `true`, `"true"` and their opposites.
    public var flag: Bool? {
        switch kind {
        case .boolean: return try? bool()
        case .string: return ["true": true, "false": false][(try? string()) ?? ""]
        default: return nil
        }
    }

    /// ISO text, or whole Unix seconds; of the years 0001 to 9999.
    public var instant: Instant? {
        if isPlainText, let instant = withText({ Instant(utf8: $0) }) { return instant }
        if let seconds = wholeNumber {
            let instant = Instant(seconds: seconds)
            return instant.isInCalendar ? instant : nil
        }
        return kind == .string ? (try? string()).flatMap { Instant($0) } : nil
    }
}

extension JSONValue {
    /// A text that is there and is its own bytes: without an escape it cannot have a NUL either.
    var isPlainText: Bool { kind == .string && !hasEscapes && !textRange.isEmpty }
}

/// A decimal's text as a whole number; nil for one that has a fraction, or no place in 64 bits.
struct WholeNumber {
    let value: Int64

    /// What nearly all are: up to 18 digits and nothing else.
    static func digits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let first = bytes.first, bytes.count <= 18, first != 48 || bytes.count == 1 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            let digit = byte &- 48
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return value
    }

    init?(_ text: String) {
        if let value = Int64(text), DecimalText.isDecimal(text.utf8) {
            self.value = value
            return
        }
        guard DecimalText.isDecimal(text.utf8) else { return nil }
        let parts = text.utf8.split(whereSeparator: { $0 | 0x20 == UInt8(ascii: "e") })
        guard let mantissa = parts.first else { return nil }
        let fraction = mantissa.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        var power = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) ?? .max : 0
        var digits = mantissa.filter { $0 &- 48 < 10 }.drop { $0 == 48 }
        guard !digits.isEmpty else {
            value = 0
            return
        }
        guard abs(power) < 1_000 else { return nil }
        power -= fraction.count
        while power < 0, digits.last == 48 {
            digits.removeLast()
            power += 1
        }
        guard power >= 0, digits.count + power <= 19 else { return nil }
        digits += [UInt8](repeating: 48, count: power)
        let sign = text.hasPrefix("-") ? "-" : ""
        guard let value = Int64(sign + String(decoding: digits, as: UTF8.self)) else { return nil }
        self.value = value
    }
}

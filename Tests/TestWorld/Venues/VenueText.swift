import Tabular

/// How numbers and times are written by the venues, from integers: no digit goes through a floating-point number.
enum VenueText {
    /// Ten thousandths as `0.0535`, always four digits.
    static func dollars(_ tenThousandths: Int) -> String { fixed(tenThousandths, digits: 4) }

    /// Hundredths as `57.51`.
    static func count(_ hundredths: Int) -> String { fixed(hundredths, digits: 2) }

    /// A JSON number as a program with doubles prints it: `0.0535`, `0.5`, and `5.0` or `5` for a whole one.
    static func number(_ value: Int, digits: Int, whole: String = ".0") -> String {
        let text = fixed(value, digits: digits)
        guard let point = text.firstIndex(of: ".") else { return text + whole }
        var end = text.endIndex
        while text[text.index(before: end)] == "0" { end = text.index(before: end) }
        if text.index(before: end) == point { return text[..<point] + whole }
        return String(text[..<end])
    }

    static func fixed(_ value: Int, digits: Int) -> String {
        guard digits > 0 else { return String(value) }
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let fraction = String(abs(value) % scale)
        return (value < 0 ? "-" : "") + String(abs(value) / scale) + "."
            + String(repeating: "0", count: digits - fraction.utf8.count) + fraction
    }

    /// `2026-10-01T12:00:00.5Z`: the zeros at the end of the fraction are left out, as Go does.
    static func time(_ instant: Instant) -> String {
        guard instant.microseconds % 1_000_000 != 0 else { return instant.text() }
        var text = instant.text(fractionDigits: 6).dropLast()
        while text.last == "0" { text.removeLast() }
        return text + "Z"
    }

    /// `2026-06-04 00:34:19+00`, as Gamma writes some of its times.
    static func spaced(_ instant: Instant) -> String {
        let text = instant.text()
        return text.prefix(10) + " " + text.dropFirst(11).dropLast() + "+00"
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    /// Gamma's string that holds a JSON array of strings.
    static func arrayInString(_ items: [String]) -> String {
        quoted("[" + items.map(quoted).joined(separator: ", ") + "]")
    }

    /// Percent-encoded UTF-8; a plus sign stays one.
    static func decoded(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A JSON object that is written member by member.
struct VenueObject {
    private(set) var text = "{"

    mutating func raw(_ name: String, _ json: String) {
        if text.utf8.count > 1 { text += "," }
        text += "\"\(name)\":\(json)"
    }

    mutating func string(_ name: String, _ value: String) { raw(name, VenueText.quoted(value)) }
    mutating func time(_ name: String, _ value: Instant) { raw(name, "\"\(VenueText.time(value))\"") }
    mutating func flag(_ name: String, _ value: Bool) { raw(name, value ? "true" : "false") }
    var json: String { text + "}" }
}

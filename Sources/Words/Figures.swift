/// Numbers as people read them.
package enum Figures {
    /// `1,234,567`.
    package static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `40,100,000` of what is only known roughly: three digits.
    package static func rounded(_ number: Int) -> String {
        guard number.magnitude >= 1_000, number.magnitude < 1_000_000_000_000_000 else { return count(number) }
        var step = 1
        while number.magnitude / UInt(step) >= 1_000 { step *= 10 }
        return count((number + (number < 0 ? -step : step) / 2) / step * step)
    }

    /// `row` of one, `rows` of any other number.
    package static func noun(_ number: some BinaryInteger, _ singular: String, _ plural: String? = nil) -> String {
        number == 1 ? singular : plural ?? singular + "s"
    }

    /// `1 row`, `1,726 rows`.
    package static func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(count(number)) \(noun(number, singular, plural))"
    }

    /// `312 B`, `4.2 kB`, `81.3 MB`.
    package static func bytes(_ number: Int) -> String {
        guard number >= 1000 else { return "\(number) B" }
        var value = Double(number) / 1000
        for unit in ["kB", "MB", "GB"] {
            if value < 999.95 { return "\(tenths(value)) \(unit)" }
            value /= 1000
        }
        return "\(tenths(value)) TB"
    }

    /// `0.4 s`, `12 s`, `2 min 5 s`, `1 h 4 min`, `3 days`.
    package static func duration(_ seconds: Double) -> String {
        let seconds = max(0, seconds)
        if seconds < 9.95 { return "\(tenths(seconds)) s" }
        let whole = Int(min(seconds, 1e9).rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s" }
        if whole >= 48 * 3600 { return "\(count(whole / 86_400)) days" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    /// One digit behind the point, without a locale.
    package static func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return "\(scaled / 10).\(abs(scaled % 10))"
    }

    /// `a`, `a and b`, `a, b and 3 more`.
    package static func names(_ names: [String], upTo limit: Int = 10) -> String {
        if names.count > limit {
            return names.prefix(limit).joined(separator: ", ") + " and \(names.count - limit) more"
        }
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

    /// The beginning of a long text, cut at a word.
    package static func shortened(_ text: String, to limit: Int = 280) -> String {
        guard text.count > limit else { return text }
        let words = text.prefix(limit).split(separator: " ", omittingEmptySubsequences: false).dropLast()
        return words.joined(separator: " ") + " ... (all of it is in the log)"
    }
}

import Words

/// Numbers as people read them.
enum Numerals {
    /// `100 %` is all of it, `0 %` is nothing: neither is rounded to.
    static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return "0 %" }
        guard part < whole else { return "100 %" }
        let tenths = Int(Double(part) / Double(whole) * 1000)
        return tenths == 0 ? "< 0.1 %" : "\(min(tenths, 999) / 10).\(min(tenths, 999) % 10) %"
    }

    /// `0.4 s`, `12 s`, `2 min 5 s`, `1 h 4 min`.
    static func duration(_ seconds: Double) -> String {
        let seconds = seconds.isFinite ? min(max(0, seconds), 1e9) : 0
        if seconds < 9.95 {
            let tenths = Int((seconds * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s" }
        return "\(Figures.count(whole / 3600)) h \(whole % 3600 / 60) min"
    }

    /// `1`, `20 k`, `3 M`: for the marks of an axis.
    static func short(_ number: Int) -> String {
        for (unit, name) in [(1_000_000_000, " G"), (1_000_000, " M"), (1000, " k")] where number >= unit {
            return number % unit == 0
                ? "\(number / unit)\(name)" : "\(number / unit).\(number % unit * 10 / unit)\(name)"
        }
        return String(number)
    }

    /// Parts of a thousand as a number for CSS and SVG: `12.5`.
    static func tenths(_ thousandths: Int) -> String {
        thousandths % 10 == 0 ? "\(thousandths / 10)" : "\(thousandths / 10).\(thousandths % 10)"
    }
}

import LosslessJSON
public import Tabular

/// Reads what a column's form says is there, from the digits and never through a binary fraction.
extension TimeForm {
    /// nil where the text is not of the form, is finer than a microsecond, or lies outside of the years 0001 to 9999.
    public func instant(_ text: String) -> Instant? {
        let found: Instant? =
            switch self {
            case .seconds: scaled(text, by: 6)
            case .milliseconds: scaled(text, by: 3)
            case .microseconds: scaled(text, by: 0)
            case .iso8601: Instant(text) ?? Day(text)?.startUTC
            case .day(let pattern): DayPattern(pattern).day(text)?.startUTC
            }
        return found.flatMap { $0.isInCalendar ? $0 : nil }
    }

    private func scaled(_ text: String, by power: Int) -> Instant? {
        if let number = Int64(text) {
            var factor: Int64 = 1
            for _ in 0..<power { factor *= 10 }
            let (product, overflow) = number.multipliedReportingOverflow(by: factor)
            return overflow || text.hasPrefix("+") ? nil : Instant(microseconds: product)
        }
        guard !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return nil }
        return WholeNumber("\(text)e\(power)").map { Instant(microseconds: $0.value) }
    }
}

extension ColumnForm {
    /// Appends a text of the form to the column at which the builder stands. False: it is none.
    func append(_ text: String, _ type: ColumnType, to builder: inout BatchBuilder) -> Bool {
        switch self {
        case .time(let form):
            guard let instant = form.instant(text) else { return false }
            if type == .day { builder.day(instant.dayUTC) } else { builder.instant(instant) }
        case .cents:
            guard let decimal = ColumnForm.hundredth(text) else { return false }
            builder.decimal(decimal)
        case .decimal:
            guard DecimalText.isDecimal(text.utf8) else { return false }
            builder.decimal(text)
        }
        return true
    }

    /// As an `OddMember` puts it.
    var expected: String {
        switch self {
        case .time(.seconds): "a time in seconds since 1970"
        case .time(.milliseconds): "a time in milliseconds since 1970"
        case .time(.microseconds): "a time in microseconds since 1970"
        case .time(.iso8601): "a time as in ISO 8601"
        case .time(.day(let pattern)): "a date like \(pattern)"
        case .cents: "a number of hundredths"
        case .decimal: "a decimal"
        }
    }

    /// `4567` as `45.67`, `5` as `0.05`, `12.5` as `0.125`: the same digits with the point two places before.
    static func hundredth(_ text: String) -> String? {
        guard DecimalText.isDecimal(text.utf8), !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
            return nil
        }
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return nil }
        let digits = String(repeating: "0", count: max(0, 3 - whole.count)) + whole
        let fraction = digits.suffix(2) + (parts.count > 1 ? parts[1] : "")
        let before = digits.dropLast(2).drop { $0 == "0" }
        return (isNegative ? "-" : "") + (before.isEmpty ? "0" : String(before)) + "." + fraction
    }
}

extension Convention {
    /// What a value says by the form of its column, or by its type where it has none. False: it is nothing.
    func append(
        _ value: JSONValue, _ type: ColumnType, _ form: ColumnForm?, at path: String, to builder: inout BatchBuilder
    ) throws(OddMember) -> Bool {
        guard let form else { return try append(value, type, at: path, to: &builder) }
        guard let text = try text(value, at: path) else { return false }
        guard form.append(text, type, to: &builder) else {
            throw OddMember(path, expected: form.expected, found: value)
        }
        return true
    }
}

/// How an upstream writes a moment: where a column is read, and where a span is asked for.
public enum TimeForm: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, whole or with a fraction: `1704103200`.
    case seconds
    /// `1704103200000`.
    case milliseconds
    /// `1704103200000000`.
    case microseconds
    /// `2024-01-01T10:00:00Z`.
    case iso8601
    /// A date, by a pattern of `yyyy`, `MM` and `dd` (`M` and `d`: without a zero in front) and what stands between
    /// them: `MM/dd/yyyy`.
    case day(String)

    /// `2024-01-31`.
    public static let day = TimeForm.day("yyyy-MM-dd")

    /// Microseconds between two moments that it can tell apart.
    public var grain: Int64 {
        switch self {
        case .seconds: 1_000_000
        case .milliseconds: 1000
        case .microseconds: 1
        case .iso8601: 1_000_000
        case .day: 86_400_000_000
        }
    }

    /// A moment as it is asked for. What is finer than the form is cut.
    public func text(_ instant: Instant) -> String {
        switch self {
        case .seconds, .milliseconds, .microseconds:
            let (quotient, rest) = instant.microseconds.quotientAndRemainder(dividingBy: grain)
            return String(rest < 0 ? quotient - 1 : quotient)
        case .iso8601: return instant.text()
        case .day(let pattern): return DayPattern(pattern).text(instant.dayUTC)
        }
    }

    /// A day as it is asked for: as a moment, its beginning in UTC.
    public func text(_ day: Day) -> String {
        if case .day(let pattern) = self { return DayPattern(pattern).text(day) }
        return text(day.startUTC)
    }

    /// Why it can say no moment; nil: it can.
    public var fault: String? {
        guard case .day(let pattern) = self, !DayPattern(pattern).isWhole else { return nil }
        return "the pattern '\(pattern)' does not have a year (yyyy), a month (MM) and a day (dd), each once"
    }
}

/// How an upstream writes what a column holds, where that is not plain from the column's type.
public enum ColumnForm: Hashable, Sendable {
    /// Of an instant or a day.
    case time(TimeForm)
    /// Of a decimal: a number of hundredths, `4567` for `45.67`.
    case cents
    /// Of a decimal: as it is sent, which is what a decimal without a form is.
    case decimal

    public static let seconds = ColumnForm.time(.seconds)
    public static let milliseconds = ColumnForm.time(.milliseconds)
    public static let microseconds = ColumnForm.time(.microseconds)
    public static let iso8601 = ColumnForm.time(.iso8601)
    public static let day = ColumnForm.time(.day)
    public static func day(_ pattern: String) -> ColumnForm { .time(.day(pattern)) }

    /// Why it is none of a column of this type; nil: it is.
    public func fault(of type: ColumnType) -> String? {
        switch (self, type) {
        case (.time(let form), .instant), (.time(let form), .day): form.fault
        case (.cents, .decimal), (.decimal, .decimal): nil
        case (.time, _): "a form of time is for an instant or a day, and this is \(type.name)"
        case (.cents, _), (.decimal, _): "a form of numbers is for a decimal, and this is \(type.name)"
        }
    }
}

/// A pattern of a date, taken apart: its parts in order.
public struct DayPattern: Hashable, Sendable {
    private enum Part: Hashable {
        case year
        case month(isPadded: Bool)
        case day(isPadded: Bool)
        case literal(Character)
    }

    private let parts: [Part]

    public init(_ pattern: String) {
        var rest = Substring(pattern)
        var parts: [Part] = []
        while let character = rest.first {
            let run = rest.prefix { $0 == character }
            rest = rest.dropFirst(run.count)
            switch (character, run.count) {
            case ("y", 4): parts.append(.year)
            case ("M", 1...2): parts.append(.month(isPadded: run.count == 2))
            case ("d", 1...2): parts.append(.day(isPadded: run.count == 2))
            default: parts += run.map { .literal($0) }
            }
        }
        self.parts = parts
    }

    /// Whether it has a year, a month and a day, each once.
    public var isWhole: Bool {
        func count(_ isMeant: (Part) -> Bool) -> Int { parts.count(where: isMeant) }
        return count { $0 == .year } == 1
            && count { if case .month = $0 { true } else { false } } == 1
            && count { if case .day = $0 { true } else { false } } == 1
    }

    public func text(_ day: Day) -> String {
        let (year, month, date) = day.components
        func digits(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return parts.map { part in
            switch part {
            case .year: digits(year, 4)
            case .month(let isPadded): digits(month, isPadded ? 2 : 1)
            case .day(let isPadded): digits(date, isPadded ? 2 : 1)
            case .literal(let character): String(character)
            }
        }.joined()
    }

    /// The day that a text names; nil where it is not of the pattern, or the calendar has no such day.
    public func day(_ text: String) -> Day? {
        var rest = Substring(text)
        var (year, month, date): (Int?, Int?, Int?)
        func number(_ widths: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(widths.upperBound)
            guard widths.contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return Int(digits)
        }
        for part in parts {
            switch part {
            case .year: year = number(4...4)
            case .month(let isPadded): month = number(isPadded ? 2...2 : 1...2)
            case .day(let isPadded): date = number(isPadded ? 2...2 : 1...2)
            case .literal(let character):
                guard rest.first == character else { return nil }
                rest = rest.dropFirst()
            }
        }
        guard rest.isEmpty, let year, let month, let date else { return nil }
        return Day(year: year, month: month, day: date)
    }
}

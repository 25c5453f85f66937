internal import Tabular

/// A session that ends before the regular hour, by rule or in one year only.
struct EarlyClose: Hashable, Sendable {
    let name: String
    let rule: DayRule
    /// The weekdays (1 Monday ... 7 Sunday) on which the rule's date is a short session.
    let weekdays: ClosedRange<Int>
    let years: ClosedRange<Int>
    let closesAt: TimeOfDay

    init(
        _ name: String, _ rule: DayRule, on weekdays: ClosedRange<Int> = 1...7, years: ClosedRange<Int> = 1...9999,
        closesAt: TimeOfDay
    ) {
        self.name = name
        self.rule = rule
        self.weekdays = weekdays
        self.years = years
        self.closesAt = closesAt
    }

    /// The short date in a year; nil when there is none. It is a session only when nothing closes the day.
    func day(in year: Int) -> Day? {
        guard years.contains(year), let day = rule.day(in: year), weekdays.contains(day.weekday) else { return nil }
        return day
    }
}

/// Sessions of one stretch of days that ended early, all at one hour, as it was announced ahead. Days of it on which
/// nothing trades are none.
struct ShortStretch: Hashable, Sendable {
    let first: CivilDate
    let last: CivilDate
    let closesAt: TimeOfDay
    let reason: String

    init(_ first: CivilDate, through last: CivilDate? = nil, closesAt: TimeOfDay, _ reason: String) {
        self.first = first
        self.last = last ?? first
        self.closesAt = closesAt
        self.reason = reason
    }

    /// Ascending; weekdays from Monday to Friday: a Saturday ended at its own hour.
    var days: [Day] {
        guard let first = first.day, let last = last.day, first <= last else { return [] }
        return (first.number...last.number).map { Day(number: $0) }.filter { $0.weekday < 6 }
    }
}

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
        _ name: String, _ rule: DayRule, on weekdays: ClosedRange<Int> = 1...7, years: ClosedRange<Int> = 1...9999, closesAt: TimeOfDay
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

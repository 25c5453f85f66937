internal import Tabular

/// A date that comes back every year, as a value: "the fourth Thursday of November", "two days before Easter".
indirect enum DayRule: Hashable, Sendable {
    /// The same month and day each year. No date in a year that has no such day (29 February).
    case date(month: Int, day: Int)
    /// The nth weekday of a month, counted from 1. Weekdays are 1 (Monday) to 7 (Sunday).
    case nth(Int, weekday: Int, month: Int)
    /// The last weekday of a month.
    case last(weekday: Int, month: Int)
    /// Easter Sunday of the Gregorian calendar.
    case easter
    /// So many days after another rule's date; negative is before it.
    case shifted(DayRule, days: Int)

    /// The date in a year (1 to 9999); nil when the year has none.
    func day(in year: Int) -> Day? {
        switch self {
        case .date(let month, let day):
            return Day(year: year, month: month, day: day)
        case .nth(let count, let weekday, let month):
            guard let first = Day(year: year, month: month, day: 1) else { return nil }
            let day = first.adding((weekday - first.weekday + 7) % 7 + (count - 1) * 7)
            return day.components.month == month ? day : nil
        case .last(let weekday, let month):
            return DayRule.nth(5, weekday: weekday, month: month).day(in: year)
                ?? DayRule.nth(4, weekday: weekday, month: month).day(in: year)
        case .easter:
            return Computus.easterSunday(in: year)
        case .shifted(let rule, let days):
            return rule.day(in: year)?.adding(days)
        }
    }
}

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

/// The date of Easter. Source: the anonymous Gregorian algorithm, Nature, 20 April 1876
/// (also Meeus, "Astronomical Algorithms", chapter 8), valid for every Gregorian year.
enum Computus {
    static func easterSunday(in year: Int) -> Day? {
        let goldenYear = year % 19
        let (century, yearOfCentury) = year.quotientAndRemainder(dividingBy: 100)
        let moonCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * goldenYear + century - century / 4 - moonCorrection + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
        let lateMoon = (goldenYear + 11 * epact + 22 * toSunday) / 451
        let shifted = epact + toSunday - 7 * lateMoon + 114
        return Day(year: year, month: shifted / 31, day: shifted % 31 + 1)
    }
}

/// A date as a table writes it down: year, month, day. ``Tabular/Day`` asks whether there is such a date; a table's
/// dates are tested.
struct CivilDate: Hashable, Sendable {
    let year: Int
    let month: Int
    let dayOfMonth: Int

    init(_ year: Int, _ month: Int, _ dayOfMonth: Int) {
        self.year = year
        self.month = month
        self.dayOfMonth = dayOfMonth
    }

    /// nil for a date that no calendar has.
    var day: Day? { Day(year: year, month: month, day: dayOfMonth) }
}

internal import Tabular

/// A day on which nothing trades, known years ahead by rule. One that was written down when it was decided is an
/// ``UnscheduledClosure``.
struct Holiday: Hashable, Sendable {
    let name: String
    let rule: DayRule
    let observance: Observance
    /// The years in which the exchange keeps it.
    let years: ClosedRange<Int>
    /// Of these years, the first and each so many years later: 4 for the elections of presidents.
    let everyYears: Int

    init(
        _ name: String, _ rule: DayRule, observance: Observance = .asDated, years: ClosedRange<Int> = 1...9999,
        everyYears: Int = 1
    ) {
        self.name = name
        self.rule = rule
        self.observance = observance
        self.years = years
        self.everyYears = everyYears
    }

    /// The closed date in a year; nil when the holiday is not kept in it.
    func day(in year: Int) -> Day? {
        guard years.contains(year), (year - years.lowerBound) % everyYears == 0 else { return nil }
        return rule.day(in: year).map(observance.observed)
    }
}

/// The day on which an exchange keeps a holiday that falls on a weekend: by how many days it moves from a Saturday and
/// from a Sunday. Each exchange names its own.
struct Observance: Hashable, Sendable {
    /// On the date itself; a weekend costs no session.
    static let asDated = Observance(ofSaturday: 0, ofSunday: 0)

    /// In days; negative is before.
    let saturdayShift: Int
    let sundayShift: Int

    init(ofSaturday saturdayShift: Int, ofSunday sundayShift: Int) {
        self.saturdayShift = saturdayShift
        self.sundayShift = sundayShift
    }

    func observed(_ day: Day) -> Day {
        switch day.weekday {
        case 6: day.adding(saturdayShift)
        case 7: day.adding(sundayShift)
        default: day
        }
    }
}

/// Days on which the exchange stayed shut though no rule says so: mourning, weather, attack, war, paper that piled up.
struct UnscheduledClosure: Hashable, Sendable {
    let first: CivilDate
    /// The same as `first`, or a later day of the same stretch.
    let last: CivilDate
    /// The weekdays (1 Monday ... 7 Sunday) of the stretch that are meant.
    let weekdays: ClosedRange<Int>
    let reason: String

    /// One day.
    init(_ year: Int, _ month: Int, _ dayOfMonth: Int, _ reason: String) {
        self.init(CivilDate(year, month, dayOfMonth), through: CivilDate(year, month, dayOfMonth), reason)
    }

    /// Every day of a stretch, or one weekday of each of its weeks: `on: 6...6` is its Saturdays.
    init(_ first: CivilDate, through last: CivilDate, on weekdays: ClosedRange<Int> = 1...7, _ reason: String) {
        self.first = first
        self.last = last
        self.weekdays = weekdays
        self.reason = reason
    }

    /// Ascending, whether the exchange would trade on them or not. Empty for a date that no calendar has, which the
    /// tests exclude for every table.
    var days: [Day] {
        guard let first = first.day, let last = last.day, first <= last else { return [] }
        return (first.number...last.number).map { Day(number: $0) }.filter { weekdays.contains($0.weekday) }
    }
}

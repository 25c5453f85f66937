internal import Tabular

/// A full closure that is known years ahead, by rule.
struct Holiday: Hashable, Sendable {
    let name: String
    let rule: DayRule
    let observance: Observance
    /// The years in which the exchange keeps it.
    let years: ClosedRange<Int>
    /// Of these years, the first and each so many years later: 4 for the elections of presidents.
    let everyYears: Int

    init(
        _ name: String, _ rule: DayRule, observance: Observance = .asDated, years: ClosedRange<Int> = 1...9999, everyYears: Int = 1
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

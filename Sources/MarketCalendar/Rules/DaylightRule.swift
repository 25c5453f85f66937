internal import Tabular

/// Daylight saving time as one law had it: the same two rules for a run of years.
struct DaylightRule: Hashable, Sendable {
    let years: ClosedRange<Int>
    /// The date on which clocks go forward. Later in the year than `ends` for the southern hemisphere.
    let starts: DayRule
    /// The date on which clocks go back.
    let ends: DayRule

    init(_ years: ClosedRange<Int>, from starts: DayRule, to ends: DayRule) {
        self.years = years
        self.starts = starts
        self.ends = ends
    }
}

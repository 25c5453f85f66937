internal import Tabular

/// The wall clock of an exchange, by law rather than by a time zone database, so that the same dates come out on every
/// machine.
struct ZoneRules: Hashable, Sendable {
    /// The IANA name, for people and for other programs.
    let name: String
    /// Seconds east of UTC in winter.
    let standardOffset: Int
    /// Seconds that daylight saving time adds.
    let daylightShift: Int
    /// When clocks go forward and back on the rule's dates, in seconds from that date's midnight UTC.
    let startsAt: Int
    let endsAt: Int
    let daylight: [DaylightRule]

    /// The stretch of UTC seconds from the first change of a year to its second, and whether it is the summer one.
    /// nil for a year without daylight saving time.
    func change(in year: Int) -> DaylightChange? {
        guard let rule = daylight.first(where: { $0.years.contains(year) }),
            let starts = rule.starts.day(in: year), let ends = rule.ends.day(in: year)
        else { return nil }
        let start = starts.number * 86_400 + Int64(startsAt)
        let end = ends.number * 86_400 + Int64(endsAt)
        return start < end
            ? DaylightChange(between: start..<end, isDaylight: true)
            : DaylightChange(between: end..<start, isDaylight: false)
    }
}

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

/// The two changes of the clock in one year.
struct DaylightChange: Hashable, Sendable {
    /// UTC seconds since 1970 from the first change to the second.
    let between: Range<Int64>
    /// Whether daylight saving time is between them (north) or outside of them (south).
    let isDaylight: Bool

    func isDaylight(atUTC seconds: Int64) -> Bool { between.contains(seconds) == isDaylight }
}

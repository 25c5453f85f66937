internal import Tabular

/// Turns instants into the exchange's dates and the exchange's hours into instants, with the changes of the years at
/// hand kept in a table.
struct ZoneClock: Sendable {
    private static let tabled = 1900...2100

    private let rules: ZoneRules
    private let changes: [DaylightChange?]

    init(_ rules: ZoneRules) {
        self.rules = rules
        self.changes = ZoneClock.tabled.map(rules.change(in:))
    }

    /// Seconds east of UTC at a point in time, given in UTC seconds since 1970.
    /// No zone changes its clocks within a day of New Year, so the UTC year is the local one wherever that matters.
    func offset(atUTC seconds: Int64) -> Int64 {
        let year = Day(number: floorDivide(seconds, 86_400)).components.year
        let change =
            ZoneClock.tabled.contains(year) ? changes[year - ZoneClock.tabled.lowerBound] : rules.change(in: year)
        let isDaylight = change?.isDaylight(atUTC: seconds) ?? false
        return Int64(rules.standardOffset + (isDaylight ? rules.daylightShift : 0))
    }

    /// The exchange's date at a point in time.
    func day(at instant: Instant) -> Day {
        let seconds = floorDivide(instant.microseconds, 1_000_000)
        return Day(number: floorDivide(seconds + offset(atUTC: seconds), 86_400))
    }

    /// A time of the exchange's clock on a date, as a point in time. In the hour that a change skips or repeats, the
    /// later reading.
    func instant(on day: Day, at time: TimeOfDay) -> Instant {
        // Some 290,000 years either way are what an instant can name.
        let number = min(max(day.number, -106_000_000), 106_000_000)
        let wall = number * 86_400 + Int64(time.seconds)
        let standard = wall - Int64(rules.standardOffset)
        let daylight = standard - Int64(rules.daylightShift)
        return Instant(
            seconds: offset(atUTC: daylight) == offset(atUTC: standard) ? wall - offset(atUTC: standard) : standard)
    }

    private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

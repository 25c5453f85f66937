extension ZoneRules {
    /// New York: five hours behind UTC, four in summer. Clocks change at 02:00 by the wall.
    ///
    /// Sources: Uniform Time Act of 1966 and its amendments of 1973, 1975, 1986 and 2005; for 1921 to 1966 New York City's ordinances as
    /// the IANA database has them (rule NYC). Compared with that database (2100 is as far as was looked), half hour by half hour:
    /// equal from 1946 on; before, only 1918 to 1920 and the war time of 1942 to 1945 are missing.
    static let newYork = ZoneRules(
        name: "America/New_York", standardOffset: -5 * 3600, daylightShift: 3600, startsAt: 7 * 3600, endsAt: 6 * 3600,
        daylight: [
            DaylightRule(2007...9999, from: .nth(2, weekday: 7, month: 3), to: .nth(1, weekday: 7, month: 11)),
            DaylightRule(1987...2006, from: .nth(1, weekday: 7, month: 4), to: .last(weekday: 7, month: 10)),
            DaylightRule(1976...1986, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 10)),
            DaylightRule(1975...1975, from: .last(weekday: 7, month: 2), to: .last(weekday: 7, month: 10)),
            DaylightRule(1974...1974, from: .nth(1, weekday: 7, month: 1), to: .last(weekday: 7, month: 10)),
            DaylightRule(1955...1973, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 10)),
            DaylightRule(1921...1954, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 9)),
        ])
}

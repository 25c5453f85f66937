extension ZoneRules {
    /// New York: five hours behind UTC, four in summer. Clocks change at 02:00 by the wall.
    ///
    /// Sources: Uniform Time Act of 1966 and its amendments of 1973, 1975, 1986 and 2005; for 1921 to 1966 New York City's ordinances as
    /// the IANA database has them (rule NYC), and for the war time of 1942-02-09 to 1945-09-30 the act of 20 January 1942. Compared with
    /// that database (2100 is as far as was looked), half hour by half hour: equal from 1921 on; only 1918 to 1920 are missing.
    static let newYork = ZoneRules(
        name: "America/New_York", standardOffset: -5 * 3600, daylightShift: 3600, startsAt: 7 * 3600, endsAt: 6 * 3600,
        daylight: [
            DaylightRule(2007...9999, from: .nth(2, weekday: 7, month: 3), to: .nth(1, weekday: 7, month: 11)),
            DaylightRule(1987...2006, from: .nth(1, weekday: 7, month: 4), to: .last(weekday: 7, month: 10)),
            DaylightRule(1976...1986, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 10)),
            DaylightRule(1975...1975, from: .last(weekday: 7, month: 2), to: .last(weekday: 7, month: 10)),
            DaylightRule(1974...1974, from: .nth(1, weekday: 7, month: 1), to: .last(weekday: 7, month: 10)),
            DaylightRule(1955...1973, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 10)),
            DaylightRule(1946...1954, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 9)),
            // War time: on from February 1942, the whole of two years, off in September 1945.
            DaylightRule(1945...1945, from: .shifted(.date(month: 1, day: 1), days: -1), to: .last(weekday: 7, month: 9)),
            DaylightRule(
                1943...1944, from: .shifted(.date(month: 1, day: 1), days: -1), to: .shifted(.date(month: 12, day: 31), days: 2)),
            DaylightRule(1942...1942, from: .date(month: 2, day: 9), to: .shifted(.date(month: 12, day: 31), days: 2)),
            DaylightRule(1921...1941, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 9)),
        ])
}

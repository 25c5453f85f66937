/// New York Stock Exchange, 09:30 to 16:00; 10:00 to 15:00 when the calendar begins, and on Saturdays to noon.
///
/// Every session of 1927-01-01 to 2035-12-31 is one of pandas_market_calendars 5.5.0 (`NYSE`) too, and from 1970 on
/// one of exchange_calendars 4.13.2 (`XNYS`), which has neither Saturdays nor the holidays of before. Opens, closes and
/// early closes are exchange_calendars' from 1990 on, and pandas_market_calendars' before, but for what was decided
/// during the day: snow, a circuit breaker, moments of silence, which a calendar of scheduled hours does not have.
/// `scripts/check-calendar XNYS` compares again, and lists each exception with its reason.
enum XNYS {
    static let exchange = Exchange(
        name: "XNYS",
        zone: zone,
        years: 1927...2035,
        weeks: [
            // The last Saturday session was that of 24 May 1952: the summer's were closed, and on 29 September weekdays
            // became longer.
            TradingWeek(1...6, through: CivilDate(1952, 5, 24)),
            TradingWeek(1...5),
        ],
        hours: [
            TradingHours(opensAt: TimeOfDay(10, 0), closesAt: TimeOfDay(15, 0), closesOnSaturdayAt: TimeOfDay(12, 0)),
            TradingHours(from: CivilDate(1952, 9, 29), opensAt: TimeOfDay(10, 0), closesAt: TimeOfDay(15, 30)),
            TradingHours(from: CivilDate(1974, 1, 1), opensAt: TimeOfDay(10, 0), closesAt: TimeOfDay(16, 0)),
            TradingHours(from: CivilDate(1985, 1, 1), opensAt: TimeOfDay(9, 30), closesAt: TimeOfDay(16, 0)),
        ],
        holidays: holidays,
        unscheduledClosures: closuresUntil1951 + closuresUntil1989 + closuresSince1990,
        earlyCloses: earlyCloses,
        shortStretches: shortStretches)

    /// New York: five hours behind UTC, four in summer. Clocks change at 02:00 by the wall.
    ///
    /// Sources: Uniform Time Act of 1966 and its amendments of 1973, 1975, 1986 and 2005; for 1921 to 1966 New York
    /// City's ordinances as the IANA database has them (rule NYC), and for the war time of 1942-02-09 to 1945-09-30 the
    /// act of 20 January 1942. Compared with that database (2100 is as far as was looked), half hour by half hour:
    /// equal from 1921 on; only 1918 to 1920 are missing.
    static let zone = ZoneRules(
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
            DaylightRule(1945...1945, from: dayBeforeYear, to: .last(weekday: 7, month: 9)),
            DaylightRule(1943...1944, from: dayBeforeYear, to: dayAfterYear),
            DaylightRule(1942...1942, from: .date(month: 2, day: 9), to: dayAfterYear),
            DaylightRule(1921...1941, from: .last(weekday: 7, month: 4), to: .last(weekday: 7, month: 9)),
        ])

    /// Days outside of a year, for a law under which clocks did not change at its beginning or its end.
    private static let dayBeforeYear = DayRule.shifted(.date(month: 1, day: 1), days: -1)
    private static let dayAfterYear = DayRule.shifted(.date(month: 12, day: 31), days: 2)
}

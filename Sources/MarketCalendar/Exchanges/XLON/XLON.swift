/// London Stock Exchange, 08:00 to 16:30, to 12:30 before Christmas and before New Year.
///
/// A session is the continuous trading of its order books: the opening auction comes before, the closing auction after.
/// Sources: London Stock Exchange, "Business days" and its yearly "Christmas and New Year service arrangements".
/// From 2000-01-01 to 2035-12-31 every session, open, close and early close is that of exchange_calendars 4.13.2
/// (`XLON`) and of pandas_market_calendars 5.5.0 (`LSE`), with no exception: `scripts/check-calendar XLON`.
enum XLON {
    static let exchange = Exchange(
        name: "XLON",
        zone: zone,
        years: 2000...2035,
        weeks: [TradingWeek(1...5)],
        hours: [TradingHours(opensAt: TimeOfDay(8, 0), closesAt: TimeOfDay(16, 30))],
        holidays: holidays,
        unscheduledClosures: closures,
        earlyCloses: shortBefore("Christmas Eve", 24) + shortBefore("New Year's Eve", 31),
        shortStretches: [])

    /// London: UTC, an hour ahead of it in summer. Clocks change at 01:00 UTC, on the last Sundays of March and of
    /// October.
    ///
    /// Sources: Summer Time Act 1972 as amended by the Summer Time Order 2002 (SI 2002/262), for good; the orders of
    /// before had the same since 1996 (Directives 94/21/EC, 97/44/EC, 2000/84/EC). What was law until 1995 is not here.
    static let zone = ZoneRules(
        name: "Europe/London", standardOffset: 0, daylightShift: 3600, startsAt: 3600, endsAt: 3600,
        daylight: [
            DaylightRule(1996...9999, from: .last(weekday: 7, month: 3), to: .last(weekday: 7, month: 10))
        ])

    /// A short session on a day of December; where that is on a weekend, on the Friday before.
    private static func shortBefore(_ name: String, _ day: Int) -> [EarlyClose] {
        let halfPastTwelve = TimeOfDay(12, 30)
        return [
            EarlyClose(name, .date(month: 12, day: day), on: 1...5, closesAt: halfPastTwelve),
            // The day itself is a Saturday, or a Sunday.
            EarlyClose(name, .date(month: 12, day: day - 1), on: 5...5, closesAt: halfPastTwelve),
            EarlyClose(name, .date(month: 12, day: day - 2), on: 5...5, closesAt: halfPastTwelve),
        ]
    }
}

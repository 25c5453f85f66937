extension Exchange {
    /// New York Stock Exchange, 09:30 to 16:00; 10:00 to 15:00 when the calendar begins, and on Saturdays to noon.
    ///
    /// Every session of 1927-01-01 to 2035-12-31 is one of pandas_market_calendars 5.5.0 (`NYSE`) too, and from 1970 on one of
    /// exchange_calendars 4.13.2 (`XNYS`), which has neither Saturdays nor the holidays of before. Opens, closes and early closes are
    /// exchange_calendars' from 1990 on, and pandas_market_calendars' before, but for what was decided during the day: snow, a circuit
    /// breaker, moments of silence, which a calendar of scheduled hours does not have. `scripts/check-calendar` compares again, and lists
    /// each exception with its reason.
    static let xnys = Exchange(
        name: "XNYS",
        zone: .newYork,
        years: 1927...2035,
        weeks: [
            // The last Saturday session was that of 24 May 1952: the summer's were closed, and on 29 September weekdays became longer.
            TradingWeek(1...6, through: CivilDate(1952, 5, 24)),
            TradingWeek(1...5),
        ],
        hours: [
            TradingHours(opensAt: TimeOfDay(10, 0), closesAt: TimeOfDay(15, 0), closesOnSaturdayAt: TimeOfDay(12, 0)),
            TradingHours(from: CivilDate(1952, 9, 29), opensAt: TimeOfDay(10, 0), closesAt: TimeOfDay(15, 30)),
            TradingHours(from: CivilDate(1974, 1, 1), opensAt: TimeOfDay(10, 0), closesAt: TimeOfDay(16, 0)),
            TradingHours(from: CivilDate(1985, 1, 1), opensAt: TimeOfDay(9, 30), closesAt: TimeOfDay(16, 0)),
        ],
        holidays: [.newYearsDay, .martinLutherKingDay, .goodFriday, .juneteenth, .laborDay]
            + Holiday.washingtonsBirthday + Holiday.memorialDay + Holiday.independenceDay + Holiday.thanksgiving + Holiday.christmas
            + Holiday.onceKept,
        unscheduledClosures: xnysClosuresUntil1951 + xnysClosuresUntil1989 + xnysClosuresSince1990,
        earlyCloses: xnysEarlyCloses,
        shortStretches: xnysShortStretches)
}

extension Exchange {
    /// New York Stock Exchange, 09:30 to 16:00.
    ///
    /// Every session, open, close and early close of 1990-01-01 to 2035-12-31 was compared with exchange_calendars 4.13.2 (`XNYS`): no
    /// difference. The sessions agree with pandas_market_calendars 5.5.0 (`NYSE`) too; that one also knows late opens and early ends that
    /// were decided during the day (snow on 1994-02-11 and 1996-01-08, the circuit breaker of 1997-10-27, moments of silence), which a
    /// calendar of scheduled hours does not have. Run `scripts/check-calendar` to compare again.
    static let xnys = Exchange(
        name: "XNYS",
        zone: .newYork,
        years: 1990...2035,
        tradingWeekdays: 1...5,
        opensAt: TimeOfDay(9, 30),
        closesAt: TimeOfDay(16, 0),
        holidays: [
            .newYearsDay, .martinLutherKingDay, .washingtonsBirthday, .goodFriday, .memorialDay,
            .juneteenth, .independenceDay, .laborDay, .thanksgiving, .christmas,
        ],
        unscheduledClosures: xnysUnscheduledClosures,
        earlyCloses: xnysEarlyCloses)
}

extension Exchange {
    private static let onePM = TimeOfDay(13, 0)
    private static let twoPM = TimeOfDay(14, 0)

    /// Short sessions of the New York Stock Exchange since 1990, as they were announced. They ended at 14:00 until 1992, at 13:00 since.
    /// Where a rule's date is a full closure (3 July when the 4th is a Saturday), the closure wins.
    static let xnysEarlyCloses = [
        EarlyClose("Christmas Eve", .date(month: 12, day: 24), on: 1...4, years: 1990...1992, closesAt: twoPM),
        EarlyClose("Christmas Eve", .date(month: 12, day: 24), on: 1...4, years: 1993...9999, closesAt: onePM),
        EarlyClose("day after Thanksgiving", .shifted(.thanksgiving, days: 1), years: 1992...1992, closesAt: twoPM),
        EarlyClose("day after Thanksgiving", .shifted(.thanksgiving, days: 1), years: 1993...9999, closesAt: onePM),
        // The 4th on a Tuesday, Wednesday or Friday: the day before.
        EarlyClose("day before Independence Day", .date(month: 7, day: 3), on: 1...2, years: 1995...9999, closesAt: onePM),
        EarlyClose("day before Independence Day", .date(month: 7, day: 3), on: 4...4, years: 1995...9999, closesAt: onePM),
        // The 4th on a Thursday: the Friday after it until 2012, the Wednesday before it since 2013.
        EarlyClose("day after Independence Day", .date(month: 7, day: 5), on: 5...5, years: 1995...2012, closesAt: onePM),
        EarlyClose("day before Independence Day", .date(month: 7, day: 3), on: 3...3, years: 2013...9999, closesAt: onePM),
        // The Friday after a Christmas on Thursday was short twice and not again (2008, 2014 and 2025 were full days).
        EarlyClose("day after Christmas", .date(month: 12, day: 26), years: 1997...1997, closesAt: onePM),
        EarlyClose("day after Christmas", .date(month: 12, day: 26), years: 2003...2003, closesAt: onePM),
        // As exchange_calendars has it; pandas_market_calendars has a full day.
        EarlyClose("eve of the year 2000", .date(month: 12, day: 31), years: 1999...1999, closesAt: onePM),
    ]
}

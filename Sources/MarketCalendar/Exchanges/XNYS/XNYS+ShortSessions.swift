/// Sessions of the New York Stock Exchange that ended early, as it was announced ahead: by rule since 1990, day by day
/// before. What was decided during the day (fire, snow, a president shot) is not scheduled and not here.
extension XNYS {
    private static let onePM = TimeOfDay(13, 0)
    private static let twoPM = TimeOfDay(14, 0)
    private static let halfPastTwo = TimeOfDay(14, 30)
    private static let threePM = TimeOfDay(15, 0)
    private static let volume = "volume after the crash"

    /// Since 1990. They ended at 14:00 until 1992, at 13:00 since. Where a rule's date is a full closure (3 July when
    /// the 4th is a Saturday), the closure wins.
    static let earlyCloses = [
        EarlyClose("Christmas Eve", .date(month: 12, day: 24), on: 1...4, years: 1990...1992, closesAt: twoPM),
        EarlyClose("Christmas Eve", .date(month: 12, day: 24), on: 1...4, years: 1993...9999, closesAt: onePM),
        EarlyClose(
            "day after Thanksgiving", .shifted(fourthThursdayOfNovember, days: 1), years: 1992...1992, closesAt: twoPM),
        EarlyClose(
            "day after Thanksgiving", .shifted(fourthThursdayOfNovember, days: 1), years: 1993...9999, closesAt: onePM),
        // The 4th on a Tuesday, Wednesday or Friday: the day before.
        EarlyClose(
            "day before Independence Day", .date(month: 7, day: 3), on: 1...2, years: 1995...9999, closesAt: onePM),
        EarlyClose(
            "day before Independence Day", .date(month: 7, day: 3), on: 4...4, years: 1995...9999, closesAt: onePM),
        // The 4th on a Thursday: the Friday after it until 2012, the Wednesday before it since 2013.
        EarlyClose(
            "day after Independence Day", .date(month: 7, day: 5), on: 5...5, years: 1995...2012, closesAt: onePM),
        EarlyClose(
            "day before Independence Day", .date(month: 7, day: 3), on: 3...3, years: 2013...9999, closesAt: onePM),
        // The Friday after a Christmas on Thursday was short twice and not again (2008, 2014 and 2025 were full days).
        EarlyClose("day after Christmas", .date(month: 12, day: 26), years: 1997...1997, closesAt: onePM),
        EarlyClose("day after Christmas", .date(month: 12, day: 26), years: 2003...2003, closesAt: onePM),
        // As exchange_calendars has it; pandas_market_calendars has a full day.
        EarlyClose("eve of the year 2000", .date(month: 12, day: 31), years: 1999...1999, closesAt: onePM),
    ]

    /// Before 1990; most so that the brokers could book what was traded.
    /// Source: pandas_market_calendars 5.5.0, whose list is NYSE's "Special Closings"; exchange_calendars has the hours
    /// of today for all years before 1990, so that the two agree in 1974 and 1975 only.
    static let shortStretches = [
        ShortStretch(CivilDate(1928, 5, 21), through: CivilDate(1928, 5, 25), closesAt: twoPM, "backlog of paper"),
        ShortStretch(CivilDate(1929, 11, 6), through: CivilDate(1929, 11, 22), closesAt: onePM, "backlog of the crash"),
        ShortStretch(CivilDate(1930, 3, 11), closesAt: TimeOfDay(12, 30), "funeral of William H. Taft"),
        ShortStretch(CivilDate(1933, 7, 26), through: CivilDate(1933, 7, 28), closesAt: twoPM, "volume"),
        ShortStretch(CivilDate(1933, 9, 13), closesAt: TimeOfDay(12, 0), "parade for the National Recovery Act"),
        ShortStretch(CivilDate(1951, 12, 24), closesAt: onePM, "Christmas Eve"),
        ShortStretch(CivilDate(1964, 10, 23), closesAt: twoPM, "funeral of Herbert C. Hoover"),
        ShortStretch(CivilDate(1966, 1, 6), through: CivilDate(1966, 1, 14), closesAt: twoPM, "transit strike"),
        ShortStretch(CivilDate(1967, 8, 9), through: CivilDate(1967, 8, 18), closesAt: twoPM, "backlog of paper"),
        ShortStretch(CivilDate(1968, 1, 22), through: CivilDate(1968, 3, 1), closesAt: twoPM, "backlog of paper"),
        ShortStretch(CivilDate(1969, 1, 2), through: CivilDate(1969, 7, 3), closesAt: twoPM, "paperwork crisis"),
        ShortStretch(CivilDate(1969, 7, 7), through: CivilDate(1969, 9, 26), closesAt: halfPastTwo, "paperwork crisis"),
        ShortStretch(CivilDate(1969, 9, 29), through: CivilDate(1970, 5, 1), closesAt: threePM, "paperwork crisis"),
        ShortStretch(CivilDate(1974, 12, 24), closesAt: twoPM, "Christmas Eve"),
        ShortStretch(CivilDate(1975, 12, 24), closesAt: twoPM, "Christmas Eve"),
        ShortStretch(CivilDate(1987, 10, 23), through: CivilDate(1987, 10, 30), closesAt: twoPM, volume),
        ShortStretch(CivilDate(1987, 11, 2), through: CivilDate(1987, 11, 4), closesAt: halfPastTwo, volume),
        ShortStretch(CivilDate(1987, 11, 5), through: CivilDate(1987, 11, 6), closesAt: threePM, volume),
        ShortStretch(CivilDate(1987, 11, 9), through: CivilDate(1987, 11, 11), closesAt: TimeOfDay(15, 30), volume),
    ]
}

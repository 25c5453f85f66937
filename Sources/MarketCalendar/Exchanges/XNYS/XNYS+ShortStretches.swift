extension Exchange {
    /// Sessions of the New York Stock Exchange before 1990 that ended early, as it was announced ahead; most so that the brokers could book
    /// what was traded. What was decided during the day (fire, snow, a president shot) is not scheduled and not here.
    /// Source: pandas_market_calendars 5.5.0, whose list is NYSE's "Special Closings"; exchange_calendars has the hours of today for all
    /// years before 1990, so that the two agree in 1974 and 1975 only.
    static let xnysShortStretches = [
        ShortStretch(CivilDate(1928, 5, 21), through: CivilDate(1928, 5, 25), closesAt: TimeOfDay(14, 0), "backlog of paper"),
        ShortStretch(
            CivilDate(1929, 11, 6), through: CivilDate(1929, 11, 22), closesAt: TimeOfDay(13, 0), "backlog of paper after the crash"),
        ShortStretch(CivilDate(1930, 3, 11), closesAt: TimeOfDay(12, 30), "funeral of William H. Taft"),
        ShortStretch(CivilDate(1933, 7, 26), through: CivilDate(1933, 7, 28), closesAt: TimeOfDay(14, 0), "volume"),
        ShortStretch(CivilDate(1933, 9, 13), closesAt: TimeOfDay(12, 0), "parade of the National Recovery Administration"),
        ShortStretch(CivilDate(1951, 12, 24), closesAt: TimeOfDay(13, 0), "Christmas Eve"),
        ShortStretch(CivilDate(1964, 10, 23), closesAt: TimeOfDay(14, 0), "funeral of Herbert C. Hoover"),
        ShortStretch(CivilDate(1966, 1, 6), through: CivilDate(1966, 1, 14), closesAt: TimeOfDay(14, 0), "transit strike"),
        ShortStretch(CivilDate(1967, 8, 9), through: CivilDate(1967, 8, 18), closesAt: TimeOfDay(14, 0), "backlog of paper"),
        ShortStretch(CivilDate(1968, 1, 22), through: CivilDate(1968, 3, 1), closesAt: TimeOfDay(14, 0), "backlog of paper"),
        ShortStretch(CivilDate(1969, 1, 2), through: CivilDate(1969, 7, 3), closesAt: TimeOfDay(14, 0), "paperwork crisis"),
        ShortStretch(CivilDate(1969, 7, 7), through: CivilDate(1969, 9, 26), closesAt: TimeOfDay(14, 30), "paperwork crisis"),
        ShortStretch(CivilDate(1969, 9, 29), through: CivilDate(1970, 5, 1), closesAt: TimeOfDay(15, 0), "paperwork crisis"),
        ShortStretch(CivilDate(1974, 12, 24), closesAt: TimeOfDay(14, 0), "Christmas Eve"),
        ShortStretch(CivilDate(1975, 12, 24), closesAt: TimeOfDay(14, 0), "Christmas Eve"),
        ShortStretch(CivilDate(1987, 10, 23), through: CivilDate(1987, 10, 30), closesAt: TimeOfDay(14, 0), "volume after the crash"),
        ShortStretch(CivilDate(1987, 11, 2), through: CivilDate(1987, 11, 4), closesAt: TimeOfDay(14, 30), "volume after the crash"),
        ShortStretch(CivilDate(1987, 11, 5), through: CivilDate(1987, 11, 6), closesAt: TimeOfDay(15, 0), "volume after the crash"),
        ShortStretch(CivilDate(1987, 11, 9), through: CivilDate(1987, 11, 11), closesAt: TimeOfDay(15, 30), "volume after the crash"),
    ]
}

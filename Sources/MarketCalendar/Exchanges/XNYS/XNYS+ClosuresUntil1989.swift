extension Exchange {
    /// In 1968 the brokers could not book what was traded: no trading on one day of most weeks, a Wednesday where no holiday was in the week.
    private static let paperwork = "paperwork crisis"

    /// Full closures of the New York Stock Exchange that no rule foresaw, 1952 to 1989.
    /// Source: NYSE, "Special Closings"; each checked against pandas_market_calendars 5.5.0 and exchange_calendars 4.13.2.
    static let xnysClosuresUntil1989 = [
        UnscheduledClosure(1956, 12, 24, "Christmas Eve"),
        UnscheduledClosure(1958, 12, 26, "day after Christmas"),
        UnscheduledClosure(1961, 5, 29, "day before Memorial Day"),
        UnscheduledClosure(1963, 11, 25, "funeral of John F. Kennedy"),
        UnscheduledClosure(1968, 2, 12, "Lincoln's Birthday"),
        UnscheduledClosure(1968, 4, 9, "mourning for Martin Luther King"),
        UnscheduledClosure(CivilDate(1968, 6, 12), through: CivilDate(1968, 6, 26), on: 3...3, paperwork),
        UnscheduledClosure(1968, 7, 5, "day after Independence Day"),
        UnscheduledClosure(CivilDate(1968, 7, 10), through: CivilDate(1968, 8, 28), on: 3...3, paperwork),
        UnscheduledClosure(CivilDate(1968, 9, 11), through: CivilDate(1968, 10, 30), on: 3...3, paperwork),
        UnscheduledClosure(1968, 11, 11, "Veterans Day"),
        UnscheduledClosure(1968, 11, 20, paperwork),
        UnscheduledClosure(CivilDate(1968, 12, 4), through: CivilDate(1968, 12, 18), on: 3...3, paperwork),
        UnscheduledClosure(1969, 2, 10, "snow"),
        UnscheduledClosure(1969, 3, 31, "funeral of Dwight D. Eisenhower"),
        UnscheduledClosure(1969, 7, 21, "first men on the moon"),
        UnscheduledClosure(1972, 12, 28, "funeral of Harry S. Truman"),
        UnscheduledClosure(1973, 1, 25, "funeral of Lyndon B. Johnson"),
        UnscheduledClosure(1977, 7, 14, "power failure"),
        UnscheduledClosure(1985, 9, 27, "Hurricane Gloria"),
    ]
}

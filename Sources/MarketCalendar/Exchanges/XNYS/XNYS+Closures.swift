/// Full closures of the New York Stock Exchange that no rule foresaw, a table for each era.
/// Source: NYSE, "Special Closings".
extension XNYS {
    private static let backlog = "backlog of paper"
    private static let crash = "backlog of paper after the crash"
    private static let summer = "summer Saturday"
    /// In 1968 the brokers could not book what was traded: no trading on one day of most weeks, a Wednesday where no
    /// holiday was in the week.
    private static let paperwork = "paperwork crisis"

    /// 1927 to 1951, when it traded on Saturdays too. Each checked against pandas_market_calendars 5.5.0
    /// (exchange_calendars knows no Saturdays).
    static let closuresUntil1951 = [
        UnscheduledClosure(1927, 6, 13, "parade for Charles Lindbergh"),
        UnscheduledClosure(1928, 4, 7, backlog),
        UnscheduledClosure(1928, 4, 21, backlog),
        UnscheduledClosure(CivilDate(1928, 5, 5), through: CivilDate(1928, 5, 26), on: 6...6, backlog),
        UnscheduledClosure(1928, 11, 24, backlog),
        UnscheduledClosure(1929, 2, 9, backlog),
        UnscheduledClosure(1929, 2, 23, "Saturday after Washington's Birthday"),
        UnscheduledClosure(1929, 3, 30, "Saturday after Good Friday"),
        UnscheduledClosure(1929, 8, 31, "Saturday before Labor Day"),
        UnscheduledClosure(CivilDate(1929, 11, 1), through: CivilDate(1929, 11, 2), crash),
        UnscheduledClosure(CivilDate(1929, 11, 9), through: CivilDate(1929, 11, 23), on: 6...6, crash),
        UnscheduledClosure(CivilDate(1929, 11, 29), through: CivilDate(1929, 11, 30), crash),
        UnscheduledClosure(1930, 4, 19, "Saturday after Good Friday"),
        UnscheduledClosure(1930, 5, 31, "Saturday after Memorial Day"),
        UnscheduledClosure(1930, 7, 5, "Saturday after Independence Day"),
        UnscheduledClosure(1930, 8, 30, "Saturday before Labor Day"),
        UnscheduledClosure(1931, 9, 5, "Saturday before Labor Day"),
        UnscheduledClosure(1931, 12, 26, "Saturday after Christmas"),
        UnscheduledClosure(1932, 7, 2, "Saturday before Independence Day"),
        UnscheduledClosure(1933, 1, 7, "funeral of Calvin Coolidge"),
        UnscheduledClosure(1933, 3, 4, "bank holiday of the state"),
        UnscheduledClosure(CivilDate(1933, 3, 6), through: CivilDate(1933, 3, 14), "bank holiday of the nation"),
        UnscheduledClosure(CivilDate(1933, 7, 29), through: CivilDate(1933, 9, 2), on: 6...6, backlog),
        UnscheduledClosure(1936, 12, 26, "Saturday after Christmas"),
        UnscheduledClosure(1937, 5, 29, "Saturday before Memorial Day"),
        UnscheduledClosure(1937, 7, 3, "Saturday before Independence Day"),
        UnscheduledClosure(CivilDate(1944, 8, 19), through: CivilDate(1944, 9, 2), on: 6...6, summer),
        UnscheduledClosure(1945, 4, 14, "mourning for Franklin D. Roosevelt"),
        UnscheduledClosure(CivilDate(1945, 7, 7), through: CivilDate(1945, 9, 1), on: 6...6, summer),
        UnscheduledClosure(CivilDate(1945, 8, 15), through: CivilDate(1945, 8, 16), "victory over Japan"),
        UnscheduledClosure(1945, 10, 13, "Saturday after Columbus Day"),
        UnscheduledClosure(1945, 10, 27, "Navy Day"),
        UnscheduledClosure(1945, 12, 24, "Christmas Eve"),
        UnscheduledClosure(1946, 2, 23, "Saturday after Washington's Birthday"),
        UnscheduledClosure(1946, 5, 25, "railroad strike"),
        UnscheduledClosure(CivilDate(1946, 6, 1), through: CivilDate(1946, 9, 28), on: 6...6, summer),
        UnscheduledClosure(CivilDate(1947, 5, 31), through: CivilDate(1947, 9, 27), on: 6...6, summer),
        UnscheduledClosure(1948, 1, 3, "snow"),
        UnscheduledClosure(CivilDate(1948, 5, 29), through: CivilDate(1948, 9, 25), on: 6...6, summer),
        UnscheduledClosure(CivilDate(1949, 5, 28), through: CivilDate(1949, 9, 24), on: 6...6, summer),
        UnscheduledClosure(1949, 12, 24, "Christmas Eve"),
        UnscheduledClosure(CivilDate(1950, 6, 3), through: CivilDate(1950, 9, 30), on: 6...6, summer),
        UnscheduledClosure(1950, 12, 23, "Saturday before Christmas"),
        UnscheduledClosure(CivilDate(1951, 6, 2), through: CivilDate(1951, 9, 29), on: 6...6, summer),
    ]

    /// 1952 to 1989. Each checked against pandas_market_calendars 5.5.0 and exchange_calendars 4.13.2.
    static let closuresUntil1989 = [
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

    /// Since 1990. Each checked against exchange_calendars 4.13.2 and pandas_market_calendars 5.5.0.
    static let closuresSince1990 = [
        UnscheduledClosure(1994, 4, 27, "mourning for Richard Nixon"),
        UnscheduledClosure(2001, 9, 11, "attacks of 11 September"),
        UnscheduledClosure(2001, 9, 12, "attacks of 11 September"),
        UnscheduledClosure(2001, 9, 13, "attacks of 11 September"),
        UnscheduledClosure(2001, 9, 14, "attacks of 11 September"),
        UnscheduledClosure(2004, 6, 11, "mourning for Ronald Reagan"),
        UnscheduledClosure(2007, 1, 2, "mourning for Gerald Ford"),
        UnscheduledClosure(2012, 10, 29, "Hurricane Sandy"),
        UnscheduledClosure(2012, 10, 30, "Hurricane Sandy"),
        UnscheduledClosure(2018, 12, 5, "mourning for George H. W. Bush"),
        UnscheduledClosure(2025, 1, 9, "mourning for Jimmy Carter"),
    ]
}

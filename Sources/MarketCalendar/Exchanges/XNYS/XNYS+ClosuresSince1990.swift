extension Exchange {
    /// Full closures of the New York Stock Exchange that no rule foresaw, since 1990.
    /// Source: NYSE, "Special Closings"; each checked against exchange_calendars 4.13.2 and pandas_market_calendars 5.5.0.
    static let xnysClosuresSince1990 = [
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

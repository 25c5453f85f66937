/// What the London Stock Exchange did and announced, as tables to hold the rules against.
///
/// Written from the schedule of exchange_calendars 4.13.2 (`XLON`), not from our rules; pandas_market_calendars 5.5.0
/// (`LSE`) has the same. The two have their lists of London from one hand, so the days were also held against the
/// package holidays 0.109 (`GB`, `ENG`: equal), and `named` is a list that neither had a part in.
enum GoldenXLON {
    /// Sessions a year, 2000 to 2035; ten years a line.
    static let sessionCounts = [
        252, 253, 252, 253, 254, 252, 252, 253, 254, 253,
        253, 251, 252, 253, 253, 253, 253, 252, 253, 253,
        254, 253, 250, 251, 254, 253, 253, 253, 252, 253,
        253, 253, 254, 252, 252, 253,
    ]

    /// Weekdays without a session, by year, `MM-DD`.
    static let closures: [Int: String] = [
        2000: "01-03 04-21 04-24 05-01 05-29 08-28 12-25 12-26",
        2001: "01-01 04-13 04-16 05-07 05-28 08-27 12-25 12-26",
        2002: "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26",
        2003: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2004: "01-01 04-09 04-12 05-03 05-31 08-30 12-27 12-28",
        2005: "01-03 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
        2006: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        2007: "01-01 04-06 04-09 05-07 05-28 08-27 12-25 12-26",
        2008: "01-01 03-21 03-24 05-05 05-26 08-25 12-25 12-26",
        2009: "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28",
        2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
        2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
        2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
        2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
        2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
        2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
        2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
        2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
        2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
        2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
        2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
        2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
        2031: "01-01 04-11 04-14 05-05 05-26 08-25 12-25 12-26",
        2032: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
        2033: "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27",
        2034: "01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26",
        2035: "01-01 03-23 03-26 05-07 05-28 08-27 12-25 12-26",
    ]

    /// Short sessions, by year, `MM-DD`; they close at 12:30.
    static let earlyCloses: [Int: String] = [
        2000: "12-22 12-29",
        2001: "12-24 12-31",
        2002: "12-24 12-31",
        2003: "12-24 12-31",
        2004: "12-24 12-31",
        2005: "12-23 12-30",
        2006: "12-22 12-29",
        2007: "12-24 12-31",
        2008: "12-24 12-31",
        2009: "12-24 12-31",
        2010: "12-24 12-31",
        2011: "12-23 12-30",
        2012: "12-24 12-31",
        2013: "12-24 12-31",
        2014: "12-24 12-31",
        2015: "12-24 12-31",
        2016: "12-23 12-30",
        2017: "12-22 12-29",
        2018: "12-24 12-31",
        2019: "12-24 12-31",
        2020: "12-24 12-31",
        2021: "12-24 12-31",
        2022: "12-23 12-30",
        2023: "12-22 12-29",
        2024: "12-24 12-31",
        2025: "12-24 12-31",
        2026: "12-24 12-31",
        2027: "12-24 12-31",
        2028: "12-22 12-29",
        2029: "12-24 12-31",
        2030: "12-24 12-31",
        2031: "12-24 12-31",
        2032: "12-24 12-31",
        2033: "12-23 12-30",
        2034: "12-22 12-29",
        2035: "12-24 12-31",
    ]

    /// Bank holidays of England and Wales that were moved, added or kept on a substitute day: those of 2018 to 2025 as
    /// www.gov.uk/bank-holidays.json has them, the older ones as they were proclaimed. In the calendar they have the
    /// name of the holiday that was moved, or the reason of the one that was added.
    static let named: [(day: String, name: String)] = [
        // 2002: the Spring bank holiday moved from 27 May, a day added for the jubilee.
        ("2002-06-03", "Golden Jubilee of Elizabeth II"), ("2002-06-04", "Spring bank holiday"),
        ("2011-04-29", "wedding of Prince William and Catherine Middleton"),
        ("2012-06-04", "Spring bank holiday"), ("2012-06-05", "Diamond Jubilee of Elizabeth II"),
        // GOV.UK: "Early May bank holiday (VE day)".
        ("2020-05-08", "Early May bank holiday"), ("2020-12-28", "Boxing Day"),
        // GOV.UK: "Substitute day" of each.
        ("2021-12-27", "Christmas Day"), ("2021-12-28", "Boxing Day"), ("2022-01-03", "New Year's Day"),
        // GOV.UK: "Platinum Jubilee bank holiday", "Bank Holiday for the State Funeral of Queen Elizabeth II".
        ("2022-06-02", "Spring bank holiday"), ("2022-06-03", "Platinum Jubilee of Elizabeth II"),
        ("2022-09-19", "funeral of Elizabeth II"),
        ("2022-12-26", "Boxing Day"), ("2022-12-27", "Christmas Day"), ("2023-01-02", "New Year's Day"),
        // GOV.UK: "Bank holiday for the coronation of King Charles III".
        ("2023-05-08", "coronation of Charles III"),
    ]

    /// Where a holiday would have been had it not been moved: days of trading.
    static let movedAway = ["2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30"]
}

/// The days on which the London Stock Exchange is shut: the bank holidays of England and Wales.
///
/// Sources: Banking and Financial Dealings Act 1971, schedule 1, for Easter Monday, the last Mondays of May and August,
/// 26 December where it is no Sunday, and 27 December where the 25th or the 26th is one; royal proclamations under its
/// section 1 (London Gazette, each year) for New Year's Day since 1974, the first Monday of May since 1978, the other
/// substitute days and what was moved or added for one year; common law for Good Friday and Christmas Day. GOV.UK, "UK
/// bank holidays", lists the days.
extension XLON {
    static let holidays =
        [newYearsDay, goodFriday, easterMonday, summerBankHoliday, christmas, boxingDay]
        + earlyMayBankHoliday + springBankHoliday

    /// A Saturday and a Sunday move to Monday.
    static let nextMonday = Observance(ofSaturday: 2, ofSunday: 1)
    /// A Saturday moves to Monday, a Sunday to Tuesday, so that two holidays that follow each other stay two.
    static let twoDaysLater = Observance(ofSaturday: 2, ofSunday: 2)

    /// 1 January, or the next Monday.
    private static let newYearsDay = Holiday("New Year's Day", .date(month: 1, day: 1), observance: nextMonday)

    /// Two days before Easter Sunday.
    private static let goodFriday = Holiday("Good Friday", .shifted(.easter, days: -2))

    /// The day after Easter Sunday.
    private static let easterMonday = Holiday("Easter Monday", .shifted(.easter, days: 1))

    /// The first Monday of May; in 2020 Friday the 8th, 75 years after the war ended in Europe.
    private static let earlyMayBankHoliday = [
        Holiday("Early May bank holiday", .nth(1, weekday: 1, month: 5), years: 1978...2019),
        Holiday("Early May bank holiday", .date(month: 5, day: 8), years: 2020...2020),
        Holiday("Early May bank holiday", .nth(1, weekday: 1, month: 5), years: 2021...9999),
    ]

    /// The last Monday of May; moved next to the day of a jubilee in 2002 (a Tuesday), 2012 (a Monday) and 2022 (a
    /// Thursday).
    private static let springBankHoliday = [
        Holiday("Spring bank holiday", .last(weekday: 1, month: 5), years: 1971...2001),
        Holiday("Spring bank holiday", .date(month: 6, day: 4), years: 2002...2002),
        Holiday("Spring bank holiday", .last(weekday: 1, month: 5), years: 2003...2011),
        Holiday("Spring bank holiday", .date(month: 6, day: 4), years: 2012...2012),
        Holiday("Spring bank holiday", .last(weekday: 1, month: 5), years: 2013...2021),
        Holiday("Spring bank holiday", .date(month: 6, day: 2), years: 2022...2022),
        Holiday("Spring bank holiday", .last(weekday: 1, month: 5), years: 2023...9999),
    ]

    /// The last Monday of August.
    private static let summerBankHoliday = Holiday("Summer bank holiday", .last(weekday: 1, month: 8))

    /// 25 December: on a Saturday the 27th is kept, a Monday, and on a Sunday the 27th too, a Tuesday, because the
    /// Monday is Boxing Day.
    private static let christmas = Holiday("Christmas Day", .date(month: 12, day: 25), observance: twoDaysLater)

    /// 26 December: on a Saturday the 28th is kept, a Monday, and on a Sunday the 28th too, a Tuesday, because the
    /// Monday is kept for Christmas.
    private static let boxingDay = Holiday("Boxing Day", .date(month: 12, day: 26), observance: twoDaysLater)

    /// Bank holidays of one year only, since 2000. Source: the royal proclamation of each in the London Gazette; each
    /// checked against exchange_calendars 4.13.2 and pandas_market_calendars 5.5.0.
    static let closures = [
        UnscheduledClosure(2002, 6, 3, "Golden Jubilee of Elizabeth II"),
        UnscheduledClosure(2011, 4, 29, "wedding of Prince William and Catherine Middleton"),
        UnscheduledClosure(2012, 6, 5, "Diamond Jubilee of Elizabeth II"),
        UnscheduledClosure(2022, 6, 3, "Platinum Jubilee of Elizabeth II"),
        UnscheduledClosure(2022, 9, 19, "funeral of Elizabeth II"),
        UnscheduledClosure(2023, 5, 8, "coronation of Charles III"),
    ]
}

/// The holidays of the New York Stock Exchange, each with the years in which it was kept so. Its Rule 7.2 has those of
/// today; what moved from a weekend changed with the Saturdays, which were days of trading until 1952.
extension XNYS {
    /// A Sunday moves to Monday; a Saturday is not kept on any other day.
    static let sundayToMonday = Observance(ofSaturday: 0, ofSunday: 1)
    /// A Saturday moves to Friday, a Sunday to Monday.
    static let nearestWeekday = Observance(ofSaturday: -1, ofSunday: 1)

    static let holidays =
        [newYearsDay, martinLutherKingDay, goodFriday, juneteenth, laborDay]
        + washingtonsBirthday + memorialDay + independenceDay + thanksgiving + christmas + onceKept

    /// 1 January. A Sunday moves to Monday; a Saturday costs no session, because the last trading day of a year stays
    /// open for the settlement of the year (NYSE Rule 7.2; 1994, 2000, 2005, 2011, 2022, 2028).
    private static let newYearsDay = Holiday("New Year's Day", .date(month: 1, day: 1), observance: sundayToMonday)

    /// The third Monday of January; the exchange keeps it since 1998.
    private static let martinLutherKingDay = Holiday(
        "Martin Luther King Jr. Day", .nth(3, weekday: 1, month: 1), years: 1998...9999)

    /// 22 February until 1970: a Sunday moved to Monday, and from 1964 on a Saturday to Friday. Since 1971 the third
    /// Monday of February (Uniform Monday Holiday Act).
    private static let washingtonsBirthday = [
        Holiday("Washington's Birthday", .date(month: 2, day: 22), observance: sundayToMonday, years: 1...1963),
        Holiday("Washington's Birthday", .date(month: 2, day: 22), observance: nearestWeekday, years: 1964...1970),
        Holiday("Washington's Birthday", .nth(3, weekday: 1, month: 2), years: 1971...9999),
    ]

    /// Two days before Easter Sunday.
    private static let goodFriday = Holiday("Good Friday", .shifted(.easter, days: -2))

    /// 30 May until 1970, which people called Decoration Day: a Sunday moved to Monday, and from 1964 to 1969 a
    /// Saturday to Friday (that of 1970 cost no session). Since 1971 the last Monday of May (Uniform Monday Holiday
    /// Act).
    private static let memorialDay = [
        Holiday("Memorial Day", .date(month: 5, day: 30), observance: sundayToMonday, years: 1...1963),
        Holiday("Memorial Day", .date(month: 5, day: 30), observance: nearestWeekday, years: 1964...1969),
        Holiday("Memorial Day", .last(weekday: 1, month: 5), years: 1971...9999),
    ]

    /// 19 June; the exchange keeps it since 2022. Federal law made it a holiday on 17 June 2021, too late for that
    /// year.
    private static let juneteenth = Holiday(
        "Juneteenth", .date(month: 6, day: 19), observance: nearestWeekday, years: 2022...9999)

    /// 4 July. Until 1953 only a Sunday moved; the Saturday was itself a day of trading.
    private static let independenceDay = [
        Holiday("Independence Day", .date(month: 7, day: 4), observance: sundayToMonday, years: 1...1953),
        Holiday("Independence Day", .date(month: 7, day: 4), observance: nearestWeekday, years: 1954...9999),
    ]

    /// The first Monday of September.
    private static let laborDay = Holiday("Labor Day", .nth(1, weekday: 1, month: 9))

    /// The last Thursday of November until 1938, the last but one for three years by President Roosevelt's
    /// proclamations, and by law the fourth since 1942.
    private static let thanksgiving = [
        Holiday("Thanksgiving Day", .last(weekday: 4, month: 11), years: 1...1938),
        Holiday("Thanksgiving Day", .shifted(.last(weekday: 4, month: 11), days: -7), years: 1939...1941),
        Holiday("Thanksgiving Day", fourthThursdayOfNovember, years: 1942...9999),
    ]

    /// Thanksgiving since 1942; the day after it is short.
    static let fourthThursdayOfNovember = DayRule.nth(4, weekday: 4, month: 11)

    /// 25 December. On a Saturday the Friday before is a full closure since 1954, which is why Christmas Eve is never a
    /// short Friday. Until 1953 only a Sunday moved.
    private static let christmas = [
        Holiday("Christmas Day", .date(month: 12, day: 25), observance: sundayToMonday, years: 1...1953),
        Holiday("Christmas Day", .date(month: 12, day: 25), observance: nearestWeekday, years: 1954...9999),
    ]

    /// Holidays that the exchange kept once and keeps no more. A Sunday moved to Monday; a Saturday, then a day of
    /// trading, was kept itself.
    private static let onceKept = [
        Holiday("Lincoln's Birthday", .date(month: 2, day: 12), observance: sundayToMonday, years: 1896...1953),
        Holiday("Columbus Day", .date(month: 10, day: 12), observance: sundayToMonday, years: 1909...1953),
        Holiday("Armistice Day", .date(month: 11, day: 11), observance: sundayToMonday, years: 1934...1953),
        // The Tuesday after the first Monday of November: each year until 1967, then in years in which a president was
        // elected.
        Holiday("Election Day", .shifted(.nth(1, weekday: 1, month: 11), days: 1), years: 1848...1967),
        Holiday("Election Day", .shifted(.nth(1, weekday: 1, month: 11), days: 1), years: 1968...1980, everyYears: 4),
    ]
}

extension Holiday {
    /// 30 May until 1970, which people called Decoration Day: a Sunday moved to Monday, and from 1964 to 1969 a Saturday to Friday (that of
    /// 1970 cost no session). Since 1971 the last Monday of May (Uniform Monday Holiday Act).
    static let memorialDay = [
        Holiday("Memorial Day", .date(month: 5, day: 30), observance: .sundayToMonday, years: 1...1963),
        Holiday("Memorial Day", .date(month: 5, day: 30), observance: .nearestWeekday, years: 1964...1969),
        Holiday("Memorial Day", .last(weekday: 1, month: 5), years: 1971...9999),
    ]
}

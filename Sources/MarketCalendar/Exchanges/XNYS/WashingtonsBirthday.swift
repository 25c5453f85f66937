extension Holiday {
    /// 22 February until 1970: a Sunday moved to Monday, and from 1964 on a Saturday to Friday. Since 1971 the third Monday of February
    /// (Uniform Monday Holiday Act).
    static let washingtonsBirthday = [
        Holiday("Washington's Birthday", .date(month: 2, day: 22), observance: .sundayToMonday, years: 1...1963),
        Holiday("Washington's Birthday", .date(month: 2, day: 22), observance: .nearestWeekday, years: 1964...1970),
        Holiday("Washington's Birthday", .nth(3, weekday: 1, month: 2), years: 1971...9999),
    ]
}

extension Holiday {
    /// 4 July. Until 1953 only a Sunday moved; the Saturday was itself a day of trading.
    static let independenceDay = [
        Holiday("Independence Day", .date(month: 7, day: 4), observance: .sundayToMonday, years: 1...1953),
        Holiday("Independence Day", .date(month: 7, day: 4), observance: .nearestWeekday, years: 1954...9999),
    ]
}

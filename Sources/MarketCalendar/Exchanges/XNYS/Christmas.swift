extension Holiday {
    /// 25 December. On a Saturday the Friday before is a full closure since 1954, which is why Christmas Eve is never a short Friday. Until
    /// 1953 only a Sunday moved.
    static let christmas = [
        Holiday("Christmas Day", .date(month: 12, day: 25), observance: .sundayToMonday, years: 1...1953),
        Holiday("Christmas Day", .date(month: 12, day: 25), observance: .nearestWeekday, years: 1954...9999),
    ]
}

extension Holiday {
    /// The last Thursday of November until 1938, the last but one for three years by President Roosevelt's proclamations, and by law the
    /// fourth since 1942.
    static let thanksgiving = [
        Holiday("Thanksgiving Day", .last(weekday: 4, month: 11), years: 1...1938),
        Holiday("Thanksgiving Day", .shifted(.last(weekday: 4, month: 11), days: -7), years: 1939...1941),
        Holiday("Thanksgiving Day", DayRule.thanksgiving, years: 1942...9999),
    ]
}

extension DayRule {
    /// The fourth Thursday of November.
    static let thanksgiving = DayRule.nth(4, weekday: 4, month: 11)
}

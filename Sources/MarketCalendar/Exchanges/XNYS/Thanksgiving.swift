extension Holiday {
    /// The fourth Thursday of November (since 1942).
    static let thanksgiving = Holiday("Thanksgiving Day", DayRule.thanksgiving, years: 1942...9999)
}

extension DayRule {
    /// The fourth Thursday of November.
    static let thanksgiving = DayRule.nth(4, weekday: 4, month: 11)
}

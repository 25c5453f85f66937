extension Holiday {
    /// The first Monday of September.
    static let laborDay = Holiday("Labor Day", .nth(1, weekday: 1, month: 9))
}

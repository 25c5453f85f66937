extension Holiday {
    /// The last Monday of May (Uniform Monday Holiday Act, since 1971).
    static let memorialDay = Holiday("Memorial Day", .last(weekday: 1, month: 5), years: 1971...9999)
}

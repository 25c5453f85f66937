extension Holiday {
    /// The third Monday of February (Uniform Monday Holiday Act, since 1971).
    static let washingtonsBirthday = Holiday("Washington's Birthday", .nth(3, weekday: 1, month: 2), years: 1971...9999)
}

extension Holiday {
    /// The third Monday of January; the exchange keeps it since 1998.
    static let martinLutherKingDay = Holiday("Martin Luther King Jr. Day", .nth(3, weekday: 1, month: 1), years: 1998...9999)
}

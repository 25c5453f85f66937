extension Holiday {
    /// Two days before Easter Sunday.
    static let goodFriday = Holiday("Good Friday", .shifted(.easter, days: -2))
}

extension Holiday {
    /// 4 July.
    static let independenceDay = Holiday("Independence Day", .date(month: 7, day: 4), observance: .nearestWeekday)
}

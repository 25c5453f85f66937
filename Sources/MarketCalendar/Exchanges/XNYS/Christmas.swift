extension Holiday {
    /// 25 December. On a Saturday the Friday before is a full closure, which is why Christmas Eve is never a short Friday.
    static let christmas = Holiday("Christmas Day", .date(month: 12, day: 25), observance: .nearestWeekday)
}

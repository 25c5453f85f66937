internal import Tabular

/// The regular hours of an exchange from a day on: when its sessions open and close by its own clock.
struct TradingHours: Hashable, Sendable {
    /// nil: from the beginning.
    let first: CivilDate?
    let opensAt: TimeOfDay
    let closesAt: TimeOfDay
    /// When a session on a Saturday closes, where there were any.
    let closesOnSaturdayAt: TimeOfDay

    init(from first: CivilDate? = nil, opensAt: TimeOfDay, closesAt: TimeOfDay, closesOnSaturdayAt: TimeOfDay? = nil) {
        self.first = first
        self.opensAt = opensAt
        self.closesAt = closesAt
        self.closesOnSaturdayAt = closesOnSaturdayAt ?? closesAt
    }

    func close(on day: Day) -> TimeOfDay { day.weekday == 6 ? closesOnSaturdayAt : closesAt }
}

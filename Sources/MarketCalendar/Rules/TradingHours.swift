internal import Tabular

/// When an exchange trades as a rule: the weekdays, for as long as that was so. The hours are ``TradingHours``.
struct TradingWeek: Hashable, Sendable {
    /// 1 Monday ... 7 Sunday.
    let weekdays: ClosedRange<Int>
    /// The last day on which it held; nil: it holds.
    let last: CivilDate?

    init(_ weekdays: ClosedRange<Int>, through last: CivilDate? = nil) {
        self.weekdays = weekdays
        self.last = last
    }
}

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

/// A time on the exchange's own clock, in seconds since its midnight.
struct TimeOfDay: Hashable, Sendable {
    let seconds: Int

    init(_ hour: Int, _ minute: Int) { self.init(seconds: hour * 3600 + minute * 60) }

    /// More than a day's are of a date whose rows are published later.
    init(seconds: Int) {
        self.seconds = seconds
    }
}

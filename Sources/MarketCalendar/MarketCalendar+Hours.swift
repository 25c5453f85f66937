public import Tabular

extension MarketCalendar {
    /// When a session opens. For a day that is no session, when it would open.
    public func open(of day: Day) -> Instant { clock.instant(on: day, at: hours(on: day).opensAt) }

    /// When a session closes, early closes included. For a day that is no session, when it would close.
    public func close(of day: Day) -> Instant {
        clock.instant(on: day, at: table.earlyCloses[day] ?? hours(on: day).close(on: day))
    }

    /// When a date begins on the exchange's clock.
    public func midnight(of day: Day) -> Instant { clock.instant(on: day, at: TimeOfDay(0, 0)) }

    /// The regular hours of the time.
    private func hours(on day: Day) -> TradingHours {
        exchange.hours.last { $0.first?.day.map { $0 <= day } ?? true } ?? exchange.hours[0]
    }

    /// Whether a session ends before the regular hour of its weekday and time. False for days that are no session.
    public func isEarlyClose(_ day: Day) -> Bool { table.earlyCloses[day] != nil }

    /// The exchange's date at a point in time: the session that a bar's timestamp belongs to.
    ///
    /// Exact in ``range`` by the law of each year, and for later years by the present one. Before, the clock's hour may
    /// be off by one, in years whose law is not in the exchange's zone (New York's is from 1921 on, London's from 1996
    /// on); a time in the morning or the afternoon names the right date all the same.
    public func localDay(at instant: Instant) -> Day { clock.day(at: instant) }

    /// The latest session that had closed at a point in time; closing at that very instant counts.
    /// nil when the exchange's date is outside ``range`` and before the first close.
    public func lastClosedSession(at instant: Instant) -> Day? {
        guard let latest = session(onOrBefore: localDay(at: instant)) else { return nil }
        return close(of: latest) <= instant ? latest : session(before: latest)
    }

    /// The first close later than a point in time, and its session.
    /// nil when the exchange's date is outside ``range`` and from the last close on.
    public func nextClose(after instant: Instant) -> (day: Day, instant: Instant)? {
        guard let next = session(onOrAfter: localDay(at: instant)) else { return nil }
        if close(of: next) > instant { return (next, close(of: next)) }
        guard let following = session(after: next) else { return nil }
        return (following, close(of: following))
    }
}

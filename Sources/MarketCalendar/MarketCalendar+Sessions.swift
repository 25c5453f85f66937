public import Tabular

extension MarketCalendar {
    /// Whether the exchange trades on a day. False outside ``range``.
    public func isSession(_ day: Day) -> Bool { table.isSession(day) }

    /// The sessions of a half-open range of days, ascending, without copying. Days outside ``range`` have none.
    public func sessions(in days: Range<Day>) -> ArraySlice<Day> {
        table.sessions[table.rank(of: days.lowerBound)..<table.rank(of: days.upperBound)]
    }

    /// How many sessions a half-open range of days has; the same cost for a day and for forty years.
    public func sessionCount(in days: Range<Day>) -> Int {
        table.rank(of: days.upperBound) - table.rank(of: days.lowerBound)
    }

    /// The first session later than a day; nil past the last one, and where the next day is outside ``range``.
    public func session(after day: Day) -> Day? {
        day < lastDay ? session(onOrAfter: day.adding(1)) : nil
    }

    /// The day itself when it is a session, else the next one; nil outside ``range`` and past the last session.
    public func session(onOrAfter day: Day) -> Day? {
        guard range.contains(day) else { return nil }
        let rank = table.rank(of: day)
        return rank < table.sessions.count ? table.sessions[rank] : nil
    }

    /// The last session earlier than a day; nil before the second one, and where the day before is outside ``range``.
    public func session(before day: Day) -> Day? {
        day > firstDay ? session(onOrBefore: day.adding(-1)) : nil
    }

    /// The day itself when it is a session, else the one before; nil outside ``range`` and before the first session.
    public func session(onOrBefore day: Day) -> Day? {
        guard range.contains(day) else { return nil }
        let rank = table.rank(of: day) + (isSession(day) ? 1 : 0)
        return rank > 0 ? table.sessions[rank - 1] : nil
    }

    /// Why a day of ``range`` is no session: a holiday's name, the reason of an unscheduled closure, or `weekend`.
    /// nil for a session and outside the range.
    public func closure(on day: Day) -> String? {
        guard range.contains(day), !isSession(day) else { return nil }
        return table.closures[day] ?? "weekend"
    }
}

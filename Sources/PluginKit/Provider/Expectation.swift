public import MarketCalendar

/// What a unit should hold at a given moment; the planner asks for what is expected and not covered.
public enum Expectation: Hashable, Sendable {
    /// A row for every session of a calendar that has closed. Every request also covers the last `recheck` stored
    /// sessions.
    case sessions(MarketCalendar, recheck: Int)
    /// All that happened until some seconds ago.
    case continuous(Continuity)
    /// A list or a state that is read again when it is older than `maxAge` seconds.
    case snapshot(maxAge: Int64)
    /// A list that is read when a job names it and it is older than `maxAge` seconds, and never of itself.
    case onRequest(maxAge: Int64)
    /// Read once, then sealed.
    case once

    /// All that happened until `lag` seconds ago.
    public static func continuous(lag: Int64) -> Expectation { .continuous(Continuity(lag: lag)) }
}

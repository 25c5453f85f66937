public import MarketCalendar

/// What a unit should hold at a given moment; the planner asks for what is expected and not covered.
public enum Expectation: Hashable, Sendable {
    /// A row for every session of a calendar that has closed. Every request also covers the last `recheck` stored sessions.
    case sessions(MarketCalendar, recheck: Int)
    /// All that happened until `lag` seconds ago.
    case continuous(lag: Int64)
    /// A list or a state that is read again when it is older than `maxAge` seconds.
    case snapshot(maxAge: Int64)
    /// Read once, then sealed.
    case once
}

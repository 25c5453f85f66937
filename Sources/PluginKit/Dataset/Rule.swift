public import MarketCalendar

/// What rows of a dataset must hold, as a value: the runtime checks it, the documentation prints it.
public struct Rule: Hashable, Sendable {
    public enum Check: Hashable, Sendable {
        /// The day is a session of the calendar.
        case session(column: String, MarketCalendar)
        /// Finite and greater than 0, or null where the column may be.
        case positive(columns: [String])
        /// Finite and not below 0, or null where the column may be.
        case notNegative(columns: [String])
        /// `low` is not above any of `within`, `high` not below, with a tolerance relative to the price.
        case ordered(low: String, within: [String], high: String, tolerance: Double)
        /// Keys strictly increase within an answer. A key that comes twice with the same cells collapses; with other cells the first
        /// stays and the other is kept in `revisions`.
        case increasing
    }

    public enum Action: String, Hashable, Sendable {
        /// The answer is refused; the archive stays as it was.
        case reject
        /// The row is set aside with the rule's name and its text.
        case quarantine
    }

    /// `E5`: the name under which it is quarantined and documented.
    public let name: String
    public let check: Check
    public let action: Action
    /// One sentence.
    public let summary: String

    public init(_ name: String, _ check: Check, _ action: Action, _ summary: String) {
        self.name = name
        self.check = check
        self.action = action
        self.summary = summary
    }
}

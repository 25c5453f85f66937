public import MarketCalendar

/// What rows of a dataset must hold, as a value: the runtime checks it, the documentation prints it.
public struct Rule: Hashable, Sendable {
    public enum Check: Hashable, Sendable {
        /// The day is a session of the calendar.
        case session(column: String, MarketCalendar)
        /// Greater than 0 and less than a number that no true value comes near, or null where the column may be.
        case positive(columns: [String], below: Double = .infinity)
        /// Not below 0 and less than a number that no true value comes near, or null where the column may be.
        case notNegative(columns: [String], below: Double = .infinity)
        /// Not above another column of the row, within a tolerance relative to it.
        case notAbove(column: String, limit: String, tolerance: Double)
        /// Not below 0, and 0 or less than another column of the row before it in the answer, where there is one.
        case belowPrevious(column: String, limit: String)
        /// `low` is not above any of `within`, `high` not below, with a tolerance relative to the price.
        case ordered(low: String, within: [String], high: String, tolerance: Double)
        /// Keys strictly increase within an answer. A key that comes twice with the same cells collapses; with other
        /// cells the first stays and the other is kept in `revisions`.
        case increasing
        /// Exactly between two decimals, both included, or null where the column may be.
        case within(columns: [String], lower: String, upper: String)
        /// Decimals that add up to `total` exactly.
        case sum(columns: [String], total: String)
        /// Numbers, days or instants none of which is below the one before; nulls are passed over.
        case ascending(columns: [String])
        /// Text of a shape, or null where the column may be.
        case text(column: String, TextShape)
        /// Instants on the points of a grid.
        case aligned(column: String, TimeGrid)
        /// The provider looks as it reads the answer: what cannot become a row, or a value of one, never reaches the
        /// runtime's checks.
        case reading
        /// The axis lies between the beginning and the end of what the unit can hold.
        case lifetime
        /// A key that comes twice in an answer with other cells: the first stays, the other is set aside.
        case distinct
        /// Of entities and changes: a column moves forward in this order only; states in one group are equal, others
        /// are not looked at.
        case forward(column: String, order: [[String]])
        /// Of entities and changes: numbers that do not fall by more than 1 % nor to nothing; less is a venue's
        /// rounding.
        case notDecreasing(columns: [String])
        /// Of entities and changes: cells that do not change once they are there.
        case unchanging(columns: [String])
    }

    /// What a text looks like.
    public enum TextShape: Hashable, Sendable {
        case notEmpty
        /// Decimal digits only, at most so many.
        case digits(maximum: Int)
        /// `0x` and so many hexadecimal digits, at least and at most.
        case hexadecimal(ClosedRange<Int>)
    }

    public enum Action: String, Hashable, Sendable {
        /// The answer is refused; the archive stays as it was.
        case reject
        /// The row is set aside with the rule's name and its text.
        case quarantine
        /// The row is stored and the log says so. Of a rule about changes: the row before it is kept in `revisions`
        /// too.
        case flag
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

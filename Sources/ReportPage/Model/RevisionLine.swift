/// A stored row that the upstream answered differently later.
public struct RevisionLine: Sendable, Equatable {
    public var recorded: String
    public var run: Int
    public var dataset: String
    public var unit: String
    /// Empty: the whole unit was written anew.
    public var key: String
    public var cause: String
    /// The row as it was, and as it is.
    public var stored: String
    public var answered: String

    public init(recorded: String, run: Int, dataset: String, unit: String, key: String, cause: String, stored: String, answered: String) {
        self.recorded = recorded
        self.run = run
        self.dataset = dataset
        self.unit = unit
        self.key = key
        self.cause = cause
        self.stored = stored
        self.answered = answered
    }
}

/// A stored row that the upstream answered differently later.
package struct RevisionLine: Sendable, Equatable {
    package var recorded: String
    package var run: Int
    package var dataset: String
    package var unit: String
    /// Empty: the whole unit was written anew.
    package var key: String
    package var cause: String
    /// The row as it was, and as it is.
    package var stored: String
    package var answered: String

    package init(
        recorded: String, run: Int, dataset: String, unit: String, key: String, cause: String, stored: String,
        answered: String
    ) {
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

/// Something odd about rows that are stored.
package struct RemarkLine: Sendable, Equatable {
    package var recorded: String
    package var run: Int
    package var unit: String
    /// `E9`
    package var rule: String
    package var text: String

    package init(recorded: String, run: Int, unit: String, rule: String, text: String) {
        self.recorded = recorded
        self.run = run
        self.unit = unit
        self.rule = rule
        self.text = text
    }
}

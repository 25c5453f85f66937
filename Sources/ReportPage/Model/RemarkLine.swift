/// Something odd about rows that are stored.
public struct RemarkLine: Sendable, Equatable {
    public var recorded: String
    public var run: Int
    public var unit: String
    /// `E9`
    public var rule: String
    public var text: String

    public init(recorded: String, run: Int, unit: String, rule: String, text: String) {
        self.recorded = recorded
        self.run = run
        self.unit = unit
        self.rule = rule
        self.text = text
    }
}

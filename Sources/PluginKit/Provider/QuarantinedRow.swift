package import Tabular

/// A row that a rule set aside, from the page that lacks it to the quarantine of the archive.
public struct QuarantinedRow: Hashable, Sendable {
    /// The dataset's name, which may be all that is known of a row that could not be built.
    public let dataset: String
    /// The key's parts joined by `|`.
    public let key: String
    /// The rule's name.
    public let rule: String
    /// A sentence of the row's own; empty: what the rule says.
    public let reason: String
    /// As sent; of a row that could be built its cells, `name=text`, joined by spaces.
    public let raw: String
    /// Where on the dataset's axis it is; nil: nobody knows, or there is none.
    public let tick: Int64?

    package init(dataset: String, key: String, rule: String, reason: String = "", raw: String, tick: Int64? = nil) {
        self.dataset = dataset
        self.key = key
        self.rule = rule
        self.reason = reason
        self.raw = raw
        self.tick = tick
    }

    /// Of a row that could be built.
    package init(_ batch: Batch, _ row: Int, of dataset: Dataset, rule: String) {
        self.init(
            dataset: dataset.name, key: batch.keyText(row), rule: rule, raw: batch.rowText(row),
            tick: dataset.axisColumn.map { batch.integer(row: row, column: $0) })
    }
}

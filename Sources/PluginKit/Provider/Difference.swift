public import Tabular

/// A stored row and an answered row of the same key that are not the same, cell for cell.
public struct Difference: Sendable {
    public let dataset: String
    public let schema: Schema
    /// The key's text, its parts joined by `|`.
    public let key: String
    public let stored: [Value]
    public let answered: [Value]
    /// Whether the row is the newest that is stored.
    public let isNewest: Bool

    public init(dataset: String, schema: Schema, key: String, stored: [Value], answered: [Value], isNewest: Bool) {
        self.dataset = dataset
        self.schema = schema
        self.key = key
        self.stored = stored
        self.answered = answered
        self.isNewest = isNewest
    }

    /// Names of the columns whose cells differ.
    public var columns: [String] {
        schema.columns.indices.filter { stored[$0] != answered[$0] }.map { schema.columns[$0].name }
    }

    /// The stored and the answered cell of a column; nulls where there is no such column.
    public func cells(_ column: String) -> (stored: Value, answered: Value) {
        guard let index = schema.index(of: column) else { return (.null, .null) }
        return (stored[index], answered[index])
    }

    /// How far two numbers of a column are apart, relative to the larger; nil unless both are numbers.
    public func relativeChange(of column: String) -> Double? {
        let (stored, answered) = cells(column)
        guard let left = Difference.number(stored), let right = Difference.number(answered) else { return nil }
        let size = max(abs(left), abs(right))
        return size == 0 ? 0 : abs(left - right) / size
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .decimal(let text): DecimalText.double(Array(text.utf8)[...])
        case .integer(let number): Double(number)
        default: nil
        }
    }
}

/// What a difference means; the provider decides, because only it knows its upstream.
public enum Judgement: Hashable, Sendable {
    /// Noise: the stored row stays as it is.
    case same
    /// The upstream corrected the row: the new one is stored, the old one is kept in `revisions`.
    case revision
    /// The whole series is on another basis: it is fetched and written anew, for the reason given.
    case restated(Reason)
}

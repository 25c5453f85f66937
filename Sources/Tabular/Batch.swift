/// Rows of one schema, held by column. Immutable once built.
public struct Batch: Hashable, Sendable {
    public let schema: Schema
    public let columns: [ColumnData]
    public let count: Int

    @inlinable
    init(schema: Schema, columns: [ColumnData], count: Int) {
        self.schema = schema
        self.columns = columns
        self.count = count
    }

    /// No rows.
    public init(empty schema: Schema) {
        self.init(schema: schema, columns: schema.columns.map { _ in ColumnData() }, count: 0)
    }

    @inlinable
    public var isEmpty: Bool { count == 0 }

    @inlinable
    public func isNull(row: Int, column: Int) -> Bool { columns[column].nulls[row] }

    /// The value of an integer type (`integer`, `boolean` as 0 or 1, `day` as its number, `instant` in microseconds).
    @inlinable
    public func integer(row: Int, column: Int) -> Int64 { columns[column].values[row] }

    /// The bytes of a text or decimal.
    @inlinable
    public func bytes(row: Int, column: Int) -> ArraySlice<UInt8> {
        columns[column].arena[columns[column].range(row)]
    }

    /// One cell as a value; for slow paths.
    public func value(row: Int, column: Int) -> Value {
        if isNull(row: row, column: column) { return .null }
        switch schema.columns[column].type {
        case .text: return .text(String(decoding: bytes(row: row, column: column), as: UTF8.self))
        case .decimal: return .decimal(String(decoding: bytes(row: row, column: column), as: UTF8.self))
        case .integer: return .integer(integer(row: row, column: column))
        case .boolean: return .boolean(integer(row: row, column: column) != 0)
        case .day: return .day(Day(number: integer(row: row, column: column)))
        case .instant: return .instant(Instant(microseconds: integer(row: row, column: column)))
        }
    }

    /// One row as values; for slow paths.
    public func row(_ row: Int) -> [Value] {
        schema.columns.indices.map { value(row: row, column: $0) }
    }

    /// The text of a cell as every sink writes it; nil for null.
    public func text(row: Int, column: Int) -> String? {
        value(row: row, column: column).text(as: schema.columns[column].type)
    }

    /// A row's key as text, its parts joined by `|`; for people and for records.
    public func keyText(_ row: Int) -> String { text(row, of: schema.key) }

    /// Some of a row's cells as text, joined by `|`.
    public func text(_ row: Int, of columns: [Int]) -> String {
        columns.map { text(row: row, column: $0) ?? "" }.joined(separator: "|")
    }
}

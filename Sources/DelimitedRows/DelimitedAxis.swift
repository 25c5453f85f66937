package import DelimitedText
package import Tabular

/// The column that a series' rows stand in the order of.
package struct DelimitedAxis: Sendable {
    private let column: Int
    private let type: ColumnType

    /// `column`: its position in the schema.
    package init(_ schema: Schema, column: Int) {
        self.column = column
        type = schema.columns[column].type
    }

    /// A row's tick; nil for a row that has none or cannot be read.
    package func tick(of record: DelimitedRecord) -> Int64? {
        guard column < record.count, !record.isNull(at: column) else { return nil }
        return record.withBytes(at: column) { CellReader.integer($0, as: type) }
    }
}

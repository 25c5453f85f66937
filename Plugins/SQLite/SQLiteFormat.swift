public import PluginKit
import TableRows
public import Tabular

/// Tables of the archive's SQLite database: `TableRows` says what their cells are.
public struct SQLiteFormat: TableFormat {
    public static let manifest = SinkManifest(name: "sqlite", summary: "Tables of the archive's SQLite database, one a dataset", share: 1.5)

    public init(options: NoOptions = NoOptions()) {}

    public func layout(of schema: Schema) -> TableLayout {
        TableLayout(columns: TableRows.columns(of: schema), isClustered: SQLiteClustering.suits(schema))
    }

    public func write(_ batch: Batch, to table: some TableWriter) throws { try TableRows.write(batch, to: table) }

    public func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        try TableRows.read(row, schema: schema, into: &builder)
    }
}

package import PluginKit
import TableRows
package import Tabular

/// Tables of the archive's SQLite database: `TableRows` says what their cells are.
package struct SQLiteFormat: TableFormat {
    package static let manifest = SinkManifest(
        name: "sqlite", summary: "Tables of the archive's SQLite database, one a dataset", share: 1.5)

    package init(options: NoOptions = NoOptions()) {}

    package func layout(of schema: Schema) -> TableLayout {
        TableLayout(columns: TableRows.columns(of: schema), isClustered: SQLiteClustering.suits(schema))
    }

    package func write(_ batch: Batch, to table: some TableWriter) throws { try TableRows.write(batch, to: table) }

    package func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        try TableRows.read(row, schema: schema, into: &builder)
    }
}

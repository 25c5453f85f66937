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

/// Whether rows stand in the order of the key (`WITHOUT ROWID`) or in the order of insertion with an index beside them.
///
/// Measured with SQLite 3.40.1, pages of 4,096 bytes, 200 units, units in turn in pages of 100 rows (MB clustered, MB
/// with rowid):
///
/// | rows | clustered | rowid |
/// |---|---|---|
/// | 300,000 prices (2 cells beside the key) | 16 | 30 |
/// | 300,000 trades (random id in the key) | 34 | 59 |
/// | 300,000 daily bars | 27 | 34 |
/// | 40,000 of 200, of 400, of 800 bytes | 12, 21, 46 | 12, 20, 43 |
/// | 40,000 of 1,000 bytes | 188 | 57 |
///
/// So clustered rows are smaller, and never slower to insert, up to some 400 bytes. From about 990 on, a quarter of a
/// page, each row has an overflow page of its own: three times the size and three times the time. A schema does not say
/// how long its texts are. The texts of a series are codes and identifiers, of which the longest in use have 78 bytes,
/// and five of them make 400; more texts than that beside the key are taken for prose.
private enum SQLiteClustering {
    static func suits(_ schema: Schema) -> Bool {
        schema.columns.indices.filter { schema.columns[$0].type == .text && !schema.key.contains($0) }.count <= 5
    }
}

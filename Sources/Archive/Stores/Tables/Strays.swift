import GRDB
package import PluginKit
import Tabular

/// Rows in a table that belong to no unit: which there are, and how they go.
extension TableStore {
    /// So many prefixes are named at most.
    private static let maximumStrays = 100

    package func strayRows(of provider: String, _ dataset: Dataset) throws -> [StrayRows] {
        let table = try table(of: provider, dataset)
        return try record.snapshot { db in try strayRows(table, db) }
    }

    package func deleteStrayRows(of provider: String, _ dataset: Dataset) throws {
        let table = try table(of: provider, dataset)
        for stray in try strayRows(of: provider, dataset) {
            if let prefix = KeyPrefix(text: stray.prefix, schema: table.prefixSchema) { try table.deleteAll(prefix) }
            noteChange(of: dataset.name, of: provider)
        }
    }

    private func strayRows(_ table: SeriesTable, _ db: Database) throws -> [StrayRows] {
        guard let connection = record.connection, try db.tableExists(table.name) else { return [] }
        let name = SQLName.quote(table.name)
        let count = try db.integer("SELECT count(*) FROM \(name)") ?? 0
        guard try count != record.rowsRecorded(in: table.name) else { return [] }
        let columns = table.prefixSchema.names
        guard !columns.isEmpty else {
            return try record.isOwned(prefix: "[]", in: table.name) || count == 0
                ? [] : [StrayRows(table: table.name, prefix: "[]", rows: count)]
        }
        let statement = try TableStatement(
            connection, "SELECT DISTINCT \(SQLName.list(columns)) FROM \(name) ORDER BY \(SQLName.list(columns))")
        defer { statement.close() }
        var found: [StrayRows] = []
        try statement.forEachRow { row in
            guard found.count < TableStore.maximumStrays else { return }
            var builder = BatchBuilder(table.prefixSchema)
            try format.read(row, schema: table.prefixSchema, into: &builder)
            guard let prefix = KeyPrefix(of: builder.finish(), columns: Array(columns.indices)) else { return }
            let text = try prefix.text()
            guard try !record.isOwned(prefix: text, in: table.name) else { return }
            found.append(
                StrayRows(
                    table: table.name, prefix: text,
                    rows: try PartEnds(table, prefix, format, connection).read()?.count ?? 0))
        }
        return found
    }
}

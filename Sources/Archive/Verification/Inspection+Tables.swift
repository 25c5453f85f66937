import GRDB
import PluginKit
import Tabular
import Words

extension Inspection {
    /// Rows in tables that are of no unit.
    func inspectTables() throws {
        guard let sink = reader.tableSink else { return }
        for table in try seriesTables(of: sink) where verification.covers(provider: table.provider) {
            guard let dataset = try dataset(table.dataset, of: table.provider) else { continue }
            let series = try reader.seriesTable(of: table.provider, dataset, sink)
            let strays = try snapshot { db in try StrayRows(table: series, sink: sink, reader: reader).find(db) }
            for stray in strays {
                var finding = Finding(
                    .strayRows, path: databasePath,
                    "\(stray.rows) \(Figures.noun(stray.rows, "row")) whose key begins with \(stray.prefix) belong to no unit",
                    fix: "run penstock verify \(table.provider) --full --repair: it deletes them")
                finding.provider = table.provider
                finding.dataset = table.dataset
                finding.sink = sink.name
                finding.table = series.name
                finding.place = Finding.Place(key: stray.prefix)
                report.findings.append(finding)
            }
        }
    }

    private func seriesTables(of sink: TableSink) throws -> [(provider: String, dataset: String)] {
        try reader.read { db in
            let rows = try db.rows(
                "SELECT DISTINCT u.provider, p.dataset FROM table_parts p JOIN units u ON u.id = p.unit WHERE p.sink = ? ORDER BY 1, 2",
                [sink.name])
            var found: [(String, String)] = []
            while let row = try rows.next() { found.append((row[0], row[1])) }
            return found
        }
    }
}

/// Rows of a table whose key begins with what no unit's keys begin with. One in a unit's own range is that unit's trouble.
struct StrayRows {
    let table: SeriesTable
    let sink: TableSink
    let reader: ArchiveReader

    /// So many prefixes are named at most.
    private static let maximum = 100

    func find(_ db: Database) throws -> [(prefix: String, rows: Int64)] {
        guard let connection = reader.connection, try db.tableExists(table.name) else { return [] }
        let name = SQLName.quote(table.name)
        let excess = try db.integer(
            "SELECT (SELECT count(*) FROM \(name)) <> (SELECT coalesce(sum(rows), 0) FROM table_parts WHERE table_name = ?)", [table.name])
        guard excess == 1 else { return [] }
        let columns = table.prefixSchema.names
        guard !columns.isEmpty else {
            let isOwned = try db.integer("SELECT 1 FROM table_parts WHERE table_name = ? AND key_prefix = '[]'", [table.name]) != nil
            let count = try db.integer("SELECT count(*) FROM \(name)") ?? 0
            return isOwned || count == 0 ? [] : [("[]", count)]
        }
        let statement = try TableStatement(
            connection, "SELECT DISTINCT \(SQLName.list(columns)) FROM \(name) ORDER BY \(SQLName.list(columns))")
        defer { statement.close() }
        var found: [(prefix: String, rows: Int64)] = []
        try statement.forEachRow { row in
            guard found.count < StrayRows.maximum else { return }
            var builder = BatchBuilder(table.prefixSchema)
            try sink.format.read(row, schema: table.prefixSchema, into: &builder)
            guard let prefix = KeyPrefix(of: builder.finish(), columns: Array(columns.indices)) else { return }
            let text = try prefix.text()
            guard try db.integer("SELECT 1 FROM table_parts WHERE table_name = ? AND key_prefix = ?", [table.name, text]) == nil else {
                return
            }
            found.append((text, try PartEnds(table, prefix, sink.format, connection).read()?.count ?? 0))
        }
        return found
    }
}

import GRDB
import Host
import PluginKit
import Tabular

/// Writes the tables of a sink that joins an archive, in several transactions. Until `join` no row of the record leads to them.
final class TableFilling {
    private let archive: Archive
    private let sink: TableSink
    /// By the name of their table.
    private var datasets: [String: (provider: String, dataset: Dataset)] = [:]
    /// In the open transaction.
    private var rows = 0
    private var bytes = 0

    private static let transactionRows = 50_000

    init(_ archive: Archive, _ sink: TableSink) throws {
        self.archive = archive
        self.sink = sink
        try archive.database.inDatabase { db in
            try db.execute(
                sql: """
                    DROP TABLE IF EXISTS temp.filled_parts;
                    CREATE TEMP TABLE filled_parts (
                        unit INTEGER, dataset TEXT, table_name TEXT, key_prefix TEXT,
                        rows INTEGER, first_tick INTEGER, last_tick INTEGER, rows_digest TEXT, UNIQUE (table_name, key_prefix));
                    """)
        }
    }

    /// Where something that the archive did not make has the name of a table.
    static func refuseTaken(_ archive: Archive) throws {
        let path = archive.disk.absolute(archive.identity.database)
        let taken = try archive.database.inDatabase { db in
            try SinkTables.names(db).first { try db.integer("SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE", [$0]) != nil }
        }
        guard let taken else { return }
        throw ArchiveError(
            .pathTaken, "A table \(taken) that this archive did not make is in \(path)", fix: "rename it and run the same line again",
            path: path)
    }

    func fill(_ portion: [StoredSeries], from source: ConversionSource) throws {
        for series in portion {
            let dataset = try source.dataset(of: series)
            let table = try prepare(dataset, of: series.unit.provider)
            let part = TablePart(
                id: 0, unit: series.unit.id, dataset: series.dataset, sink: sink.name, table: table.name, prefix: nil, rows: RowTally())
            var change = TableChange(part: part, unit: series.unit, table: table)
            try source.read(series, dataset) {
                try begin()
                try change.removeAll()
            } _: { batch in
                try begin()
                try change.append(batch)
                rows += batch.count
                bytes += batch.bytes
                if rows >= TableFilling.transactionRows || bytes >= archive.threshold.bytes { try commit() }
            }
            try record(change.part, series.unit)
            try source.finish(bytes: change.bytes)
        }
    }

    /// The rest of the rows.
    func commit() throws {
        (rows, bytes) = (0, 0)
        try archive.database.inDatabase { db in
            if db.isInsideTransaction { try archive.commitTransaction(db) }
        }
    }

    private func begin() throws {
        try archive.database.inDatabase { db in
            if !db.isInsideTransaction { try db.execute(sql: "BEGIN IMMEDIATE") }
        }
    }

    private func prepare(_ dataset: Dataset, of provider: String) throws -> SeriesTable {
        let table = try archive.seriesTable(of: provider, dataset, sink)
        guard datasets.updateValue((provider, dataset), forKey: table.name) == nil else { return table }
        try begin()
        try archive.database.inDatabase { db in try table.prepare(db) }
        return table
    }

    private func record(_ part: TablePart, _ unit: UnitRecord) throws {
        do {
            try archive.database.inDatabase { db in
                try db.run(
                    "INSERT INTO temp.filled_parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [part.unit, part.dataset, part.table, part.prefix]
                        + (part.rows.count == 0 ? RowTally.unwritten : part.rows.record))
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw ArchiveError(
                .keyTaken, "\(unit.label): the rows of \(part.table) whose keys begin with \(part.prefix ?? "") are of another unit, too",
                fix: "the key must begin with what names the unit; this is a defect of the plugin, please report it", cause: error)
        }
    }

    /// Part of the transaction by which the sink becomes one of the archive's.
    func join(_ db: Database) throws {
        try db.run(
            """
            INSERT INTO table_parts (unit, dataset, sink, table_name, key_prefix, rows, first_tick, last_tick, rows_digest)
            SELECT unit, dataset, ?, table_name, key_prefix, rows, first_tick, last_tick, rows_digest FROM temp.filled_parts ORDER BY rowid
            """, [sink.name])
        for (table, entry) in datasets.sorted(by: { $0.key < $1.key }) {
            try DatasetViews.declare(entry.dataset, of: entry.provider, table: table, db)
        }
    }
}

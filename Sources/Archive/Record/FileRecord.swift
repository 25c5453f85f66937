import GRDB

/// The committed state of one unit's series in one sink.
struct FileRecord: Hashable {
    /// Bytes and rows.
    struct Contents: Hashable {
        var length: Int64 = 0
        /// Commits that wrote to it since it was written anew.
        var seals: Int64 = 0
        var rows = RowTally()
    }

    let id: Int64
    let unit: Int64
    let dataset: String
    let sink: String
    /// Relative to the archive.
    var path: String
    var contents: Contents
    var tail: String?
    /// What a replacement that is under way has in its temporary file; nil while there is none.
    var rewrite: Contents?

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [FileRecord] {
        let rows = try db.rows(
            """
            SELECT id, unit, dataset, sink, path, tail_sha256, length, seals, rows, first_tick, last_tick, rows_digest,
                rewrite_length, rewrite_seals, rewrite_rows, rewrite_first_tick, rewrite_last_tick, rewrite_digest
            FROM files WHERE \(condition)
            """, arguments)
        var files: [FileRecord] = []
        while let row = try rows.next() {
            var file = FileRecord(
                id: row[0], unit: row[1], dataset: row[2], sink: row[3], path: row[4],
                contents: Contents(length: row[6], seals: row[7], rows: RowTally(row, from: 8)), tail: row[5])
            if let length = row[12] as Int64? {
                file.rewrite = Contents(length: length, seals: row[13] ?? 0, rows: RowTally(row, from: 14))
            }
            files.append(file)
        }
        return files
    }

    /// Of one series in one sink; nil where the record has none.
    static func fetch(_ db: Database, of unit: UnitRecord, _ dataset: String, sink: String) throws -> FileRecord? {
        try fetch(db, where: "unit = ? AND dataset = ? AND sink = ?", [unit.id, dataset, sink]).first
    }

    static func insert(_ db: Database, of unit: UnitRecord, _ dataset: String, sink: String, path: String) throws {
        try db.run("INSERT INTO files (unit, dataset, sink, path) VALUES (?, ?, ?, ?)", [unit.id, dataset, sink, path])
    }

    func save(_ db: Database) throws {
        try db.run(
            """
            UPDATE files SET tail_sha256 = ?, length = ?, seals = ?, rows = ?, first_tick = ?, last_tick = ?, rows_digest = ?,
                rewrite_length = ?, rewrite_seals = ?, rewrite_rows = ?, rewrite_first_tick = ?, rewrite_last_tick = ?, rewrite_digest = ?
            WHERE id = ?
            """,
            [tail, contents.length, contents.seals] + contents.rows.record
                + [rewrite?.length, rewrite?.seals] + (rewrite?.rows.record ?? [nil, nil, nil, nil]) + [id])
    }
}

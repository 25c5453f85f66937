import GRDB

/// The committed state of one unit's series in one sink.
struct FileRecord: Hashable {
    /// Rows and their ends on the axis.
    struct Contents: Hashable {
        /// Bytes.
        var length: Int64 = 0
        var rows: Int64 = 0
        var first: Int64?
        var last: Int64?
    }

    let id: Int64
    let unit: Int64
    let dataset: String
    let sink: String
    /// Relative to the archive.
    let path: String
    var contents: Contents
    var tail: String?
    /// What a replacement that is under way has in its temporary file; nil while there is none.
    var rewrite: Contents?

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [FileRecord] {
        let rows = try db.rows(
            """
            SELECT id, unit, dataset, sink, path, length, rows, first_tick, last_tick, tail_sha256,
                rewrite_length, rewrite_rows, rewrite_first_tick, rewrite_last_tick
            FROM files WHERE \(condition)
            """, arguments)
        var files: [FileRecord] = []
        while let row = try rows.next() {
            var file = FileRecord(
                id: row[0], unit: row[1], dataset: row[2], sink: row[3], path: row[4],
                contents: Contents(length: row[5], rows: row[6], first: row[7], last: row[8]), tail: row[9])
            if let length = row[10] as Int64? { file.rewrite = Contents(length: length, rows: row[11] ?? 0, first: row[12], last: row[13]) }
            files.append(file)
        }
        return files
    }

    func save(_ db: Database) throws {
        try db.run(
            """
            UPDATE files SET length = ?, rows = ?, first_tick = ?, last_tick = ?, tail_sha256 = ?,
                rewrite_length = ?, rewrite_rows = ?, rewrite_first_tick = ?, rewrite_last_tick = ? WHERE id = ?
            """,
            [
                contents.length, contents.rows, contents.first, contents.last, tail, rewrite?.length, rewrite?.rows, rewrite?.first,
                rewrite?.last, id,
            ])
    }
}

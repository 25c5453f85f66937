import GRDB

/// A file that is made from the record, and what it was last made from.
struct RenderedFile {
    /// Relative to the archive.
    let path: String
    /// The changes of its table that are in it.
    let changes: Int64
    let length: Int64
    let sha256: String

    static func fetch(_ path: String, _ database: DatabaseQueue) throws -> RenderedFile? {
        try database.inDatabase { db in
            let rows = try db.rows("SELECT path, changes, length, sha256 FROM rendered_files WHERE path = ?", [path])
            return try rows.next().map { RenderedFile(path: $0[0], changes: $0[1], length: $0[2], sha256: $0[3]) }
        }
    }

    func save(_ db: Database) throws {
        try db.run(
            "INSERT OR REPLACE INTO rendered_files (path, changes, length, sha256) VALUES (?, ?, ?, ?)", [path, changes, length, sha256])
    }
}

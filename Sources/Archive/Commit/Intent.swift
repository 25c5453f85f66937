import GRDB

/// A change of a file's name that a commit has promised and that may not be done yet. Recovery does it before anything else.
struct Intent: Hashable {
    enum Kind: String {
        /// The rewrite takes the place of the file.
        case rename
        case remove
    }

    let kind: Kind
    /// The file that is to be, or to go; relative to the archive.
    let path: String
    var length: Int64?
    var tail: String?
    var id: Int64 = 0

    static func remove(_ path: String) -> Intent { Intent(kind: .remove, path: path) }

    func save(_ db: Database) throws {
        try db.run("INSERT INTO intents (kind, path, length, tail_sha256) VALUES (?, ?, ?, ?)", [kind.rawValue, path, length, tail])
    }

    static func fetch(_ db: Database) throws -> [Intent] {
        let rows = try db.rows("SELECT id, kind, path, length, tail_sha256 FROM intents ORDER BY id")
        var intents: [Intent] = []
        while let row = try rows.next() {
            intents.append(Intent(kind: Kind(rawValue: row[1]) ?? .remove, path: row[2], length: row[3], tail: row[4], id: row[0]))
        }
        return intents
    }

    /// Does it, or finds it done. Returns the directory whose entries changed.
    func perform(on disk: FileSystem) throws(SystemError) -> String? {
        switch kind {
        case .rename:
            let rewrite = DataPath.rewrite(of: path)
            guard disk.status(rewrite) != nil else { return nil }
            try disk.rename(rewrite, to: path)
        case .remove:
            guard try disk.remove(path) else { return nil }
        }
        return FileSystem.parent(of: path)
    }

    /// Does all, in order, and makes the names durable.
    static func perform(_ intents: [Intent], on disk: FileSystem) throws(SystemError) {
        var changed: [String] = []
        for intent in intents {
            if let directory = try intent.perform(on: disk), !changed.contains(directory) { changed.append(directory) }
        }
        for directory in changed { try disk.syncDirectory(directory) }
    }

    static func deleteAll(_ intents: [Intent], _ db: Database) throws {
        for intent in intents { try db.run("DELETE FROM intents WHERE id = ?", [intent.id]) }
    }
}

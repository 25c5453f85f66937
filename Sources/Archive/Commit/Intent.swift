import GRDB
import Host

/// A change of a file's name that a commit has promised and that may not be done yet. Recovery does it before anything else.
struct Intent: Hashable {
    enum Kind: String {
        /// The rewrite takes the place of the file.
        case rename
        case remove
        /// The file is kept under another name, `target`. Done before what comes after it may take the path.
        case aside
    }

    let kind: Kind
    /// The file that is to be, or to go; relative to the archive.
    let path: String
    var length: Int64?
    var tail: String?
    /// Of `aside`, relative to the archive.
    var target: String?
    var id: Int64 = 0

    static func remove(_ path: String) -> Intent { Intent(kind: .remove, path: path) }

    static func aside(_ path: String, to target: String) -> Intent { Intent(kind: .aside, path: path, target: target) }

    func save(_ db: Database) throws {
        try db.run(
            "INSERT INTO intents (kind, path, length, tail_sha256, target) VALUES (?, ?, ?, ?, ?)",
            [kind.rawValue, path, length, tail, target])
    }

    /// In order; nil: all of them.
    static func fetch(_ db: Database, first limit: Int? = nil) throws -> [Intent] {
        let rows = try db.rows(
            "SELECT id, kind, path, length, tail_sha256, target FROM intents ORDER BY id LIMIT ?", [limit ?? -1])
        var intents: [Intent] = []
        while let row = try rows.next() {
            guard let kind = Kind(rawValue: row[1]) else {
                throw ArchiveError(
                    .wrongRecord, "The record promises \(row[1] as String) of \(row[2] as String), which nobody knows how to do")
            }
            intents.append(Intent(kind: kind, path: row[2], length: row[3], tail: row[4], target: row[5], id: row[0]))
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
        case .aside:
            // Where it was done before, the path may have another file by now.
            guard let target, disk.status(path) != nil, disk.status(target) == nil else { return nil }
            try disk.rename(path, to: target)
            try disk.syncDirectory(HostPath.parent(of: path))
        }
        return HostPath.parent(of: path)
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

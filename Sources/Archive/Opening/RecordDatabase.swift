import GRDB
import Host

/// Connections to `archive.db`.
enum RecordDatabase {
    /// The one that writes keeps a transaction open over the pages of a group; WAL, and every commit is synced.
    static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.busyMode = .timeout(5)
        try refuseLinks(path)
        configuration.allowsUnsafeTransactions = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        // Asked for here, because GRDB's own setting writes to every database that it opens so; this one is in that mode from its birth.
        try database.inDatabase { db in try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL") }
        return database
    }

    /// To look into a database that may be anybody's, or half made: nothing is written but what SQLite itself has to undo after a kill.
    static func openAsItIs(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.busyMode = .timeout(5)
        try refuseLinks(path)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// SQLite follows links, also those that have the names of its own files beside the database; GRDB cannot ask it not to.
    private static func refuseLinks(_ path: String) throws {
        let disk = FileSystem(root: HostPath.parent(of: path))
        for file in ["", "-wal", "-shm", "-journal"].map({ path + $0 }) where disk.status(file) == .other {
            throw ArchiveError(
                .pathTaken, "\(file) is a symbolic link or no file, and a database is opened as it is only",
                fix: "put the file itself there; nothing was changed", path: file)
        }
    }

    /// For looking. Where this user may not make SQLite's locks beside the database, or the medium is read-only, it is read as one that nobody
    /// changes: `still` then tells whether that was so. Without a WAL there is nothing in it to miss.
    ///
    /// - Parameter directory: of the archive, for what an error says.
    static func openReadOnly(_ path: String, of directory: String) throws -> (database: DatabaseQueue, still: StillDatabase?) {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.busyMode = .timeout(5)
        configuration.readonly = true
        try refuseLinks(path)
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.inDatabase { db in _ = try db.tableExists("archive") }
            return (database, nil)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY {
            if let reason = ArchiveError.unguarded(path, in: directory) { throw reason }
            let still = try StillDatabase(path)
            return (try DatabaseQueue(path: "file:\(escaped(path))?immutable=1", configuration: configuration), still)
        }
    }

    private static func escaped(_ path: String) -> String {
        var escaped = ""
        for scalar in path.unicodeScalars {
            switch scalar {
            case "%": escaped += "%25"
            case "?": escaped += "%3f"
            case "#": escaped += "%23"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Brings an archive of an older format to this one; a copy of the database as it was stays beside it. One of a newer format must have been
    /// refused.
    static func migrate(_ database: DatabaseQueue, at path: String, migrations: [(name: String, sql: String)]) throws {
        let migrator = RecordFormat.migrator(migrations)
        let done = try database.inDatabase { db in try migrator.completedMigrations(db).count }
        guard done < migrations.count else { return }
        if done > 0 {
            let copy = "\(path).format\(done)"
            switch FileSystem(root: HostPath.parent(of: path)).status(copy) {
            case .file: break
            case .other:
                throw ArchiveError(
                    .pathTaken, "\(copy) is no file, so that no copy of the older database can be kept there",
                    fix: "move it away; nothing was changed", path: copy)
            case nil:
                try database.inDatabase { db in try db.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
            }
        }
        try migrator.migrate(database)
    }

    static func refuseNewer(_ database: DatabaseQueue, at path: String, migrations: [(name: String, sql: String)]) throws {
        guard try database.inDatabase({ db in try RecordFormat.migrator(migrations).hasBeenSuperseded(db) }) else { return }
        throw newer(path)
    }

    /// A reader changes nothing, so it cannot read tables that are not there yet.
    static func refuseOlder(_ database: DatabaseQueue, at path: String, migrations: [(name: String, sql: String)]) throws {
        let done = try database.inDatabase { db in try RecordFormat.migrator(migrations).completedMigrations(db).count }
        guard done < migrations.count else { return }
        throw ArchiveError(
            .olderFormat, "\(path) was written by an older version of this program",
            fix: "run penstock update once: it copies the database and brings it up to this version", path: path)
    }

    static func newer(_ path: String) -> ArchiveError {
        ArchiveError(
            .newerFormat, "\(path) was written by a newer version of this program",
            fix: "use that version or a newer one; nothing was changed", path: path)
    }
}

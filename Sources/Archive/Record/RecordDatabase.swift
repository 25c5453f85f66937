import GRDB
import Host
import Tabular
import Words

/// Connections to `archive.db`.
enum RecordDatabase {
    /// The one that writes keeps a transaction open over the pages of a group; WAL, and every commit is synced.
    ///
    /// - Parameter isNew: nothing is in it yet. Only then it can be settled, without copying all of it, that room which
    ///   becomes free can be given back.
    static func open(_ path: String, isNew: Bool = false) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.busyMode = .timeout(5)
        try refuseLinks(path)
        configuration.allowsUnsafeTransactions = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        // Asked for here, because GRDB's own setting writes to every database that it opens so; this one is in that
        // mode from its birth. Debian's SQLite writes zeros over what is deleted unless it is told not to.
        try database.inDatabase { db in
            if isNew { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF")
        }
        return database
    }

    /// To look into a database that may be anybody's, or half made: nothing is written but what SQLite itself has to
    /// undo after a kill.
    static func openAsItIs(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.busyMode = .timeout(5)
        try refuseLinks(path)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// SQLite follows links, also those that have the names of its own files beside the database; GRDB cannot ask it
    /// not to.
    private static func refuseLinks(_ path: String) throws {
        let disk = FileSystem(root: HostPath.parent(of: path))
        for file in ["", "-wal", "-shm", "-journal"].map({ path + $0 }) where disk.status(file) == .other {
            throw ArchiveError(
                .pathTaken, "\(file) is a symbolic link or no file, and a database is opened as it is only",
                fix: "put the file itself there; nothing was changed", path: file)
        }
    }

    /// For looking. Where this user may not make SQLite's locks beside the database, or the medium is read-only, it is
    /// read as one that nobody changes: `still` then tells whether that was so. Without a WAL there is nothing in it to
    /// miss.
    ///
    /// - Parameter directory: of the archive, for what an error says.
    static func openReadOnly(_ path: String, of directory: String) throws -> (
        database: DatabaseQueue, still: StillDatabase?
    ) {
        var configuration = Configuration()
        configuration.label = "archive"
        configuration.busyMode = .timeout(5)
        configuration.readonly = true
        try refuseLinks(path)
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.inDatabase { db in _ = try db.tableExists("archive") }
            return (database, nil)
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY
        {
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

    /// Makes the database of a new archive.
    static func bear(
        _ identity: ArchiveIdentity, start: Day?, at path: String, migrations: [(name: String, sql: String)]
    ) throws {
        let database = try open(path, isNew: true)
        defer { try? database.close() }
        try RecordFormat.migrator(migrations).migrate(database)
        try database.write { db in
            try ArchiveValue.id.write(identity.id, db)
            try ArchiveValue.format.write(String(migrations.count), db)
            try ArchiveValue.created.write(identity.created.record, db)
            try ArchiveValue.start.write(start?.description, db)
            try ArchiveValue.sinks.write(SinkNames.text(identity.sinks), db)
        }
    }

    /// Whether a database has no tables, or is an archive's in which nothing has happened.
    static func isEmpty(_ path: String) throws -> Bool {
        let queue = try openAsItIs(path)
        defer { try? queue.close() }
        return try queue.inDatabase { db in
            guard try db.tableExists("runs"), try db.tableExists("units") else {
                return try Int64.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'grdb%' AND name NOT LIKE 'sqlite%'")
                    == 0
            }
            return try Int64.fetchOne(db, sql: "SELECT (SELECT count(*) FROM runs) + (SELECT count(*) FROM units)") == 0
        }
    }

    static func newer(_ path: String) -> ArchiveError {
        ArchiveError(
            .newerFormat, "\(path) was written by a newer version of this program",
            fix: "use that version or a newer one; nothing was changed", path: path)
    }
}

extension Record {
    /// Brings an archive of an older format to this one; a copy of the database as it was stays beside it. One of a
    /// newer format must have been refused.
    func migrate(_ migrations: [(name: String, sql: String)]) throws {
        let migrator = RecordFormat.migrator(migrations)
        let done = try read { db in try migrator.completedMigrations(db).count }
        guard done < migrations.count else { return }
        if done > 0 {
            let copy = "\(path).format\(done)"
            switch FileSystem(root: HostPath.parent(of: path)).status(copy) {
            case .file: break
            case .other:
                throw ArchiveError(
                    .pathTaken, "\(copy) is no file, so that no copy of the older database can be kept there",
                    fix: "move it away; nothing was changed", path: copy)
            case nil: try self.copy(to: copy)
            }
            try moveSpool()
        }
        try migrator.migrate(database)
    }

    func refuseNewer(_ migrations: [(name: String, sql: String)]) throws {
        guard try read({ db in try RecordFormat.migrator(migrations).hasBeenSuperseded(db) }) else { return }
        throw RecordDatabase.newer(path)
    }

    /// A reader changes nothing, so it cannot read tables that are not there yet.
    func refuseOlder(_ migrations: [(name: String, sql: String)]) throws {
        guard try read({ db in try RecordFormat.migrator(migrations).completedMigrations(db).count }) < migrations.count
        else { return }
        throw ArchiveError(
            .olderFormat, "\(path) was written by an older version of this program",
            fix: "run penstock update once: it copies the database and brings it up to this version", path: path)
    }

    /// The format that the database has.
    package var format: Int {
        get throws { try read { db in try RecordFormat.migrator().completedMigrations(db).count } }
    }

    /// A copy of the whole database, as it is at one moment.
    package func copy(to path: String) throws {
        try read { db in try db.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    }

    /// Everything is in the database's own file.
    package func checkpoint() throws { try read { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") } }

    /// What SQLite itself finds wrong, and rows that refer to others which are not there. Throws `.wrongRecord` where
    /// it cannot be looked at.
    package func complaints() throws -> [String] {
        try read { db in
            let damage = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }.map {
                "PRAGMA integrity_check: \($0)"
            }
            let strays = try Row.fetchAll(
                db, sql: "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2")
            return damage
                + strays.map { row in
                    let (table, parent, count) = (row[0] as String, row[1] as String, row[2] as Int)
                    return
                        "\(count) \(Figures.noun(count, "row")) of \(table) name rows of \(parent) that are not there"
                }
        }
    }
}

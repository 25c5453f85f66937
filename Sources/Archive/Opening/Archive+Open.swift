import GRDB
import Hashing
import Host
package import PluginKit
package import Tabular

extension Archive {
    /// Whether an archive, or a part of one, is in a directory; where this user may not look, there may be one. What a killed first run left
    /// before the archive was made is none.
    package static func exists(at directory: String) -> Bool {
        let disk = FileSystem(root: HostPath.resolve(directory))
        if disk.refusal(ArchiveIdentity.fileName) != nil { return true }
        // A database that cannot be read may be a part of one.
        return (try? !isUnborn(disk, ArchiveBirth.defaultDatabase)) ?? true
    }

    /// Opens an archive for writing: takes the lock, compares `archive.json` with the database, brings an older format up to this one, finishes
    /// what a killed run left. With `birth` it is made where there is none; without, that is `.noArchive` and nothing is made.
    ///
    /// A database that is older than its archive is refused, unless `acceptsOlderRecord`: then nothing is cut, and files that are longer than the
    /// record says are for `repair`.
    ///
    /// - Parameter manifests: the providers whose rows are to be written. A series that was written with other columns or another key than they
    ///   declare is refused (`.otherColumns`) before anything is changed, also of what a killed run left.
    package static func open(
        at directory: String, birth: ArchiveBirth? = nil, sinks: (_ names: [String]) throws -> [ArchiveSink],
        writing manifests: [ProviderManifest] = [], lock: LockRequest, threshold: CommitThreshold = CommitThreshold(), now: Instant,
        acceptsOlderRecord: Bool = false
    ) throws -> Archive {
        try open(
            at: directory, birth: birth, sinks: sinks, writing: manifests, lock: lock, threshold: threshold, now: now, calls: HostCalls(),
            acceptsOlderRecord: acceptsOlderRecord)
    }

    static func open(
        at directory: String, birth: ArchiveBirth?, sinks: (_ names: [String]) throws -> [ArchiveSink],
        writing manifests: [ProviderManifest] = [], lock request: LockRequest, threshold: CommitThreshold, now: Instant,
        calls: any SystemCalls, acceptsOlderRecord: Bool = false,
        migrations: [(name: String, sql: String)] = RecordFormat.migrations
    ) throws -> Archive {
        try reporting {
            let disk = FileSystem(root: HostPath.resolve(directory), calls: calls)
            let database = birth?.database ?? ArchiveBirth.defaultDatabase
            if disk.status(ArchiveIdentity.fileName) == nil, disk.status(database) == nil {
                guard let birth else { throw noArchive(disk) }
                try refuseForeign(HostPath.standard(disk.absolute(database)))
                _ = try sinks(birth.sinks)
                for changed in try disk.makeDirectories(disk.root) { try disk.syncDirectory(changed) }
            }
            let lock = try ArchiveLock.acquire(request, on: disk)
            let isNew = try isUnborn(disk, database)
            if isNew {
                // Without a sink an archive would keep no rows.
                guard let birth, !birth.sinks.isEmpty else { throw noArchive(disk) }
                try bear(birth, on: disk, migrations: migrations)
            }
            var record = try OpenedRecord.open(disk, isReadOnly: false)
            let path = disk.absolute(record.identity.database)
            try RecordDatabase.refuseNewer(record.database, at: path, migrations: migrations)
            // Before the migration: the version that wrote the archive is to go on with it.
            try record.database.inDatabase { db in try ColumnChange.refuse(manifests, db, in: disk.root) }
            try RecordDatabase.migrate(record.database, at: path, migrations: migrations)
            try growEntityKeys(manifests, record.database, on: disk, path: path)
            let age = try RecordAge(disk: disk, database: record.database)
            if !acceptsOlderRecord { try age.refuse(disk, database: record.identity.database) }
            try record.settle(format: migrations.count)
            try refuseOtherSinks(birth?.sinks ?? [], record.identity, disk)
            let ready = try sinks(record.identity.sinks)
            let interrupted = try Recovery(disk: disk, database: record.database, cutsTails: age.missingRun == nil).run()
            let archive = Archive(record, sinks: ready, lock: lock, threshold: threshold, isNew: isNew, interruptedRuns: interrupted)
            if age.isLedgerBehind || !interrupted.isEmpty { try archive.renderSummary() }
            return archive
        }
    }

    /// Nothing is there, or a birth that was cut short before `archive.json`, which is its last step.
    private static func isUnborn(_ disk: FileSystem, _ database: String) throws -> Bool {
        guard disk.status(ArchiveIdentity.fileName) == nil else { return false }
        guard disk.status(database) != nil else { return true }
        return try isEmpty(disk.absolute(database))
    }

    /// Whether a database has no tables, or is an archive's in which nothing has happened.
    private static func isEmpty(_ path: String) throws -> Bool {
        let queue = try RecordDatabase.openAsItIs(path)
        defer { try? queue.close() }
        return try queue.inDatabase { db in
            guard try db.tableExists("runs"), try db.tableExists("units") else {
                return try Int64.fetchOne(
                    db, sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'grdb%' AND name NOT LIKE 'sqlite%'") == 0
            }
            return try Int64.fetchOne(db, sql: "SELECT (SELECT count(*) FROM runs) + (SELECT count(*) FROM units)") == 0
        }
    }

    /// A new archive's database is not put where somebody else's is.
    private static func refuseForeign(_ path: String) throws {
        guard FileSystem(root: HostPath.parent(of: path)).status(path) != nil, (try? isEmpty(path)) != true else { return }
        throw ArchiveError(
            .databaseTaken, "\(path) is there already, and it is not the database of this new archive",
            fix: "name a file for --db-path that does not exist; nothing was changed", path: path)
    }

    /// Makes the database, then `archive.json`: the archive exists from there on.
    private static func bear(_ birth: ArchiveBirth, on disk: FileSystem, migrations: [(name: String, sql: String)]) throws {
        var generator = SystemRandomNumberGenerator()
        let id = Hexadecimal.text(of: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
        let identity = ArchiveIdentity(
            id: id, format: migrations.count, database: birth.database, sinks: birth.sinks, created: birth.created)
        let parent = HostPath.parent(of: birth.database)
        for changed in try disk.makeDirectories(parent) { try disk.syncDirectory(changed) }
        let database = try RecordDatabase.open(disk.absolute(birth.database))
        defer { try? database.close() }
        try RecordFormat.migrator(migrations).migrate(database)
        try database.write { db in
            try ArchiveValue.id.write(id, db)
            try ArchiveValue.format.write(String(migrations.count), db)
            try ArchiveValue.created.write(birth.created.record, db)
            try ArchiveValue.start.write(birth.start?.description, db)
            try ArchiveValue.sinks.write(SinkNames.text(birth.sinks), db)
        }
        try disk.syncDirectory(parent)
        try disk.syncDirectory("")
        try identity.write(disk)
    }

    private static func refuseOtherSinks(_ names: [String], _ identity: ArchiveIdentity, _ disk: FileSystem) throws {
        guard !names.isEmpty, Set(names) != Set(identity.sinks) else { return }
        let others = names.filter { !identity.sinks.contains($0) }
        let added =
            others.isEmpty ? "" : "leave --storage away, or add \(others.joined(separator: ", ")) with penstock convert --add \(others[0])"
        throw ArchiveError(
            .otherSinks,
            "The archive \(disk.root) is kept as \(identity.sinks.joined(separator: ", ")), not as \(names.joined(separator: ", "))",
            fix: added.isEmpty ? "leave --storage away" : added, path: disk.root)
    }

    static func noArchive(_ disk: FileSystem) -> ArchiveError {
        ArchiveError(
            .noArchive, "There is no archive at \(disk.root)",
            fix: "make one with penstock backfill, or say where it is with --data-dir", path: disk.root)
    }
}

extension ArchiveReader {
    /// Opens an archive for looking at it. Takes no lock, changes nothing, and works beside a running update.
    ///
    /// Where this user may only read the directory, the archive is `isUnguarded`; `reading(at:sinks:)` sees to that.
    package static func openReadOnly(at directory: String, sinks: (_ names: [String]) throws -> [ArchiveSink]) throws -> ArchiveReader {
        let disk = FileSystem(root: HostPath.resolve(directory))
        do {
            return try reporting {
                if let refusal = disk.refusal(ArchiveIdentity.fileName) { throw refusal }
                guard Archive.exists(at: directory) else { throw Archive.noArchive(disk) }
                let record = try OpenedRecord.open(disk, isReadOnly: true)
                try RecordDatabase.refuseNewer(
                    record.database, at: disk.absolute(record.identity.database), migrations: RecordFormat.migrations)
                try RecordDatabase.refuseOlder(
                    record.database, at: disk.absolute(record.identity.database), migrations: RecordFormat.migrations)
                return ArchiveReader(
                    disk: disk, identity: record.identity, sinks: try sinks(record.identity.sinks), database: record.database,
                    still: record.still)
            }
        } catch let error as ArchiveError {
            throw error.ofReader(in: disk.root)
        }
    }
}

package import Host
package import PluginKit
package import Tabular

/// How an archive is opened for writing: it is made where there is none, and what a killed run left is finished.
extension Archive {
    /// Whether an archive, or a part of one, is in a directory; where this user may not look, there may be one. What a
    /// killed first run left before the archive was made is none.
    package static func exists(at directory: String) -> Bool {
        let disk = FileSystem(root: HostPath.resolve(directory))
        if disk.refusal(ArchiveIdentity.fileName) != nil { return true }
        // A database that cannot be read may be a part of one.
        return (try? !isUnborn(disk, ArchiveBirth.defaultDatabase)) ?? true
    }

    /// Opens an archive for writing: takes the lock, compares `archive.json` with the database, brings an older format
    /// up to this one, finishes what a killed run left. With `birth` it is made where there is none; without, that is
    /// `.noArchive` and nothing is made.
    ///
    /// A database that is older than its archive is refused, unless `acceptsOlderRecord`: then nothing is cut, and
    /// files that are longer than the record says are for `repair`.
    ///
    /// - Parameter manifests: the providers whose rows are to be written. A series whose rows cannot be rows of the
    ///   columns and the key that they declare is refused (`.otherColumns`) before anything is changed, also of what a
    ///   killed run left. One that has gained columns has them in the record from then on. One that is to be kept in
    ///   the record and is in the sinks is moved there.
    package static func open(
        at directory: String, birth: ArchiveBirth? = nil, sinks: (_ names: [String]) throws -> [ArchiveSink],
        writing manifests: [ProviderManifest] = [], lock: LockRequest, threshold: CommitThreshold = CommitThreshold(),
        now: Instant,
        acceptsOlderRecord: Bool = false
    ) throws -> Archive {
        try open(
            at: directory, birth: birth, sinks: sinks, writing: manifests, lock: lock, threshold: threshold, now: now,
            calls: HostCalls(),
            acceptsOlderRecord: acceptsOlderRecord)
    }

    package static func open(
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
            var opened = try OpenedRecord.open(disk, isReadOnly: false)
            let record = opened.record
            try record.refuseNewer(migrations)
            // Before the migration: the version that wrote the archive is to go on with it.
            try record.refuseOtherColumns(of: manifests)
            try record.migrate(migrations)
            try record.growEntityKeys(manifests)
            let age = try RecordAge(record, on: disk)
            if !acceptsOlderRecord { try age.refuse(disk, database: opened.identity.database) }
            try opened.settle(format: migrations.count)
            try refuseOtherSinks(birth?.sinks ?? [], opened.identity, disk)
            let reader = ArchiveReader(opened, sinks: try sinks(opened.identity.sinks), isWriter: true)
            let interrupted = try Recovery(
                record, reader.allStores, filled: try filled(by: record, of: opened.identity, sinks, on: disk),
                on: disk,
                cutsTails: age.missingRun == nil
            ).run()
            let archive = Archive(reader, lock: lock, threshold: threshold, isNew: isNew, interruptedRuns: interrupted)
            archive.gained = try archive.gain(
                manifests.flatMap { manifest in manifest.datasets.map { (manifest.name, $0) } })
            // What stands behind the lengths of an older record is for a repair.
            if age.missingRun == nil { archive.moves = try archive.bringHome(manifests) }
            if age.isLedgerBehind || !interrupted.isEmpty { try archive.rendering.renderSummary() }
            return archive
        }
    }

    /// The store of its own kind that a conversion was filling.
    private static func filled(
        by record: Record, of identity: ArchiveIdentity, _ sinks: (_ names: [String]) throws -> [ArchiveSink],
        on disk: FileSystem
    ) throws -> (any SeriesStore)? {
        guard let mark = try record.filling, mark.kind == .store, !identity.sinks.contains(mark.sink) else {
            return nil
        }
        return try sinks([mark.sink]).first?.store(record, on: disk, isReader: false)
    }

    /// Nothing is there, or a birth that was cut short before `archive.json`, which is its last step.
    private static func isUnborn(_ disk: FileSystem, _ database: String) throws -> Bool {
        guard disk.status(ArchiveIdentity.fileName) == nil else { return false }
        guard disk.status(database) != nil else { return true }
        return try RecordDatabase.isEmpty(disk.absolute(database))
    }

    /// A new archive's database is not put where somebody else's is.
    private static func refuseForeign(_ path: String) throws {
        guard FileSystem(root: HostPath.parent(of: path)).status(path) != nil,
            (try? RecordDatabase.isEmpty(path)) != true
        else { return }
        throw ArchiveError(
            .databaseTaken, "\(path) is there already, and it is not the database of this new archive",
            fix: "name a file for --db-path that does not exist; nothing was changed", path: path)
    }

    /// Makes the database, then `archive.json`: the archive exists from there on.
    private static func bear(_ birth: ArchiveBirth, on disk: FileSystem, migrations: [(name: String, sql: String)])
        throws
    {
        let identity = ArchiveIdentity(
            id: ArchiveIdentity.randomID(), format: migrations.count, database: birth.database, sinks: birth.sinks,
            created: birth.created)
        let parent = HostPath.parent(of: birth.database)
        for changed in try disk.makeDirectories(parent) { try disk.syncDirectory(changed) }
        try RecordDatabase.bear(identity, start: birth.start, at: disk.absolute(birth.database), migrations: migrations)
        try disk.syncDirectory(parent)
        try disk.syncDirectory("")
        try identity.write(disk)
    }

    private static func refuseOtherSinks(_ names: [String], _ identity: ArchiveIdentity, _ disk: FileSystem) throws {
        guard !names.isEmpty, Set(names) != Set(identity.sinks) else { return }
        let others = names.filter { !identity.sinks.contains($0) }
        let added =
            others.isEmpty
            ? ""
            : "leave --storage away, or add \(others.joined(separator: ", ")) with penstock convert --add \(others[0])"
        throw ArchiveError(
            .otherSinks,
            """
            The archive \(disk.root) is kept as \(identity.sinks.joined(separator: ", ")), not as \
            \(names.joined(separator: ", "))
            """,
            fix: added.isEmpty ? "leave --storage away" : added, path: disk.root)
    }

    /// A copy of an archive that is being made: its record is there, at a path on the disk, and `identity` says by it
    /// what it is and which sinks it has.
    package static func copied(
        _ database: String, on disk: FileSystem, holder: String, threshold: CommitThreshold = CommitThreshold(),
        identity: (Record) throws -> (identity: ArchiveIdentity, sinks: [ArchiveSink])
    ) throws -> Archive {
        let path = disk.absolute(database)
        let record = Record(try RecordDatabase.open(path), path: path, on: disk)
        let known = try identity(record)
        return Archive(
            ArchiveReader(
                OpenedRecord(disk: disk, identity: known.identity, record: record), sinks: known.sinks, isWriter: true),
            lock: try ArchiveLock.acquire(LockRequest(holder: holder), on: disk),
            threshold: threshold, isNew: true, interruptedRuns: [])
    }

    static func noArchive(_ disk: FileSystem) -> ArchiveError {
        ArchiveError(
            .noArchive, "There is no archive at \(disk.root)",
            fix: "make one with penstock backfill, or say where it is with --data-dir", path: disk.root)
    }
}

/// What the first run of an archive fixes. For an archive that exists only `sinks` is looked at: others than its own
/// are refused.
package struct ArchiveBirth: Sendable {
    /// Names of sinks, at least one for a new archive; empty: whatever the archive has.
    package var sinks: [String]
    /// The first day that was asked for; nil where the archive has none.
    package var start: Day?
    package var created: Instant
    /// The database's path, relative to the archive's directory.
    package var database: String

    package static let defaultDatabase = "archive.db"

    package init(sinks: [String], start: Day?, created: Instant, database: String = ArchiveBirth.defaultDatabase) {
        self.sinks = sinks
        self.start = start
        self.created = created
        self.database = database
    }
}

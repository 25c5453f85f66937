import GRDB
import Host
import PluginKit
import Tabular

/// The copy of an archive that a backup is building.
struct BackupCopy {
    private let source: ArchiveReader
    private let disk: FileSystem
    private let holder: String
    private let declared: (String, String) -> Dataset?
    private let didSnapshot: () throws -> Void
    private var archive: Archive?
    private(set) var attempts = 0
    /// Files as they were copied and found to be what the record says.
    private var copied: [String: FileRecord] = [:]

    private static let chunk: Int64 = 1 << 20
    private static let database = ArchiveBirth.defaultDatabase

    init(
        of source: ArchiveReader, in disk: FileSystem, holder: String, declared: @escaping (String, String) -> Dataset?,
        didSnapshot: @escaping () throws -> Void
    ) {
        self.source = source
        self.disk = disk
        self.holder = holder
        self.declared = declared
        self.didSnapshot = didSnapshot
    }

    /// Copies the record, then the files that it speaks of, and reads them. Returns the first difference; nil: the copy is whole.
    mutating func take() throws -> Finding? {
        attempts += 1
        try removeRendered()
        close()
        for suffix in ["", "-wal", "-shm"] { _ = try disk.remove(Self.database + suffix) }
        // One read transaction: nothing that is committed later is in it.
        try source.read { db in try db.execute(sql: "VACUUM INTO ?", arguments: [disk.absolute(Self.database)]) }
        try source.refuseIfWritten()
        source.mindsWriters = false
        try didSnapshot()
        let copy = try open()
        archive = copy
        let files = try copy.read { db in try FileRecord.fetch(db, where: "1 ORDER BY id", []) }
        let intents = try copy.read { db in try Intent.fetch(db) }
        let renames = Set(intents.filter { $0.kind == .rename }.map(\.path))
        try copy.transaction { db in
            try copy.dropReplacements(db)
            // Copied files have the name that they are to have, and those that are to go are not copied.
            try db.run("DELETE FROM intents")
            try db.run("DELETE FROM rendered_files")
            try ArchiveValue.renderedQuarantine.write(nil, db)
        }
        try forget(files)
        var touched: Set<Int64> = []
        for file in files where file.contents.length > 0 && copied[file.path] != file {
            touched.insert(file.unit)
            try copyFile(file, isRenamed: renames.contains(file.path))
        }
        try copy.renderEntities()
        try copy.renderQuarantine()
        try copy.renderSummary()
        return try look(at: files, touched: touched)
    }

    /// The copy's report, when all of it is on the disk and has its identity.
    func finish(as directory: String) throws -> BackupReport {
        guard let archive else { throw ArchiveError(.misuse, "A backup is finished after it was taken") }
        let (units, lastRun) = try archive.read { db in
            (
                try db.integer("SELECT count(*) FROM units WHERE partition <> '' AND state <> 'known'") ?? 0,
                try db.integer("SELECT max(id) FROM runs")
            )
        }
        let files = copied.values.reduce(0) { $0 + $1.contents.length }
        let rows = try archive.read { db in
            try db.integer(
                "SELECT sum(rows) FROM \(archive.tableOfRows) WHERE sink = ?", [archive.sinks.first?.name])
        }
        try archive.database.inDatabase { db in try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        let identity = archive.identity
        try archive.close()
        try syncAll()
        // The last of it: before this the directory is no archive that anything would open.
        try identity.write(disk)
        return BackupReport(
            archive: source.directory, directory: directory, units: Int(units), files: copied.count, bytes: files,
            databaseBytes: disk.length(Self.database) ?? 0, rows: rows ?? 0, lastRun: lastRun, attempts: attempts)
    }

    mutating func close() {
        try? archive?.close()
        archive = nil
    }

    private func open() throws -> Archive {
        let recorded = try source.recordedIdentity()
        let database = try RecordDatabase.open(disk.absolute(Self.database))
        let sinks = try database.inDatabase { db in try ArchiveValue.sinks.read(db).map(SinkNames.read) ?? recorded.sinks }
        let identity = ArchiveIdentity(
            id: recorded.id, format: recorded.format, database: Self.database, sinks: sinks, created: recorded.created)
        return Archive(
            OpenedRecord(disk: disk, identity: identity, database: database), sinks: source.sinks.filter { sinks.contains($0.name) },
            lock: try ArchiveLock.acquire(LockRequest(holder: holder), on: disk), threshold: CommitThreshold(), isNew: false,
            interruptedRuns: [])
    }

    /// What an earlier attempt rendered is rendered anew.
    private func removeRendered() throws {
        guard let archive else { return }
        for file in try archive.read({ db in try RenderedFile.fetchAll(db, where: "1") }) { _ = try disk.remove(file.path) }
    }

    /// Removes what an earlier attempt copied and this record does not have.
    private mutating func forget(_ files: [FileRecord]) throws {
        let known = Set(files.filter { $0.contents.length > 0 }.map(\.path))
        for path in copied.keys where !known.contains(path) {
            _ = try disk.remove(path)
            copied[path] = nil
        }
    }

    /// A file that is not there, or too short, is left out or short in the copy too: who reads the copy finds it.
    private mutating func copyFile(_ file: FileRecord, isRenamed: Bool) throws {
        copied[file.path] = nil
        let rewrite = DataPath.rewrite(of: file.path)
        let path = isRenamed && source.disk.length(rewrite) != nil ? rewrite : file.path
        _ = try disk.makeDirectories(HostPath.parent(of: file.path))
        let to = try disk.createAnew(file.path)
        guard source.disk.length(path) != nil else { return }
        let from = try source.disk.openForReading(path)
        var position: Int64 = 0
        while position < file.contents.length {
            let end = min(position + Self.chunk, file.contents.length)
            guard source.disk.length(path) ?? 0 >= end else { return }
            let bytes = try from.read(position..<end)
            try disk.write(bytes, to: to, at: position)
            position = end
        }
        copied[file.path] = file
    }

    /// Reads the copy whole, the first time; then the units that were copied anew.
    private mutating func look(at files: [FileRecord], touched: Set<Int64>) throws -> Finding? {
        guard let archive else { return nil }
        var verification = Verification(isFull: true)
        if attempts > 1 { verification.includes = { touched.contains($0.id) } }
        // Its identity is written last.
        let findings = try archive.verify(verification, dataset: declared).findings.filter { $0.code != .identity }
        for finding in findings {
            let damaged = files.filter { disk.absolute($0.path) == finding.path || finding.path == $0.path }
            for file in damaged { copied[file.path] = nil }
            // What cannot be laid at one file's door is copied whole once more.
            if damaged.isEmpty { copied = [:] }
        }
        return findings.first
    }

    private func syncAll() throws {
        let root = try disk.openDirectory("")
        guard try !disk.syncAll(root) else { return }
        for path in copied.keys.sorted() { try disk.syncData(disk.openForWriting(path)) }
        try disk.syncData(disk.openForWriting(Self.database))
        var directories = Set(copied.keys.map(HostPath.parent))
        while let directory = directories.popFirst() {
            try disk.syncDirectory(directory)
            if !directory.isEmpty { directories.insert(HostPath.parent(of: directory)) }
        }
    }
}

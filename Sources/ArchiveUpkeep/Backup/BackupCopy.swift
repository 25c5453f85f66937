import Archive
import Host
import PluginKit
import Tabular

/// The copy of an archive that a backup is building.
struct BackupCopy {
    private let source: ArchiveReader
    private let disk: FileSystem
    private let holder: String
    private let declared: DeclaredDatasets
    private let didSnapshot: () throws -> Void
    private var archive: Archive?
    private(set) var attempts = 0
    /// Files as they were copied and found to be what the record says.
    private var copied: [String: SeriesPart] = [:]

    private static let chunk: Int64 = 1 << 20
    private static let database = ArchiveBirth.defaultDatabase

    init(
        of source: ArchiveReader, in disk: FileSystem, holder: String, declared: @escaping DeclaredDatasets,
        didSnapshot: @escaping () throws -> Void
    ) {
        self.source = source
        self.disk = disk
        self.holder = holder
        self.declared = declared
        self.didSnapshot = didSnapshot
    }

    /// Copies the record, then the files that it speaks of, and reads them. Returns the first difference; nil: the copy
    /// is whole.
    mutating func take() throws -> Finding? {
        attempts += 1
        try removeRendered()
        close()
        for suffix in ["", "-wal", "-shm"] { _ = try disk.remove(Self.database + suffix) }
        // One read transaction: nothing that is committed later is in it.
        try source.record.copy(to: disk.absolute(Self.database))
        try source.refuseIfWritten()
        source.mindsWriters = false
        try didSnapshot()
        let copy = try open()
        archive = copy
        let files = try copy.record.allFiles()
        let renames = Set(try copy.record.promises().filter { $0.kind == .rename }.map(\.path))
        try copy.change { record in
            try record.dropReplacements()
            // The file of what waits is not copied: a run gives its room away from commit to commit.
            try record.dropSpool()
            // Copied files have the name that they are to have, and those that are to go are not copied.
            try record.forgetPromises()
            try record.forgetAllRendered()
        }
        try forget(files)
        var touched: Set<Int64> = []
        for part in files {
            guard let file = part.file, file.length > 0, copied[file.path] != part else { continue }
            touched.insert(part.unit)
            try copyFile(part, file, isRenamed: renames.contains(file.path))
        }
        try copy.rendering.renderAll()
        return try look(at: files, touched: touched)
    }

    /// The copy's report, when all of it is on the disk and has its identity.
    func finish(as directory: String) throws -> BackupReport {
        guard let archive else { throw ArchiveError(.misuse, "A backup is finished after it was taken") }
        let record = archive.record
        let (units, lastRun) = (try record.unitsWithSeries(), try record.runIDs?.upperBound)
        let files = copied.values.reduce(0) { $0 + $1.contents.length }
        let rows = try record.rows(in: archive.sinks.first?.name ?? "") + record.rows(in: Record.ownSink)
        try record.checkpoint()
        let identity = archive.reader.identity
        try archive.close()
        try syncAll()
        // The last of it: before this the directory is no archive that anything would open.
        try identity.write(disk)
        return BackupReport(
            archive: source.directory, directory: directory, units: units, files: copied.count, bytes: files,
            databaseBytes: disk.length(Self.database) ?? 0, rows: rows, lastRun: lastRun, attempts: attempts)
    }

    mutating func close() {
        try? archive?.close()
        archive = nil
    }

    private func open() throws -> Archive {
        let recorded = try source.recordedIdentity()
        return try Archive.copied(Self.database, on: disk, holder: holder) { record in
            let sinks = try record.sinks ?? recorded.sinks
            let identity = ArchiveIdentity(
                id: recorded.id, format: recorded.format, database: Self.database, sinks: sinks,
                created: recorded.created)
            return (identity, source.sinks.filter { sinks.contains($0.name) })
        }
    }

    /// What an earlier attempt rendered is rendered anew.
    private func removeRendered() throws {
        guard let archive else { return }
        for file in try archive.record.renderedFiles() { _ = try disk.remove(file.path) }
    }

    /// Removes what an earlier attempt copied and this record does not have.
    private mutating func forget(_ files: [SeriesPart]) throws {
        let known = Set(files.compactMap(\.file).filter { $0.length > 0 }.map(\.path))
        for path in copied.keys where !known.contains(path) {
            _ = try disk.remove(path)
            copied[path] = nil
        }
    }

    /// A file that is not there, or too short, is left out or short in the copy too: who reads the copy finds it.
    private mutating func copyFile(_ part: SeriesPart, _ file: SeriesPart.File, isRenamed: Bool) throws {
        copied[file.path] = nil
        let rewrite = DataPath.rewrite(of: file.path)
        let path = isRenamed && source.disk.length(rewrite) != nil ? rewrite : file.path
        _ = try disk.makeDirectories(HostPath.parent(of: file.path))
        let to = try disk.createAnew(file.path)
        guard source.disk.length(path) != nil else { return }
        let from = try source.disk.openForReading(path)
        var position: Int64 = 0
        while position < file.length {
            let end = min(position + Self.chunk, file.length)
            guard source.disk.length(path) ?? 0 >= end else { return }
            let bytes = try from.read(position..<end)
            try disk.write(bytes, to: to, at: position)
            position = end
        }
        copied[file.path] = part
    }

    /// Reads the copy whole, the first time; then the units that were copied anew.
    private mutating func look(at files: [SeriesPart], touched: Set<Int64>) throws -> Finding? {
        guard let archive else { return nil }
        var verification = Verification(isFull: true)
        if attempts > 1 { verification.includes = { touched.contains($0.id) } }
        // Its identity is written last.
        let findings = try archive.reader.verify(verification, dataset: declared).findings.filter {
            $0.code != .identity
        }
        for finding in findings {
            let damaged = files.compactMap(\.file?.path).filter {
                disk.absolute($0) == finding.path || finding.path == $0
            }
            for path in damaged { copied[path] = nil }
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

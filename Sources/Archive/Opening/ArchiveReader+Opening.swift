import GRDB
import Host

/// Opening an archive for looking at it.
extension ArchiveReader {
    /// Opens an archive for looking at it. Takes no lock, changes nothing, and works beside a running update.
    ///
    /// Where this user may only read the directory, the archive is `isUnguarded`; `reading(at:sinks:)` sees to that.
    package static func openReadOnly(at directory: String, sinks: (_ names: [String]) throws -> [ArchiveSink]) throws
        -> ArchiveReader
    {
        let disk = FileSystem(root: HostPath.resolve(directory))
        do {
            return try reporting {
                if let refusal = disk.refusal(ArchiveIdentity.fileName) { throw refusal }
                guard Archive.exists(at: directory) else { throw Archive.noArchive(disk) }
                let record = try OpenedRecord.open(disk, isReadOnly: true)
                try record.record.refuseNewer(RecordFormat.migrations)
                try record.record.refuseOlder(RecordFormat.migrations)
                return ArchiveReader(record, sinks: try sinks(record.identity.sinks), isWriter: false)
            }
        } catch let error as ArchiveError {
            throw error.ofReader(in: disk.root)
        }
    }

    /// Opens an archive for looking at it, hands it to `body`, and closes it. Takes no lock, changes nothing, and works
    /// beside a running update.
    ///
    /// Somebody who may only read the directory has no locks of SQLite's. Then it is looked at the end whether somebody
    /// wrote meanwhile, and if so `body` is run once more with the archive as it is now, `attempts` times in all: what
    /// it returns is of one state. It must have no effects but what it returns. Throws `.locked` where somebody wrote
    /// each time.
    package static func reading<Result>(
        at directory: String, sinks: (_ names: [String]) throws -> [ArchiveSink], attempts: Int = 3,
        _ body: (ArchiveReader) throws -> Result
    ) throws -> Result {
        for _ in 1..<max(1, attempts) {
            if let result = try read(at: directory, sinks: sinks, isLast: false, body) { return result }
        }
        guard let result = try read(at: directory, sinks: sinks, isLast: true, body) else {
            throw ArchiveError(.misuse, "an attempt to read ended without a result")
        }
        return result
    }

    /// nil: somebody wrote meanwhile, and it is not the last attempt.
    private static func read<Result>(
        at directory: String, sinks: (_ names: [String]) throws -> [ArchiveSink], isLast: Bool,
        _ body: (ArchiveReader) throws -> Result
    ) throws -> Result? {
        let reader = try openReadOnly(at: directory, sinks: sinks)
        defer { try? reader.close() }
        do {
            let result = try body(reader)
            if reader.mindsWriters { try reader.refuseIfWritten() }
            return result
        } catch {
            // What went wrong over a database that changed under the reading is no fault of the archive.
            guard reader.wasWritten else { throw (error as? ArchiveError)?.ofReader(in: reader.directory) ?? error }
            guard isLast else { return nil }
            throw reader.written
        }
    }

    /// Whether nothing keeps writers from changing what is being read: this user may not write beside the database.
    /// What was read then is of one state only where `refuseIfWritten` throws nothing afterwards.
    package var isUnguarded: Bool { still != nil }

    /// Throws `.locked` where an unguarded archive was written since it was opened.
    package func refuseIfWritten() throws {
        if wasWritten { throw written }
    }

    private var wasWritten: Bool { still?.wasWritten ?? false }

    private var written: ArchiveError {
        let by = writer.map { " by \($0)" } ?? ""
        return ArchiveError(
            .locked,
            "The archive \(directory) was written\(by) while it was read, and what was read is of no one state",
            fix: """
                run the same line again when that has ended; a user who may write in \(databaseDirectory) reads beside \
                a writer, because SQLite's locks are there
                """, path: disk.absolute(identity.database))
    }

    private var databaseDirectory: String { HostPath.parent(of: disk.absolute(identity.database)) }
}

extension ArchiveError {
    /// The same for somebody who only looks: who may not read is told what a reader needs.
    func ofReader(in directory: String) -> ArchiveError {
        if let system = cause as? SystemError, system.isRefusal {
            return ArchiveError.unreadable(system, in: directory)
        }
        guard let database = cause as? DatabaseError,
            [.SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM].contains(database.resultCode)
        else {
            return self
        }
        return ArchiveError(
            .cannotWrite,
            """
            This user cannot read the database of \(directory) beside who writes it: \
            \(database.message ?? "no reason given")
            """,
            fix: "run the same line again when nobody writes it, or as a user who may write there", path: path,
            cause: database)
    }

    /// A file that this user may not read, or a directory that he may not enter.
    static func unreadable(_ error: SystemError, in directory: String) -> ArchiveError {
        ArchiveError(
            .cannotWrite, "This user cannot read \(error.path): \(error.reason)",
            fix:
                """
                a reader needs to read the files of \(directory) and to enter its directories: chmod -R a+rX \
                \(directory), by its owner
                """,
            path: error.path, cause: error)
    }

    /// Why a database can be read neither with SQLite's locks nor as one that nobody changes; nil: it can.
    static func unguarded(_ path: String, in directory: String) -> ArchiveError? {
        let disk = FileSystem(root: HostPath.parent(of: path))
        for file in [path, path + "-wal", path + "-shm"] where disk.status(file) != nil {
            do {
                _ = try disk.openForReading(file)
            } catch {
                return unreadable(error, in: directory)
            }
        }
        guard StillDatabase.hasCommitsBeside(path) else { return nil }
        return ArchiveError(
            .cannotWrite,
            """
            \(path)-wal has commits that are not in \(path) yet, and to read them SQLite needs \(path)-shm, which this \
            user cannot make there
            """,
            fix: """
                let a user who may write in \(disk.root) run penstock status once, or penstock update, which leaves no \
                -wal; a copy of an archive is best made by penstock backup
                """, path: path)
    }
}

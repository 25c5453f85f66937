import GRDB
import Host

/// The identity and the database of an archive, which belong together.
struct OpenedRecord {
    let disk: FileSystem
    var identity: ArchiveIdentity
    let record: Record
    /// Of a reader whom no lock guards; nil: it is guarded, or it writes.
    private(set) var still: StillDatabase?

    init(disk: FileSystem, identity: ArchiveIdentity, record: Record, still: StillDatabase? = nil) {
        self.disk = disk
        self.identity = identity
        self.record = record
        self.still = still
    }

    /// Opens both and compares them.
    static func open(_ disk: FileSystem, isReadOnly: Bool) throws -> OpenedRecord {
        guard let identity = try ArchiveIdentity.read(disk) else {
            throw ArchiveError(
                .missingIdentity,
                "\(disk.absolute("archive.db")) is there and \(disk.absolute(ArchiveIdentity.fileName)) is not",
                fix: "put archive.json back from a copy; nothing was changed",
                path: disk.absolute(ArchiveIdentity.fileName))
        }
        let path = disk.absolute(identity.database)
        guard disk.status(identity.database) != nil else {
            throw ArchiveError(
                .missingRecord, "\(disk.absolute(ArchiveIdentity.fileName)) is there and its database \(path) is not",
                fix: "put the database back from a copy; nothing was changed", path: path)
        }
        let (database, still) =
            try isReadOnly ? RecordDatabase.openReadOnly(path, of: disk.root) : (RecordDatabase.open(path), nil)
        let id = try database.inDatabase { db in try db.tableExists("archive") ? ArchiveValue.id.read(db) : nil }
        guard let id else { throw wrong("\(path) is not the database of an archive", path) }
        guard id == identity.id else {
            throw wrong(
                """
                \(path) belongs to another archive (\(id)) than \(disk.absolute(ArchiveIdentity.fileName)) \
                (\(identity.id))
                """,
                path)
        }
        var opened = OpenedRecord(
            disk: disk, identity: identity, record: Record(database, path: path, on: disk), still: still)
        if let sinks = try opened.record.sinks { opened.identity.sinks = sinks }
        guard !opened.identity.sinks.isEmpty else {
            throw ArchiveError(
                .wrongRecord, "The archive \(disk.root) names no storage, so that it can keep no rows",
                fix: "move it away and backfill again; nothing was changed", path: path)
        }
        return opened
    }

    /// Puts `archive.json` right where it says less than the record: of an older format, or of before a conversion.
    mutating func settle(format: Int) throws {
        if try record.sinks == nil { try record.transaction { try record.set(sinks: identity.sinks) } }
        identity.format = format
        guard try ArchiveIdentity.read(disk) != identity else { return }
        try identity.write(disk)
    }

    private static func wrong(_ message: String, _ path: String) -> ArchiveError {
        ArchiveError(
            .wrongRecord, message, fix: "put back the files that belong together; nothing was changed", path: path)
    }
}

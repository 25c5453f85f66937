import GRDB
import Host
package import Tabular

/// An archive as it can be looked at: the queries that readers and the writer share. Not for use by two tasks at once.
///
/// A reader of its own takes no lock and changes nothing; what it sees is what was committed when it asked.
package class ArchiveReader {
    /// Absolute.
    package let directory: String
    package internal(set) var identity: ArchiveIdentity
    package internal(set) var sinks: [ArchiveSink]

    let disk: FileSystem
    let database: DatabaseQueue
    /// Where no lock guards what is read.
    let still: StillDatabase?
    /// Whether what was read has to be of the state that is there at the end; a backup's copy is of the moment at which it was taken.
    var mindsWriters = true
    /// The database's own handle, for statements on tables; nil once closed.
    private(set) var connection: OpaquePointer?
    /// Files whose bytes, and parts of tables whose ends, were compared with the record since the archive was opened.
    var checkedFiles: Set<Int64> = []
    var checkedParts: Set<Int64> = []
    /// By name.
    var seriesTables: [String: SeriesTable] = [:]

    init(disk: FileSystem, identity: ArchiveIdentity, sinks: [ArchiveSink], database: DatabaseQueue, still: StillDatabase? = nil) {
        self.still = still
        self.directory = disk.root
        self.identity = identity
        self.sinks = sinks
        self.disk = disk
        self.database = database
        connection = database.inDatabase { db in db.sqliteConnection }
    }

    /// The first day that the archive was asked for; nil where it has none.
    package var start: Day? {
        get throws { try read { db in try ArchiveValue.start.read(db).flatMap { Day($0) } } }
    }

    /// The database's absolute path when it is not in the archive's directory: then it has to be copied with it.
    package var outsideDatabase: String? {
        let path = disk.absolute(identity.database)
        return HostPath.isInside(path, directory) ? nil : HostPath.standard(path)
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reporting { try database.inDatabase(body) }
    }

    /// Several reads of one state of the record.
    func snapshot<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try read { db in
            // The writer's own group is one state already.
            guard !db.isInsideTransaction else { return try body(db) }
            var result: Result?
            try db.inTransaction(.deferred) {
                result = try body(db)
                return .commit
            }
            guard let result else { throw ArchiveError(.database, "a transaction without a result") }
            return result
        }
    }

    /// What a file holds and where its bytes are, as this reader sees it.
    func present(_ file: FileRecord, label: String) throws -> (path: String, contents: FileRecord.Contents) {
        // A rewrite that is committed and not renamed yet: its bytes are still beside the file.
        let rewrite = DataPath.rewrite(of: file.path)
        if try read({ db in try db.integer("SELECT 1 FROM intents WHERE path = ?", [file.path]) }) != nil, disk.length(rewrite) != nil {
            return (rewrite, file.contents)
        }
        try check(file, label: label, mayBeLonger: true)
        return (file.path, file.contents)
    }

    func contents(of file: FileRecord) -> FileRecord.Contents { file.contents }

    /// Of the file sinks, in the archive's order.
    var fileSinks: [FileSink] { sinks.compactMap { if case .file(let sink) = $0 { sink } else { nil } } }
    /// An archive has one at most: the tables of two would have the same names.
    var tableSink: TableSink? { sinks.lazy.compactMap { if case .table(let sink) = $0 { sink } else { nil } }.first }

    func rows(of part: TablePart) -> RowTally { part.rows }

    package func close() throws {
        for table in seriesTables.values { table.close() }
        seriesTables = [:]
        connection = nil
        try reporting { try database.close() }
    }
}

import GRDB
public import Tabular

/// An archive as it can be looked at: the queries that readers and the writer share. Not for use by two tasks at once.
///
/// A reader of its own takes no lock and changes nothing; what it sees is what was committed when it asked.
public class ArchiveReader {
    /// Absolute.
    public let directory: String
    public let identity: ArchiveIdentity
    public let sinks: [ArchiveSink]

    let disk: FileSystem
    let database: DatabaseQueue
    /// Files whose bytes were compared with the record since the archive was opened.
    var checkedFiles: Set<Int64> = []

    init(disk: FileSystem, identity: ArchiveIdentity, sinks: [ArchiveSink], database: DatabaseQueue) {
        self.directory = disk.root
        self.identity = identity
        self.sinks = sinks
        self.disk = disk
        self.database = database
    }

    /// The first day that the archive was asked for; nil where it has none.
    public var start: Day? {
        get throws { try read { db in try ArchiveValue.start.read(db).flatMap { Day($0) } } }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reporting { try database.inDatabase(body) }
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

    public func close() throws {
        try reporting { try database.close() }
    }
}

import GRDB
import Host
import Tabular

/// The record of an archive: what has happened and is durable, in the tables of its database. All that is asked of
/// these tables and written into them stands in this folder, a file a table; values go in and come out, and nobody else
/// sees SQL. Not for use by two tasks at once.
///
/// Its functions may call each other. Those that change something do so in a transaction that is open: `Archive.change`
/// makes one of its own, and the pages of a group share theirs.
package final class Record {
    let database: DatabaseQueue
    /// For the two moments of a commit, and for what an error names.
    private let disk: FileSystem
    /// Where rows wait that are not in the database.
    let spoolFile: SpoolFile
    /// Absolute.
    package let path: String
    /// The database's own handle, for statements on tables of rows; nil once closed.
    private(set) var connection: OpaquePointer?
    /// Datasets whose columns are recorded, with those, and tables that are there as their datasets declare them:
    /// looked at once.
    var declared: [String: Schema] = [:]
    var prepared: Set<String> = []
    /// The schemas of series that were asked for, by dataset.
    var schemas: [String: SchemaList] = [:]
    /// Whether the rows of a dataset are in the record itself, as far as it was asked for.
    var kept: [String: Bool] = [:]
    /// Of exchanges.
    var kinds = KnownKinds()
    /// What was read since ``atWork(_:)`` began; nil outside of it.
    var work: Work?
    /// Units that have left the frontier in the transaction that is open: its plan counts them at the commit.
    var finished: Int64 = 0

    struct Work {
        /// Of the unit that was asked for last.
        var parts: (unit: Int64, parts: [SeriesPart])?
    }

    /// Of the archive.
    package var directory: String { disk.root }

    /// - Parameter path: of the database, absolute.
    init(_ database: DatabaseQueue, path: String, on disk: FileSystem) {
        self.database = database
        self.path = path
        self.disk = disk
        spoolFile = SpoolFile(disk)
        connection = database.inDatabase { db in db.sqliteConnection }
    }

    /// Asks the database, in the transaction that is open or in none.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try reporting { try database.unsafeReentrantWrite(body) }
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

    /// Enters the database once for all that `body` asks of the record and changes in it, and reads a unit's parts once
    /// until some part changes. For the process that writes: nobody else changes the record meanwhile.
    package func atWork<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard work == nil else { return try body() }
        return try database.unsafeReentrantWrite { _ in
            work = Work()
            defer { work = nil }
            return try body()
        }
    }

    /// Several questions to one state of the record.
    package func atOnce<Result>(_ body: () throws -> Result) throws -> Result { try snapshot { _ in try body() } }

    /// Changes the database in the transaction that is open.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try read { db in
            guard db.isInsideTransaction else {
                throw ArchiveError(.misuse, "The record is changed in a transaction only")
            }
            return try body(db)
        }
    }

    /// A transaction of its own; rolled back when the body or the commit fails.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try reporting {
            try database.unsafeReentrantWrite { db in
                do {
                    try begin()
                    let result = try body()
                    try commit()
                    return result
                } catch {
                    rollBack()
                    throw error
                }
            }
        }
    }

    func begin() throws {
        try read { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            try findSpoolRoom(db)
        }
    }

    /// Ends the open transaction: rows that wait are on the disk, and from here on all of it is true.
    func commit() throws {
        try read { db in
            try spoolFile.makeDurable()
            if finished > 0 { try db.run("UPDATE frontier_plan SET finished = finished + ?", [finished]) }
            let refusal = disk.calls.willCommit()
            guard refusal == 0 else { throw SystemError(call: .commit, path: path, errno: refusal) }
            try db.execute(sql: "COMMIT")
            finished = 0
            spoolFile.transactionEnded()
            disk.calls.didCommit()
        }
    }

    /// A failure of the rollback changes nothing: the transaction ends with the connection at the latest.
    func rollBack() {
        (declared, prepared, schemas, kept, kinds, finished) = ([:], [], [:], [:], KnownKinds(), 0)
        work?.parts = nil
        spoolFile.transactionEnded()
        try? database.unsafeReentrantWrite { db in
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
        }
    }

    /// What a step has changed goes when it fails and the archive can go on; what the transaction had before stays.
    func undoing<Result>(_ step: () throws -> Result) throws -> Result {
        let (before, room) = ((declared, prepared, finished), spoolFile.room)
        try read { db in try db.execute(sql: "SAVEPOINT step") }
        do {
            let result = try step()
            try read { db in try db.execute(sql: "RELEASE step") }
            return result
        } catch let error as ArchiveError where error.leavesArchive {
            try read { db in try db.execute(sql: "ROLLBACK TO step; RELEASE step") }
            (declared, prepared, finished) = before
            (schemas, kept) = ([:], [:])
            kinds.forgetPlaces()
            work?.parts = nil
            spoolFile.room = room
            throw error
        }
    }

    func close() throws {
        connection = nil
        spoolFile.close()
        try reporting { try database.close() }
    }
}

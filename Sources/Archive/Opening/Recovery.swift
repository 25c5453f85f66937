import GRDB
import Host

/// Puts files and record right at the start of a run: what a commit promised is done, what was written for no commit is cut.
struct Recovery {
    let disk: FileSystem
    let database: DatabaseQueue
    /// False for a database that is older than its archive: what stands behind its lengths was committed, and its intents are long done.
    let cutsTails: Bool

    /// Returns the runs that were killed and have their ledger row now.
    func run() throws -> [Int64] {
        try ConversionSite.removeMark(disk)
        if cutsTails {
            try Intent.performAll(on: disk, database) { try transaction($0) }
        } else {
            try transaction { db in try db.run("DELETE FROM intents") }
        }
        if let filling = try database.inDatabase({ db in try SinkFilling.fetch(db) }) {
            try filling.remove(on: disk, database) { try transaction($0) }
        }
        guard try database.inDatabase({ db in try ArchiveValue.openRun.read(db) }) != nil else { return [] }
        let files = try database.inDatabase { db in try FileRecord.fetch(db, where: "unit IN (SELECT unit FROM frontier)", []) }
        var restarts: [Int64] = []
        var isCut = false
        for file in files where cutsTails {
            if try cutTail(of: file) { isCut = true }
            switch try cutRewrite(of: file) {
            case .whole(let wasCut): isCut = isCut || wasCut
            case .lost: restarts.append(file.unit)
            }
        }
        if isCut { _ = try disk.syncAll(disk.openDirectory("")) }
        return try transaction { db in
            for unit in restarts {
                try db.run(
                    "UPDATE files SET rewrite_length = NULL WHERE unit = ?",
                    [unit])
                try FrontierEntry.restart(db, unit: unit)
                try db.run("DELETE FROM spool WHERE unit = ?", [unit])
            }
            return try interrupt(db)
        }
    }

    /// Bytes behind the committed length, and a file that no commit knows of.
    private func cutTail(of file: FileRecord) throws(SystemError) -> Bool {
        guard let length = disk.length(file.path), length > file.contents.length || file.contents.length == 0 else { return false }
        if file.contents.length == 0 { return try disk.remove(file.path) }
        try disk.truncate(disk.openForWriting(file.path), to: file.contents.length)
        return true
    }

    private enum Rewrite {
        case whole(wasCut: Bool)
        /// The part that was recorded is not there.
        case lost
    }

    private func cutRewrite(of file: FileRecord) throws(SystemError) -> Rewrite {
        let path = DataPath.rewrite(of: file.path)
        guard let recorded = file.rewrite?.length else { return .whole(wasCut: try disk.remove(path)) }
        guard let length = disk.length(path), length >= recorded else { return .lost }
        guard length > recorded else { return .whole(wasCut: false) }
        try disk.truncate(disk.openForWriting(path), to: recorded)
        return .whole(wasCut: true)
    }

    /// Killed runs get their counts from what they committed.
    private func interrupt(_ db: Database) throws -> [Int64] {
        let runs = try Int64.fetchAll(db, sql: "SELECT id FROM runs WHERE state = 'running' ORDER BY id")
        for run in runs {
            try RunSummary.countCommitted(db, run: run)
            try db.run(
                """
                UPDATE runs SET state = 'interrupted', failure = coalesce(failure, 'interrupted'),
                    requests = (SELECT count(*) FROM answers WHERE run = ?1), bytes = (SELECT coalesce(sum(bytes), 0) FROM answers WHERE run = ?1)
                WHERE id = ?1
                """, [run])
        }
        try ArchiveValue.openRun.write(nil, db)
        return runs
    }

    private func transaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try database.transaction(on: disk, path: disk.root, body)
    }
}

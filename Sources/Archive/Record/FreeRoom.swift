import GRDB

/// Room of `archive.db` that nothing has any more, given back to the disk. Databases of new archives can do so bit by
/// bit; one of an older version has to be copied within itself once, which it is by a repair and by a conversion.
extension Record {
    /// So many free pages are kept for what comes next: 1 MiB.
    static let sparePages: Int64 = 256
    /// So many are given back at a time, at most: 256 MiB.
    private static let pagesAtOnce: Int64 = 65_536

    /// At the end of a run, where more than a quarter is free; the rest is for the next runs. SQLite does it whole or
    /// not at all, and a failure changes nothing. Outside of a transaction.
    func giveRoomBack() throws {
        try read { db in
            guard try isIncremental(db), let free = try db.integer("PRAGMA freelist_count"),
                let all = try db.integer("PRAGMA page_count"), free > Record.sparePages, free > all / 4
            else { return }
            let count = min(free - Record.sparePages / 2, Record.pagesAtOnce)
            try db.execute(sql: "PRAGMA incremental_vacuum(\(count))")
        }
    }

    /// A database of an older version gives room back from now on, and all that is free at once. It takes as much room
    /// as it has once more while it lasts; who reads meanwhile goes on reading what was there. Outside of a
    /// transaction.
    func becomeIncremental() throws {
        if try read({ db in try !isIncremental(db) }) { try compact() }
    }

    /// All that is free is given back, and what becomes free from now on can be.
    package func compact() throws {
        try read { db in
            if try !isIncremental(db) { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            try db.execute(sql: "VACUUM")
        }
    }

    private func isIncremental(_ db: Database) throws -> Bool { try db.integer("PRAGMA auto_vacuum") == 2 }
}

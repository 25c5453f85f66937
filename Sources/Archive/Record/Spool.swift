import GRDB
import PluginKit
import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

/// Rows that wait: pages of walks from new to old, until they have met what is stored, and parts of a replacement in a
/// table, until its last one is there. They are in the spool's file; table `spool` says where.
extension Record {
    /// A page of a walk from new to old.
    func spool(_ held: HeldRows, of unit: UnitRecord) throws {
        try spool(held.batch, of: unit, held.dataset, sink: nil, firstTick: held.dataset.firstTick(held.batch))
    }

    /// A part of a replacement.
    func spool(_ batch: Batch, of unit: UnitRecord, _ dataset: Dataset, for sink: String) throws {
        try spool(batch, of: unit, dataset, sink: sink, firstTick: nil)
    }

    private func spool(_ batch: Batch, of unit: UnitRecord, _ dataset: Dataset, sink: String?, firstTick: Int64?) throws
    {
        let schema = try schema(of: Series(unit, dataset))
        try write { db in
            let place = try spoolFile.write(SpoolPage.encode(batch))
            spoolFile.room?.units.insert(unit.id)
            try db.run(
                """
                INSERT INTO spool (unit, dataset, schema, sink, first_tick, offset, length, checksum) VALUES (?, ?, ?, \
                ?, ?, ?, ?, ?)
                """,
                [
                    unit.id, dataset.name, schema, sink, firstTick, place.offset, place.length, Int64(place.checksum),
                ])
        }
    }

    /// Whether pages of a unit's walk wait in the spool.
    package func holdsRows(of unit: UnitRecord) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM spool WHERE unit = ? AND sink IS NULL LIMIT 1", [unit.id]) != nil
        }
    }

    /// The datasets of which pages of a unit's walk wait.
    func spooledDatasets(of unit: UnitRecord) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db.cachedStatement(
                    sql: "SELECT DISTINCT dataset FROM spool WHERE unit = ? AND sink IS NULL ORDER BY dataset"),
                arguments: [unit.id])
        }
    }

    /// The pages of a walk, the oldest rows last.
    func spooledPages(of unit: UnitRecord, _ dataset: Dataset) throws -> [(id: Int64, firstTick: Int64)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT id, first_tick FROM spool WHERE unit = ? AND dataset = ? AND sink IS NULL ORDER BY first_tick \
                DESC, id
                """,
                [unit.id, dataset.name])
            var pages: [(id: Int64, firstTick: Int64)] = []
            while let row = try rows.next() { pages.append((row[0], row[1])) }
            return pages
        }
    }

    /// The parts of a replacement, in the order in which they came.
    func spooledParts(of unit: UnitRecord, _ dataset: Dataset, for sink: String) throws -> [Int64] {
        try read { db in
            try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM spool WHERE unit = ? AND dataset = ? AND sink = ? ORDER BY id"),
                arguments: [unit.id, dataset.name, sink])
        }
    }

    /// Rows as the spool has them, with the columns that the dataset has now. Throws `.damagedFile` where they are not
    /// those that were written.
    /// - Parameter isChecked: `checkSpool` has looked at their bytes.
    func spooledRows(_ id: Int64, of unit: UnitRecord, _ dataset: Dataset, isChecked: Bool = false) throws -> Batch {
        let page = try read { db in
            try db.first("SELECT offset, length, checksum, schema FROM spool WHERE id = ?", [id]) { row in
                (place: SpoolPlace(row), schema: row[3] as Int)
            }
        }
        guard let page else { throw damagedSpool(of: unit) }
        let written = try written(schema: page.schema, of: Series(unit, dataset)).dataset
        guard let bytes = try reporting({ try spoolFile.read(page.place, isChecked: isChecked) }),
            let batch = SpoolPage.decode(bytes, schema: written.schema)
        else { throw damagedSpool(of: unit) }
        return try Widening(from: written, to: dataset)(batch)
    }

    /// Throws `.damagedFile` where the spool's file is too short for the rows of a unit that wait.
    func lookAtSpool(of unit: UnitRecord) throws {
        let end = try read { db in try db.integer("SELECT max(offset + length) FROM spool WHERE unit = ?", [unit.id]) }
        if let end, spoolFile.length < end { throw damagedSpool(of: unit) }
    }

    /// Looks at every byte of a walk's pages, before anything is written of them: what stores do with rows when nothing
    /// of the unit can go wrong any more does not stop in the middle.
    func checkSpool(of unit: UnitRecord) throws {
        let places = try read { db in
            let rows = try db.rows(
                "SELECT offset, length, checksum FROM spool WHERE unit = ? AND sink IS NULL", [unit.id])
            var places: [SpoolPlace] = []
            while let row = try rows.next() { places.append(SpoolPlace(row)) }
            return places
        }
        for place in places {
            guard try reporting({ try spoolFile.read(place) }) != nil else { throw damagedSpool(of: unit) }
        }
    }

    private func damagedSpool(of unit: UnitRecord) -> ArchiveError {
        ArchiveError(
            .damagedFile, "\(unit.label): rows that wait in \(spoolFile.path) are not there as they were written",
            fix: "run the same line again: they are asked for once more", path: spoolFile.path)
    }

    /// The units of which rows wait, by id.
    package func unitsWithSpooledRows() throws -> [Int64] {
        try read { db in try Int64.fetchAll(db, sql: "SELECT DISTINCT unit FROM spool ORDER BY unit") }
    }

    /// How many pages of a unit wait that are not there as they were written, and where; nil where all are. Each is
    /// read whole, or `isFull` is false: then only the file's length is looked at.
    package func damagedSpool(ofUnit unit: Int64, isFull: Bool) throws -> (pages: Int, path: String)? {
        let pages = try read { db in
            let rows = try db.rows("SELECT offset, length, checksum, id FROM spool WHERE unit = ?", [unit])
            var pages: [(place: SpoolPlace, id: Int64)] = []
            while let row = try rows.next() { pages.append((SpoolPlace(row), row[3])) }
            return pages
        }
        let damaged = try pages.filter { page in
            var isThere = page.place.end <= spoolFile.length
            if isThere, isFull { isThere = try reporting { try spoolFile.read(page.place) } != nil }
            // A commit that has let go of it since may have given its room away.
            return try !isThere && read { db in try db.integer("SELECT 1 FROM spool WHERE id = ?", [page.id]) != nil }
        }
        return damaged.isEmpty ? nil : (damaged.count, spoolFile.path)
    }

    /// Nothing of a unit waits any more.
    package func emptySpool(of unit: Int64) throws {
        // Nearly no unit has rows there.
        if let room = spoolFile.room, !room.units.contains(unit) { return }
        try emptySpool("DELETE FROM spool WHERE unit = ?", [unit])
    }

    func emptySpool(of unit: UnitRecord, _ dataset: Dataset, for sink: String) throws {
        try emptySpool(
            "DELETE FROM spool WHERE unit = ? AND dataset = ? AND sink = ?", [unit.id, dataset.name, sink])
    }

    /// Nothing waits any more.
    func emptySpool() throws { try emptySpool("DELETE FROM spool") }

    private func emptySpool(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws {
        try write { db in
            try db.run(sql, arguments)
            if db.changesCount > 0 { spoolFile.emptied() }
        }
    }

    /// The units of which parts of a replacement wait.
    func unitsWithSpooledParts() throws -> [Int64] {
        try read { db in try Int64.fetchAll(db, sql: "SELECT DISTINCT unit FROM spool WHERE sink IS NOT NULL") }
    }

    /// Walks of which rows wait begin anew: of a copy, which has not the spool's file.
    package func dropSpool() throws { for unit in try unitsWithSpooledRows() { try restart(unit) } }

    // MARK: The file

    /// Finds what a transaction that has just begun may write over.
    func findSpoolRoom(_ db: Database) throws {
        guard spoolFile.room == nil else { return }
        let rows = try db.rows("SELECT offset, length, checksum, unit FROM spool ORDER BY offset")
        var pages: [Range<Int64>] = []
        var units: Set<Int64> = []
        while let row = try rows.next() {
            let place = SpoolPlace(row)
            pages.append(place.offset..<place.end)
            units.insert(row[3])
        }
        spoolFile.room = SpoolRoom(around: pages, of: units)
    }

    /// After a commit that has changed what waits, and when the archive is opened: the file is as long as its pages
    /// need, and gone where there is none.
    func settleSpool(isOpening: Bool = false) throws {
        guard isOpening || spoolFile.isStale else { return }
        try spoolFile.settle(upTo: read { db in try db.integer("SELECT max(offset + length) FROM spool") })
    }

    /// Until format 8 the pages were in the table itself: they are written to the file, and the migration that follows
    /// finds their places in a table of this connection. Killed before it, all is done once more.
    func moveSpool() throws {
        try reporting {
            try read { db in
                guard try db.columns(in: "spool").contains(where: { $0.name == "rows" }) else { return }
                try db.execute(sql: "\(RecordFormat.spoolPlaces) DELETE FROM spool_places;")
                let pages = try Row.fetchCursor(db, sql: "SELECT id, rows FROM spool ORDER BY id")
                var isBegun = false
                while let page = try pages.next() {
                    if !isBegun { try spoolFile.startAnew() }
                    isBegun = true
                    let place = try spoolFile.write(page.withUnsafeData(atIndex: 1) { [UInt8]($0 ?? Data()) })
                    try db.run(
                        "INSERT INTO spool_places (id, offset, length, checksum) VALUES (?, ?, ?, ?)",
                        [page[0] as Int64, place.offset, place.length, Int64(place.checksum)])
                }
                try spoolFile.makeDurable()
                spoolFile.transactionEnded()
            }
        }
    }
}

extension SpoolPlace {
    /// Of the columns `offset`, `length` and `checksum`, a row's first ones.
    fileprivate init(_ row: Row) {
        self.init(offset: row[0], length: row[1], checksum: UInt32(truncatingIfNeeded: row[2] as Int64))
    }
}

import GRDB
package import PluginKit
package import Tabular

/// A unit with all that the record says of its series.
package struct UnitStanding: Sendable {
    package var unit: UnitRecord
    package var coverage: Coverage
    /// Rows and ends of its series in the archive's first sink, by dataset; none where there are no rows.
    package let extents: [String: Extent]
    /// Why its last try failed; nil: it did not, or there was none.
    package var failure: Reason?
    /// The upstream does not have its subject (a market): why, how often in a row it was asked for, and when it is again.
    package var absence: (reason: Reason, tries: Int, next: Instant?)?

    package init(unit: UnitRecord, coverage: Coverage, extents: [String: Extent] = [:]) {
        self.unit = unit
        self.coverage = coverage
        self.extents = extents
    }
}

/// What is stored of a series.
package struct Extent: Sendable, Hashable {
    package let rows: Int
    /// The first and the last tick that has a row.
    package let first: Int64
    package let last: Int64
}

/// Units with all that the record says of them, one after the other.
extension Record {
    /// The units of a provider that have series and were admitted, sealed ones among them, in the order in which the archive came to know
    /// them, until `body` says false. All is read of one state of the record, with three cursors, and one unit is in memory at a time.
    /// `body` cannot ask the reader anything.
    package func eachStanding(of provider: String, _ body: (UnitStanding) throws -> Bool) throws {
        try snapshot { db in
            let units = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(UnitRecord.columns), f.cause, f.detail, m.cause, m.cause_detail, m.tries, m.next_try
                    FROM units u LEFT JOIN subjects m ON m.id = u.subject LEFT JOIN run_units f
                    ON f.unit = u.id AND f.outcome = 'failed' AND f.run = (SELECT max(r.run) FROM run_units r WHERE r.unit = u.id)
                    WHERE u.provider = ? AND u.state <> 'known' AND u.partition <> '' ORDER BY u.id
                    """,
                arguments: [provider])
            var spans = try Merge(
                Row.fetchCursor(db, sql: "SELECT unit, \(CoverageSpan.columns) FROM coverage ORDER BY unit, lower"), CoverageSpan.init(row:)
            )
            var extents = try Merge(extentRows(db), NamedExtent.init(row:))
            while let row = try units.next() {
                let unit = UnitRecord(row: row)
                let coverage = Coverage(recorded: try spans.items(of: unit.id))
                let series = try extents.items(of: unit.id).map { ($0.dataset, $0.extent) }
                var standing = UnitStanding(unit: unit, coverage: coverage, extents: Dictionary(series) { first, _ in first })
                let width = UnitRecord.width
                standing.failure = (row[width] as String?).map { Reason($0, row[width + 1] ?? "") }
                standing.absence = (row[width + 2] as String?).map { cause in
                    (Reason(cause, row[width + 3] ?? ""), row[width + 4], Instant(record: row[width + 5]))
                }
                guard try body(standing) else { return }
            }
        }
    }

    /// How many units `eachStanding` hands out.
    package func standingCount(of provider: String) throws -> Int {
        try read { db in
            let rows = try db.rows("SELECT count(*) FROM units WHERE provider = ? AND state <> 'known' AND partition <> ''", [provider])
            return try rows.next()?[0] ?? 0
        }
    }

    /// Admitted units without a file, lists for the most part, that were never read to their end, and why the last try failed.
    package func unreadLists(of provider: String) throws -> [(unit: UnitRecord, failure: Reason?)] {
        try snapshot { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(UnitRecord.columns), f.cause, f.detail FROM units u LEFT JOIN run_units f
                    ON f.unit = u.id AND f.outcome = 'failed' AND f.run = (SELECT max(r.run) FROM run_units r WHERE r.unit = u.id)
                    WHERE u.provider = ? AND u.state = 'admitted' AND u.partition = '' AND u.completed IS NULL ORDER BY u.id
                    """,
                arguments: [provider])
            var lists: [(unit: UnitRecord, failure: Reason?)] = []
            while let row = try rows.next() {
                let width = UnitRecord.width
                lists.append((UnitRecord(row: row), (row[width] as String?).map { Reason($0, row[width + 1] ?? "") }))
            }
            return lists
        }
    }

    /// Of the archive's first store.
    private func extentRows(_ db: Database) throws -> RowCursor {
        let sink = try ArchiveValue.sinks.read(db).map(SinkNames.read)?.first
        return try Row.fetchCursor(
            db,
            sql: """
                SELECT unit, dataset, rows, first_tick, last_tick FROM files WHERE sink = ?1 AND rows > 0
                UNION ALL SELECT unit, dataset, rows, first_tick, last_tick FROM table_parts WHERE sink = ?1 AND rows > 0 ORDER BY 1, 2
                """,
            arguments: [sink])
    }
}

private struct NamedExtent {
    let dataset: String
    let extent: Extent

    init(row: Row) {
        dataset = row[1]
        extent = Extent(rows: row[2], first: row[3] ?? 0, last: row[4] ?? 0)
    }
}

/// Takes from rows that are sorted by unit those of one unit after the other.
private struct Merge<Item> {
    private let rows: RowCursor
    private let make: (Row) -> Item
    private var next: (unit: Int64, item: Item)?
    private var isOver = false

    init(_ rows: RowCursor, _ make: @escaping (Row) -> Item) {
        self.rows = rows
        self.make = make
    }

    /// Of a unit with a larger id than any that was asked for.
    mutating func items(of unit: Int64) throws -> [Item] {
        var items: [Item] = []
        while true {
            if next == nil, !isOver {
                if let row = try rows.next() { next = (row[0], make(row)) } else { isOver = true }
            }
            guard let (owner, item) = next, owner <= unit else { return items }
            if owner == unit { items.append(item) }
            next = nil
        }
    }
}

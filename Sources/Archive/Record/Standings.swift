import GRDB
package import PluginKit
package import Tabular

/// A unit with all that the record says of its series.
package struct UnitStanding: Sendable {
    package var unit: UnitRecord
    package var coverage: Coverage
    /// Rows and ends of its series in the archive's first sink or in the record, by dataset; none where there are no
    /// rows.
    package let extents: [String: Extent]
    /// Columns that its series have gained, where rows are stored that were read without them.
    package var columns: [LateColumn] = []
    /// Why its last try failed; nil: it did not, or there was none.
    package var failure: Reason?
    /// The upstream does not have its subject (a market): why, how often in a row it was asked for, and when it is
    /// again.
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

    package init(rows: Int, first: Int64, last: Int64) {
        self.rows = rows
        self.first = first
        self.last = last
    }
}

/// A column that a series has gained since its first rows.
package struct LateColumn: Sendable, Hashable {
    package let dataset: String
    package let column: String
    /// The last tick through which rows were read without it, and have null; nil: all that are stored were.
    package let unreadThrough: Int64?
}

/// Units with all that the record says of them, one after the other.
extension Record {
    /// The units of a provider that have series and were admitted, sealed ones among them, in the order in which the
    /// archive came to know them, until `body` says false. All is read of one state of the record, with four cursors,
    /// and one unit is in memory at a time. `body` cannot ask the reader anything.
    package func eachStanding(of provider: String, _ body: (UnitStanding) throws -> Bool) throws {
        try snapshot { db in
            let units = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(UnitRecord.columns), \(Self.failure), m.cause, m.cause_detail, m.tries, m.next_try
                    FROM units u LEFT JOIN subjects m ON m.id = u.subject
                    WHERE u.provider = ? AND u.state <> 'known' AND u.partition <> '' ORDER BY u.id
                    """,
                arguments: [provider])
            var spans = try Merge(
                Row.fetchCursor(db, sql: "SELECT unit, \(CoverageSpan.columns) FROM coverage ORDER BY unit, lower"),
                CoverageSpan.init(row:)
            )
            var extents = try Merge(extentRows(db), NamedExtent.init(row:))
            var columns = try Merge(lateColumnRows(db), LateColumn.init(row:))
            while let row = try units.next() {
                let unit = UnitRecord(row: row)
                let coverage = Coverage(recorded: try spans.items(of: unit.id))
                let series = try extents.items(of: unit.id).map { ($0.dataset, $0.extent) }
                var standing = UnitStanding(
                    unit: unit, coverage: coverage, extents: Dictionary(series) { first, _ in first })
                standing.columns = try columns.items(of: unit.id)
                let width = UnitRecord.width
                standing.failure = (row[width] as String?).map { Reason($0, row[width + 1] ?? "") }
                standing.absence = (row[width + 2] as String?).map { cause in
                    (Reason(cause, row[width + 3] ?? ""), row[width + 4], Instant(record: row[width + 5]))
                }
                guard try body(standing) else { return }
            }
        }
    }

    /// Why the last work on unit `u` failed, and the detail; NULL: it did not.
    private static let failure = ["cause", "detail"].map { column in
        "(SELECT f.\(column) FROM run_units f WHERE f.run = u.last_run AND f.unit = u.id AND f.outcome = 'failed')"
    }.joined(separator: ", ")

    /// How many units `eachStanding` hands out.
    package func standingCount(of provider: String) throws -> Int {
        try read { db in
            let count = try db.integer(
                "SELECT count(*) FROM units WHERE provider = ? AND state <> 'known' AND partition <> ''", [provider])
            return Int(count ?? 0)
        }
    }

    /// Admitted units without a file, lists for the most part, that were never read to their end, and why the last try
    /// failed.
    package func unreadLists(of provider: String) throws -> [(unit: UnitRecord, failure: Reason?)] {
        try snapshot { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(UnitRecord.columns), \(Self.failure) FROM units u
                    WHERE u.provider = ? AND u.state = 'admitted' AND u.partition = '' AND u.completed IS NULL ORDER \
                    BY u.id
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

    private func extentRows(_ db: Database) throws -> RowCursor {
        try Row.fetchCursor(
            db,
            sql: """
                SELECT unit, dataset, rows, first_tick, last_tick FROM files WHERE sink = ?1 AND rows > 0
                UNION ALL SELECT unit, dataset, rows, first_tick, last_tick FROM table_parts
                WHERE sink IN (?1, ?2) AND rows > 0 ORDER BY 1, 2
                """,
            arguments: [firstSink(db), Record.ownSink])
    }

    private func lateColumnRows(_ db: Database) throws -> RowCursor {
        try Row.fetchCursor(
            db,
            sql: """
                WITH gained AS (
                    SELECT c.provider, c.dataset, c.schema, c.position, c.name FROM dataset_columns c
                    WHERE c.schema > 1 AND NOT EXISTS (
                        SELECT 1 FROM dataset_columns o
                        WHERE o.provider = c.provider AND o.dataset = c.dataset AND o.schema = c.schema - 1 AND o.name \
                = c.name)),
                parts AS (
                    SELECT unit, dataset, schema, first_tick FROM files WHERE sink = ?1 AND rows > 0
                    UNION ALL SELECT unit, dataset, schema, first_tick FROM table_parts
                    WHERE sink IN (?1, ?2) AND rows > 0)
                SELECT p.unit, p.dataset, g.name, iif(p.schema < g.schema, NULL, s.tick - 1)
                FROM parts p JOIN units u ON u.id = p.unit JOIN gained g ON g.provider = u.provider AND g.dataset = \
                p.dataset
                LEFT JOIN schema_starts s ON s.unit = p.unit AND s.dataset = p.dataset AND s.schema = g.schema
                WHERE p.schema < g.schema OR s.tick > p.first_tick ORDER BY p.unit, p.dataset, g.schema, g.position
                """,
            arguments: [firstSink(db), Record.ownSink])
    }

    private func firstSink(_ db: Database) throws -> String? {
        try ArchiveValue.sinks.read(db).map(SinkNames.read)?.first
    }
}

extension LateColumn {
    fileprivate init(row: Row) { self.init(dataset: row[1], column: row[2], unreadThrough: row[3]) }
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

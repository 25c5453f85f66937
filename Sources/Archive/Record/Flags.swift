import GRDB
package import Tabular

/// What is odd about rows, as the table `flags` keeps it.
package struct RowFlag: Sendable, Hashable {
    /// `E9`
    package let rule: String
    package let text: String

    /// Of a line of the log: `E9: AAPL: 2026-03-04: ...`.
    package init(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1)
        rule = String(parts.first ?? "")
        text = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : line
    }

    package var line: String { "\(rule): \(text)" }
}

extension RowFlag {
    /// Whether it was not said of the unit before.
    func save(_ db: Database, run: Int64, unit: Int64, recorded: String) throws -> Bool {
        try db.run(
            """
            INSERT INTO flags (run, unit, rule, text, recorded)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM flags WHERE unit = ?2 AND rule = ?3 AND text = ?4)
            """, [run, unit, rule, text, recorded])
        return db.changesCount > 0
    }
}

/// Something odd about rows that are stored, as it was told.
package struct RemarkRecord: Sendable, Hashable {
    package let run: Int64
    /// Of the unit.
    package let label: String
    /// `E9`
    package let rule: String
    package let text: String
    package let recorded: Instant
}

/// What is odd about rows that are stored: table `flags`.
extension Record {
    /// What was odd about rows of these providers, the newest first, and how many remarks there are by rule.
    package func newestRemarks(of providers: [String], limit: Int) throws -> (
        shown: [RemarkRecord], counts: [(rule: String, count: Int)]
    ) {
        let owned = "u.provider IN (\(Record.places(providers)))"
        return try snapshot { db in
            var shown: [RemarkRecord] = []
            let rows = try db.rows(
                """
                SELECT r.run, u.label, r.rule, r.text, r.recorded FROM flags r JOIN units u ON u.id = r.unit
                WHERE \(owned) ORDER BY r.id DESC LIMIT \(limit)
                """, providers)
            while let row = try rows.next() {
                shown.append(
                    RemarkRecord(
                        run: row[0], label: row[1], rule: row[2], text: row[3],
                        recorded: Instant(record: row[4]) ?? Instant(seconds: 0)))
            }
            let counted = try db.rows(
                """
                SELECT r.rule, count(*) FROM flags r JOIN units u ON u.id = r.unit WHERE \(owned) GROUP BY 1 ORDER BY \
                2 DESC, 1
                """,
                providers
            )
            var counts: [(rule: String, count: Int)] = []
            while let row = try counted.next() { counts.append((row[0], row[1])) }
            return (shown, counts)
        }
    }

    /// Says something of a unit that no page told; whether it is new.
    package func flag(_ unit: UnitRecord, _ flag: RowFlag, run: Int64, now: Instant) throws -> Bool {
        try write { db in try flag.save(db, run: run, unit: unit.id, recorded: now.record) }
    }
}

import GRDB

extension ArchiveReader {
    /// How many rows of a provider each rule has set aside, by dataset and rule.
    package func quarantineCounts(of provider: String) throws -> [QuarantineCount] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT q.dataset, q.rule, count(*) FROM quarantine q JOIN units u ON u.id = q.unit WHERE u.provider = ?
                GROUP BY 1, 2 ORDER BY 1, 2
                """, [provider])
            var counts: [QuarantineCount] = []
            while let row = try rows.next() { counts.append(QuarantineCount(dataset: row[0], rule: row[1], rows: row[2])) }
            return counts
        }
    }

    /// Quarantined rows, the one that was seen last first, until `body` says false. `body` cannot ask the reader anything.
    ///
    /// - Parameters:
    ///   - providers: of these; empty: of all.
    ///   - units: of these ids; nil: of all.
    ///   - rules: of these; empty: of all.
    package func eachQuarantined(
        of providers: [String], units: Set<Int64>? = nil, rules: [String] = [], _ body: (QuarantineRecord) throws -> Bool
    ) throws {
        try snapshot { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT u.provider, u.label, q.dataset, q.key, q.rule, q.reason, q.raw, q.digest, q.first_seen, q.last_seen, q.times, q.unit
                    FROM quarantine q JOIN units u ON u.id = q.unit ORDER BY q.last_seen DESC, q.id DESC
                    """)
            while let row = try rows.next() {
                if !providers.isEmpty, !providers.contains(row[0]) { continue }
                if let units, !units.contains(row[11]) { continue }
                if !rules.isEmpty, !rules.contains(row[4]) { continue }
                guard try body(QuarantineRecord(row: row)) else { return }
            }
        }
    }
}

import GRDB
package import Tabular

/// What a report shows of the record: the newest few of each kind and how many there are, whatever the record has grown to.
extension ArchiveReader {
    package var runCount: Int {
        get throws { try read { db in Int(try db.integer("SELECT count(*) FROM runs") ?? 0) } }
    }

    /// Rows in the answers of a provider by the day on which they came (UTC), of the `days` days that end with its newest answer, oldest first.
    /// Days without an answer are not among them.
    package func rowsPerDay(of provider: String, days: Int) throws -> [(day: Day, rows: Int)] {
        try snapshot { db in
            let owned =
                "(SELECT provider FROM units WHERE id = a.unit UNION ALL SELECT provider FROM forgotten WHERE unit = a.unit LIMIT 1) = ?1"
            let newest = try db.rows("SELECT max(substr(a.received, 1, 10)) FROM answers a WHERE \(owned)", [provider])
            guard let last = try newest.next().flatMap({ $0[0] as String? }).flatMap({ Day($0) }) else { return [] }
            let rows = try db.rows(
                """
                SELECT substr(a.received, 1, 10), sum(a.rows) FROM answers a
                WHERE a.received >= ?2 AND \(owned) GROUP BY 1 ORDER BY 1
                """, [provider, last.adding(1 - days).description])
            var counts: [(day: Day, rows: Int)] = []
            while let row = try rows.next() {
                if let day = Day(row[0] as String) { counts.append((day, row[1])) }
            }
            return counts
        }
    }

    /// Quarantined rows of these providers, the one that was seen last first.
    package func newestQuarantined(of providers: [String], limit: Int) throws -> [QuarantineRecord] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT u.provider, u.label, q.dataset, q.key, q.rule, q.reason, q.raw, q.digest, q.first_seen, q.last_seen, q.times
                FROM quarantine q JOIN units u ON u.id = q.unit WHERE u.provider IN (\(Self.places(providers)))
                ORDER BY q.last_seen DESC, q.id DESC LIMIT \(limit)
                """, providers)
            var records: [QuarantineRecord] = []
            while let row = try rows.next() { records.append(QuarantineRecord(row: row)) }
            return records
        }
    }

    /// What these providers' upstreams have corrected and restated, the newest of each.
    package func newestCorrections(of providers: [String], limit: Int) throws -> NewestCorrections {
        let owned = "coalesce(u.provider, f.provider, '') IN (\(Self.places(providers)))"
        func joined(_ table: String) -> String {
            "\(table) r LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit WHERE \(owned)"
        }
        return try snapshot { db in
            var newest = NewestCorrections()
            newest.revisions = try RevisionRecord.fetch(db, where: "\(owned) ORDER BY v.id DESC LIMIT \(limit)", providers)
            newest.restatements = try RestatementRecord.fetch(db, where: "\(owned) ORDER BY r.id DESC LIMIT \(limit)", providers)
            newest.restatementCount = Int(try db.integer("SELECT count(*) FROM \(joined("restatements"))", providers) ?? 0)
            let causes = try db.rows("SELECT r.cause, count(*) FROM \(joined("revisions")) GROUP BY 1 ORDER BY 2 DESC, 1", providers)
            while let row = try causes.next() { newest.revisionCounts.append((row[0], row[1])) }
            return newest
        }
    }

    /// What was odd about rows of these providers, the newest first, and how many remarks there are by rule.
    package func newestRemarks(of providers: [String], limit: Int) throws -> (shown: [RemarkRecord], counts: [(rule: String, count: Int)]) {
        let owned = "u.provider IN (\(Self.places(providers)))"
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
                        run: row[0], label: row[1], rule: row[2], text: row[3], recorded: Instant(record: row[4]) ?? Instant(seconds: 0)))
            }
            let counted = try db.rows(
                "SELECT r.rule, count(*) FROM flags r JOIN units u ON u.id = r.unit WHERE \(owned) GROUP BY 1 ORDER BY 2 DESC, 1", providers
            )
            var counts: [(rule: String, count: Int)] = []
            while let row = try counted.next() { counts.append((row[0], row[1])) }
            return (shown, counts)
        }
    }

    private static func places(_ values: [String]) -> String { Array(repeating: "?", count: values.count).joined(separator: ", ") }
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

import GRDB
import Hashing
import LosslessJSON
package import PluginKit
package import Tabular

/// Rows that rules set aside, as the record keeps them: one per unit, dataset, key, rule and digest.
extension QuarantinedRow {
    /// Of `raw`, hexadecimal; tells a row that changed from one that was seen before. The first 16 digits are enough to
    /// tell texts of one key apart.
    var digest: String { String(SHA256.hexadecimal(of: Array(raw.utf8)).prefix(16)) }

    /// Whether it was not there before.
    func save(_ db: Database, unit: Int64, seen: String) throws -> Bool {
        let times = try db.text(
            """
            INSERT INTO quarantine (unit, dataset, key, rule, digest, reason, raw, first_seen, last_seen) VALUES (?1, \
            ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
            ON CONFLICT (unit, dataset, key, rule, digest) DO UPDATE SET last_seen = excluded.last_seen, times = times \
            + 1
            RETURNING CAST(times AS TEXT)
            """, [unit, dataset, key, rule, digest, reason, raw, seen])
        return times == "1"
    }
}

/// A row that a rule set aside, with whose it is and when it was seen.
package struct QuarantineRecord: Sendable, Hashable {
    /// Of the unit.
    package let unit: Int64
    package let provider: String
    package let label: String
    /// Without its tick, which the record does not keep.
    package let row: QuarantinedRow
    package let digest: String
    package let firstSeen: Instant
    package let lastSeen: Instant
    package let times: Int
}

extension QuarantineRecord {
    /// What `init(row:)` reads, of `quarantine q JOIN units u`.
    fileprivate static let columns =
        """
        u.provider, u.label, q.dataset, q.key, q.rule, q.reason, q.raw, q.digest, q.first_seen, q.last_seen, q.times, \
        q.unit
        """

    fileprivate init(row: Row) {
        provider = row[0]
        label = row[1]
        self.row = QuarantinedRow(dataset: row[2], key: row[3], rule: row[4], reason: row[5], raw: row[6])
        digest = row[7]
        firstSeen = Instant(record: row[8]) ?? Instant(seconds: 0)
        lastSeen = Instant(record: row[9]) ?? Instant(seconds: 0)
        times = row[10]
        unit = row[11]
    }
}

/// How many rows a rule has set aside.
package struct QuarantineCount: Sendable, Hashable {
    package let dataset: String
    package let rule: String
    package let rows: Int
}

/// Rows that rules set aside: table `quarantine`.
extension Record {
    /// How many rows of a provider each rule has set aside, by dataset and rule.
    package func quarantineCounts(of provider: String) throws -> [QuarantineCount] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT q.dataset, q.rule, count(*) FROM quarantine q JOIN units u ON u.id = q.unit WHERE u.provider = ?
                GROUP BY 1, 2 ORDER BY 1, 2
                """, [provider])
            var counts: [QuarantineCount] = []
            while let row = try rows.next() {
                counts.append(QuarantineCount(dataset: row[0], rule: row[1], rows: row[2]))
            }
            return counts
        }
    }

    /// Quarantined rows, the one that was seen last first, until `body` says false. `body` cannot ask the reader
    /// anything.
    ///
    /// - Parameters:
    ///   - providers: of these; empty: of all.
    ///   - units: of these ids; nil: of all.
    ///   - rules: of these; empty: of all.
    package func eachQuarantined(
        of providers: [String], units: Set<Int64>? = nil, rules: [String] = [],
        _ body: (QuarantineRecord) throws -> Bool
    ) throws {
        try snapshot { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(QuarantineRecord.columns)
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

    /// Quarantined rows of these providers, the one that was seen last first.
    package func newestQuarantined(of providers: [String], limit: Int) throws -> [QuarantineRecord] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT \(QuarantineRecord.columns)
                FROM quarantine q JOIN units u ON u.id = q.unit WHERE u.provider IN (\(Record.places(providers)))
                ORDER BY q.last_seen DESC, q.id DESC LIMIT \(limit)
                """, providers)
            var records: [QuarantineRecord] = []
            while let row = try rows.next() { records.append(QuarantineRecord(row: row)) }
            return records
        }
    }

    /// Of a unit, a row that was found by the archive itself.
    func save(_ rows: [QuarantinedRow], of unit: UnitRecord, seen: Instant) throws {
        try write { db in for row in rows { _ = try row.save(db, unit: unit.id, seen: seen.record) } }
    }

    /// What `quarantine.jsonl` would be made from now, what it was made from, and whether the quarantine is empty.
    func quarantineStamp() throws -> (now: String?, rendered: String?, isEmpty: Bool) {
        try read { db in
            let stamp = try db.text(
                "SELECT count(*) || '/' || coalesce(sum(times), 0) || '/' || coalesce(max(id), 0) FROM quarantine")
            return (stamp, try ArchiveValue.renderedQuarantine.read(db), stamp == "0/0/0")
        }
    }

    /// Whether rows are in the quarantine, and a file was made of them.
    package var hasRenderedQuarantine: Bool {
        get throws {
            try read { db in
                try db.integer("SELECT 1 FROM quarantine LIMIT 1") != nil
                    && ArchiveValue.renderedQuarantine.read(db) != nil
            }
        }
    }

    /// The lines of `quarantine.jsonl`.
    func forEachQuarantineLine(_ body: (String) throws -> Void) throws {
        try read { db in try QuarantineText.forEachLine(db, body) }
    }
}

/// `quarantine.jsonl`: an object per row that a rule set aside, in the order in which they were first seen.
package enum QuarantineText {
    package static let path = "quarantine.jsonl"

    static func forEachLine(_ db: Database, _ body: (String) throws -> Void) throws {
        let rows = try db.rows(
            """
            SELECT u.provider, u.name, q.dataset, q.key, q.rule, q.reason, q.raw, q.digest, q.first_seen, q.last_seen, \
            q.times
            FROM quarantine q JOIN units u ON u.id = q.unit ORDER BY q.id
            """)
        let names = [
            "provider", "unit", "dataset", "key", "rule", "reason", "raw", "digest", "first_seen", "last_seen",
        ]
        while let row = try rows.next() {
            var members = names.indices.map { JSONOutput.Member(names[$0], .string(row[$0] as String)) }
            members.append(JSONOutput.Member("times", .integer(row[10] as Int)))
            try body(JSONOutput.object(members).text(.compact) + "\n")
        }
    }
}

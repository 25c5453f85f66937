import GRDB
package import PluginKit
package import Tabular

/// A stored row that an answer disagreed with.
package struct RevisedRow: Sendable, Hashable {
    package enum Cause: String, Sendable, Hashable {
        /// The upstream corrected it.
        case revision
        /// The unit was written anew on another basis.
        case restated
        /// The key came twice in one answer; `answered` is the row that was not taken.
        case duplicate
    }

    package var dataset: String
    /// The key's parts joined by `|`.
    package var key: String
    /// The row as it was stored, as text.
    package var stored: String
    /// The row as it was answered, as text.
    package var answered: String
    package var cause: Cause

    package init(dataset: String, key: String, stored: String, answered: String, cause: Cause) {
        self.dataset = dataset
        self.key = key
        self.stored = stored
        self.answered = answered
        self.cause = cause
    }
}

extension RevisedRow {
    func save(_ db: Database, run: Int64, unit: Int64, recorded: String) throws {
        try db.run(
            """
            INSERT INTO revisions (run, unit, dataset, key, cause, stored, answered, recorded) VALUES (?, ?, ?, ?, ?, \
            ?, ?, ?)
            """,
            [run, unit, dataset, key, cause.rawValue, stored, answered, recorded])
    }
}

/// A stored row that an answer disagreed with, as the record keeps it.
package struct RevisionRecord: Sendable, Hashable {
    package let run: Int64
    package let provider: String
    package let label: String
    package let dataset: String
    /// The key's parts, joined by a vertical bar.
    package let key: String
    /// `revision`, `restated` or `duplicate`.
    package let cause: String
    /// The row as it was.
    package let stored: String
    /// As it came; empty where the row was not in the answer.
    package let answered: String
    package let recorded: Instant

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws
        -> [RevisionRecord]
    {
        let rows = try db.rows(
            """
            SELECT v.run, coalesce(u.provider, f.provider, ''), coalesce(u.label, f.label, ''), v.dataset, v.key, \
            v.cause, v.stored, v.answered,
                v.recorded
            FROM revisions v LEFT JOIN units u ON u.id = v.unit LEFT JOIN forgotten f ON f.unit = v.unit WHERE \
            \(condition)
            """, arguments)
        var records: [RevisionRecord] = []
        while let row = try rows.next() {
            records.append(
                RevisionRecord(
                    run: row[0], provider: row[1], label: row[2], dataset: row[3], key: row[4], cause: row[5],
                    stored: row[6],
                    answered: row[7], recorded: Instant(record: row[8]) ?? Instant(seconds: 0)))
        }
        return records
    }
}

/// A unit that was written anew because the upstream has it on another basis.
package struct RestatementRecord: Sendable, Hashable {
    package let run: Int64
    package let provider: String
    package let label: String
    package let reason: Reason
    /// When the answer came that showed it.
    package let recorded: Instant

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws
        -> [RestatementRecord]
    {
        let rows = try db.rows(
            """
            SELECT r.run, coalesce(u.provider, f.provider, ''), coalesce(u.label, f.label, ''), r.cause, r.detail, \
            r.recorded
            FROM restatements r LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit WHERE \
            \(condition)
            """, arguments)
        var records: [RestatementRecord] = []
        while let row = try rows.next() {
            records.append(
                RestatementRecord(
                    run: row[0], provider: row[1], label: row[2], reason: Reason(row[3], row[4]),
                    recorded: Instant(record: row[5]) ?? Instant(seconds: 0)))
        }
        return records
    }
}

/// The newest rows that upstreams have corrected, the newest units that they have restated, and how many there are of
/// each.
package struct NewestCorrections: Sendable {
    /// The newest first.
    package var revisions: [RevisionRecord] = []
    /// By cause, the most frequent first.
    package var revisionCounts: [(cause: String, rows: Int)] = []
    /// The newest first.
    package var restatements: [RestatementRecord] = []
    package var restatementCount = 0
}

/// Stored rows that answers disagreed with, and units that were written anew: tables `revisions` and `restatements`.
extension Record {
    /// What these providers' upstreams have corrected and restated, the newest of each.
    package func newestCorrections(of providers: [String], limit: Int) throws -> NewestCorrections {
        let owned = "coalesce(u.provider, f.provider, '') IN (\(Record.places(providers)))"
        func joined(_ table: String) -> String {
            "\(table) r LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit WHERE \(owned)"
        }
        return try snapshot { db in
            var newest = NewestCorrections()
            newest.revisions = try RevisionRecord.fetch(
                db, where: "\(owned) ORDER BY v.id DESC LIMIT \(limit)", providers)
            newest.restatements = try RestatementRecord.fetch(
                db, where: "\(owned) ORDER BY r.id DESC LIMIT \(limit)", providers)
            newest.restatementCount = Int(
                try db.integer("SELECT count(*) FROM \(joined("restatements"))", providers) ?? 0)
            let causes = try db.rows(
                "SELECT r.cause, count(*) FROM \(joined("revisions")) GROUP BY 1 ORDER BY 2 DESC, 1", providers)
            while let row = try causes.next() { newest.revisionCounts.append((row[0], row[1])) }
            return newest
        }
    }

    package func save(_ row: RevisedRow, of unit: UnitRecord, run: Int64, recorded: Instant) throws {
        try write { db in try row.save(db, run: run, unit: unit.id, recorded: recorded.record) }
    }
}

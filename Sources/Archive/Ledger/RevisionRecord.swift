import GRDB
package import Tabular

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

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [RevisionRecord] {
        let rows = try db.rows(
            """
            SELECT v.run, coalesce(u.provider, f.provider, ''), coalesce(u.label, f.label, ''), v.dataset, v.key, v.cause, v.stored, v.answered,
                v.recorded
            FROM revisions v LEFT JOIN units u ON u.id = v.unit LEFT JOIN forgotten f ON f.unit = v.unit WHERE \(condition)
            """, arguments)
        var records: [RevisionRecord] = []
        while let row = try rows.next() {
            records.append(
                RevisionRecord(
                    run: row[0], provider: row[1], label: row[2], dataset: row[3], key: row[4], cause: row[5], stored: row[6],
                    answered: row[7], recorded: Instant(record: row[8]) ?? Instant(seconds: 0)))
        }
        return records
    }
}

import GRDB
package import PluginKit
package import Tabular

/// A unit that was written anew because the upstream has it on another basis.
package struct RestatementRecord: Sendable, Hashable {
    package let run: Int64
    package let provider: String
    package let label: String
    package let reason: Reason
    /// When the answer came that showed it.
    package let recorded: Instant

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [RestatementRecord]
    {
        let rows = try db.rows(
            """
            SELECT r.run, coalesce(u.provider, f.provider, ''), coalesce(u.label, f.label, ''), r.cause, r.detail, r.recorded
            FROM restatements r LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit WHERE \(condition)
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

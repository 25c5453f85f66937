import GRDB
package import Tabular

/// What the ledger has of a unit since it answered well last.
extension ArchiveReader {
    /// The failed tries of a unit in a row, by their causes, before a run.
    package func failedTries(of unit: Int64, before run: Int64) throws -> [FailedTries] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT u.cause, count(*), min(r.now) FROM run_units u JOIN runs r ON r.id = u.run
                WHERE u.unit = ?1 AND u.run < ?2 AND u.outcome IN ('absent', 'failed') AND u.run > coalesce((
                    SELECT max(run) FROM run_units WHERE unit = ?1 AND run < ?2 AND outcome IN ('done', 'incomplete')), 0)
                GROUP BY u.cause ORDER BY u.cause
                """, [unit, run])
            var tries: [FailedTries] = []
            while let row = try rows.next() {
                tries.append(FailedTries(cause: row[0] ?? "", count: row[1], first: Instant(record: row[2])))
            }
            return tries
        }
    }
}

/// How often a unit failed of one cause since it answered well, and when the first of these runs was.
package struct FailedTries: Sendable, Hashable {
    /// A reason's code.
    package let cause: String
    package let count: Int
    package let first: Instant?
}

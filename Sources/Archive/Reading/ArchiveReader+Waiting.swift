import GRDB
package import PluginKit
package import Tabular

extension ArchiveReader {
    /// How many units `waiting` could tell of.
    package func waitingCount(of provider: String) throws -> Int {
        try read { db in
            let waiting = Reason.waiting.sorted()
            let rows = try db.rows(
                """
                SELECT (SELECT count(*) FROM units WHERE provider = ?1 AND cause IS NOT NULL AND due IS NOT NULL)
                + (SELECT count(DISTINCT u.id) FROM units u JOIN coverage c ON c.unit = u.id AND c.state = 'gap' AND c.cause IN (\(waiting.indices.map { "?\($0 + 2)" }.joined(separator: ", ")))
                WHERE u.provider = ?1 AND u.axis = 'sessions' AND u.cause IS NULL AND u.due IS NOT NULL)
                """, [provider] + waiting)
            return try rows.next()?[0] ?? 0
        }
    }

    /// Units that the upstream does not have, or of which sessions wait for a restatement or their owner's word, the one that is asked again
    /// first before the others: label, cause and next question.
    package func waiting(of provider: String, limit: Int) throws -> [(label: String, cause: Reason, due: Instant)] {
        try read { db in
            let waiting = Reason.waiting.sorted()
            let rows = try db.rows(
                """
                SELECT label, cause, cause_detail, due FROM units WHERE provider = ?1 AND cause IS NOT NULL AND due IS NOT NULL
                UNION ALL
                SELECT u.label, c.cause, max(c.detail), u.due FROM units u JOIN coverage c ON c.unit = u.id AND c.state = 'gap' AND c.cause IN (\(waiting.indices.map { "?\($0 + 3)" }.joined(separator: ", ")))
                WHERE u.provider = ?1 AND u.axis = 'sessions' AND u.cause IS NULL AND u.due IS NOT NULL GROUP BY u.id
                ORDER BY 4, 1 LIMIT ?2
                """, [provider, limit] + waiting)
            var units: [(label: String, cause: Reason, due: Instant)] = []
            while let row = try rows.next() {
                guard let due = Instant(record: row[3]) else { continue }
                units.append((row[0], Reason(row[1], row[2] ?? ""), due))
            }
            return units
        }
    }
}

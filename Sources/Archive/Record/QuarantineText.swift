import GRDB
import LosslessJSON

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

import GRDB
package import PluginKit
package import Tabular

/// One exchange: what was asked, and what came.
package struct AnswerRecord: Sendable, Hashable {
    package var span: Span?
    package var purpose: Purpose
    /// A list asked for subjects directly.
    package var isDirect: Bool
    package var received: Instant
    package var status: Int
    /// Of the body, hexadecimal.
    package var sha256: String
    /// Of the body.
    package var bytes: Int
    package var rows: Int

    package init(
        span: Span?, purpose: Purpose, isDirect: Bool = false, received: Instant, status: Int, sha256: String,
        bytes: Int,
        rows: Int
    ) {
        self.span = span
        self.purpose = purpose
        self.isDirect = isDirect
        self.received = received
        self.status = status
        self.sha256 = sha256
        self.bytes = bytes
        self.rows = rows
    }
}

extension AnswerRecord {
    func save(_ db: Database, run: Int64, unit: Int64) throws {
        try db.run(
            """
            INSERT INTO answers (run, unit, lower, upper, purpose, received, status, sha256, bytes, rows) VALUES (?, \
            ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                run, unit, span?.lower, span?.upper, isDirect ? Purpose.ofDirectQuestions : purpose.rawValue,
                received.record, status, sha256, bytes, rows,
            ])
    }
}

/// What was asked, and what came: table `answers`.
extension Record {
    /// How many pages each list of a provider had in the longest of its walks, and their bytes, by unit.
    package func listPages(of provider: String) throws -> [Int64: (pages: Int, bytes: Int)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT unit, max(pages), bytes FROM (
                    SELECT unit, run, count(*) AS pages, sum(bytes) AS bytes FROM answers
                    WHERE unit IN (SELECT id FROM units WHERE provider = ? AND partition = '') GROUP BY unit, run)
                GROUP BY unit
                """, [provider])
            var lists: [Int64: (pages: Int, bytes: Int)] = [:]
            while let row = try rows.next() { lists[row[0]] = (row[1], row[2]) }
            return lists
        }
    }

    /// Rows in the answers of a provider by the day on which they came (UTC), of the `days` days that end with its
    /// newest answer, oldest first. Days without an answer are not among them.
    package func rowsPerDay(of provider: String, days: Int) throws -> [(day: Day, rows: Int)] {
        try snapshot { db in
            let owned =
                """
                (SELECT provider FROM units WHERE id = a.unit UNION ALL SELECT provider FROM forgotten WHERE unit = \
                a.unit LIMIT 1) = ?1
                """
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

    /// Whether a list was read whole between two days, without them.
    package func wasRead(_ list: UnitRecord, after: Day, before: Day) throws -> Bool {
        try read { db in
            try db.integer(
                "SELECT 1 FROM answers WHERE unit = ? AND received >= ? AND received < ? AND rows > 0 LIMIT 1",
                [list.id, after.adding(1).startUTC.record, before.startUTC.record]) != nil
        }
    }
}

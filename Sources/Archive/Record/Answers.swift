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

/// What came, by list and by day: of the view `answers`, and of what is folded into months.
extension Record {
    /// How many pages each list of a provider had in the longest of its walks that are not folded, and their bytes, by
    /// unit.
    package func listPages(of provider: String) throws -> [Int64: (pages: Int, bytes: Int)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT unit, max(pages), bytes FROM (
                    SELECT unit, run, count(*) AS pages, sum(bytes) AS bytes FROM exchanges
                    WHERE sha256 IS NOT NULL
                        AND unit IN (SELECT id FROM units WHERE provider = ? AND partition = '') GROUP BY unit, run)
                GROUP BY unit
                """, [provider])
            var lists: [Int64: (pages: Int, bytes: Int)] = [:]
            while let row = try rows.next() { lists[row[0]] = (row[1], row[2]) }
            return lists
        }
    }

    /// Rows in the answers of a provider by the day on which they came (UTC), of the `days` days that end with its
    /// newest answer, oldest first. Days without an answer are not among them, and neither are those of which answers
    /// are folded into months.
    package func rowsPerDay(of provider: String, days: Int) throws -> [(day: Day, rows: Int)] {
        try snapshot { db in
            func owned(_ unit: String) -> String {
                """
                (SELECT provider FROM units WHERE id = \(unit) UNION ALL SELECT provider FROM forgotten WHERE unit = \
                \(unit) LIMIT 1) = ?1
                """
            }
            let answers =
                """
                exchanges e JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind
                WHERE e.sha256 IS NOT NULL AND \(owned("e.unit"))
                """
            guard let last = try db.integer("SELECT max(k.since + e.received) FROM \(answers)", [provider]) else {
                return []
            }
            let folded = try db.integer(
                "SELECT max(m.last_received) FROM unit_months m WHERE \(owned("m.unit"))", [provider])
            var first = Instant(microseconds: last).dayUTC.adding(1 - days)
            if let folded { first = max(first, Instant(microseconds: folded).dayUTC.adding(1)) }
            let rows = try db.rows(
                """
                SELECT (k.since + e.received) / 86400000000, sum(k.rows) FROM \(answers) AND k.since + e.received >= ?2
                GROUP BY 1 ORDER BY 1
                """, [provider, first.startUTC.microseconds])
            var counts: [(day: Day, rows: Int)] = []
            while let row = try rows.next() { counts.append((Day(number: row[0]), row[1])) }
            return counts
        }
    }

    /// Whether a list was read whole between two days, without them. Of a month that is folded nobody knows the days in
    /// between: where it might have been, it was.
    package func wasRead(_ list: UnitRecord, after: Day, before: Day) throws -> Bool {
        let (first, end) = (after.adding(1).startUTC.microseconds, before.startUTC.microseconds)
        return try read { db in
            try db.integer(
                """
                SELECT 1 FROM runs r CROSS JOIN exchanges e ON e.run = r.id AND e.unit = ?1
                    CROSS JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind
                WHERE k.since + e.received >= ?2 AND k.since + e.received < ?3 AND k.rows > 0
                UNION ALL SELECT 1 FROM unit_months WHERE unit = ?1 AND last_received >= ?2 AND first_received < ?3 \
                AND rows > 0 LIMIT 1
                """, [list.id, first, end]) != nil
        }
    }
}

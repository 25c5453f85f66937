import GRDB
package import PluginKit
package import Tabular

extension ArchiveReader {
    /// Subjects that are not followed, the highest rank first, until `body` says false. One is in memory at a time.
    package func eachCandidate(of provider: String, _ body: (SubjectRecord) throws -> Bool) throws {
        try eachSubject("provider = ? AND followed IS NULL ORDER BY rank DESC, id", [provider], body)
    }

    /// Subjects that are followed, the oldest first, until `body` says false.
    package func eachFollowed(of provider: String, _ body: (SubjectRecord) throws -> Bool) throws {
        try eachSubject("provider = ? AND followed IS NOT NULL ORDER BY id", [provider], body)
    }

    /// Subjects that are followed and have no unit: the run that let them in did not come to it, or they have none.
    package func eachBare(of provider: String, _ body: (SubjectRecord) throws -> Bool) throws {
        try eachSubject(
            "provider = ? AND followed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM units u WHERE u.subject = subjects.id) ORDER BY id",
            [provider], body)
    }

    private func eachSubject(
        _ condition: String, _ arguments: [(any DatabaseValueConvertible)?], _ body: (SubjectRecord) throws -> Bool
    ) throws {
        try read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(SubjectRecord.columns) FROM subjects WHERE \(condition)", arguments: StatementArguments(arguments))
            while let row = try rows.next() {
                guard try body(SubjectRecord(row: row)) else { return }
            }
        }
    }

    package func subjects(_ ids: some Sequence<Int64>) throws -> [SubjectRecord] {
        try read { db in
            try ids.compactMap { id in
                let rows = try db.rows("SELECT \(SubjectRecord.columns) FROM subjects WHERE id = ?", [id])
                return try rows.next().map(SubjectRecord.init)
            }
        }
    }

    /// Subjects that a list has to show, that its present walk has not shown, and whose next try has come: those with the ids behind
    /// `id`, at most `limit`. With `now` nil every next try has come.
    package func unshown(by list: UnitRecord, after id: Int64, limit: Int, now: Instant?) throws -> [SubjectRecord] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT \(SubjectRecord.columns) FROM subjects
                WHERE list = ?1 AND id > ?2 AND walk IS NOT (SELECT f.id FROM frontier f WHERE f.unit = ?1)
                    AND (?3 IS NULL OR next_try IS NULL OR next_try <= ?3) ORDER BY id LIMIT ?4
                """, [list.id, id, now?.record, limit])
            var subjects: [SubjectRecord] = []
            while let row = try rows.next() { subjects.append(SubjectRecord(row: row)) }
            return subjects
        }
    }

    /// How many subjects of a provider are known, and how many are followed.
    package func subjectCounts(of provider: String) throws -> (known: Int, followed: Int) {
        try read { db in
            let rows = try db.rows("SELECT count(*), count(followed) FROM subjects WHERE provider = ?", [provider])
            let row = try rows.next()
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// The names of a subject's units.
    package func unitNames(of subject: SubjectRecord) throws -> Set<UnitName> {
        try read { db in
            let rows = try db.rows("SELECT name FROM units WHERE subject = ?", [subject.id])
            var names: Set<UnitName> = []
            while let row = try rows.next() { names.insert(UnitName(text: row[0])) }
            return names
        }
    }
}

import GRDB
package import PluginKit
package import Tabular

/// A subject (a market) as the archive knows it.
package struct SubjectRecord: Sendable, Hashable {
    package let id: Int64
    package let provider: String
    package let name: String
    package let label: String
    /// JSON.
    package let note: String
    /// Larger comes first.
    package let rank: Double?
    /// Whether a list has to show it again.
    package let isListed: Bool
    /// When a page showed it last.
    package let seen: Instant
    /// Since when it is followed; nil: it is only known.
    package let followed: Instant?
    /// Whether a person had it forgotten.
    package let isForgotten: Bool
    /// Why the upstream does not have it any more; nil while it does.
    package let cause: Reason?

    static let columns =
        "id, provider, name, label, note, rank, list IS NOT NULL, seen, followed, cause, cause_detail, is_forgotten"

    init(row: Row) {
        id = row[0]
        provider = row[1]
        name = row[2]
        label = row[3]
        note = row[4]
        rank = row[5]
        isListed = row[6]
        seen = Instant(record: row[7]) ?? Instant(seconds: 0)
        followed = Instant(record: row[8])
        isForgotten = row[11]
        cause = (row[9] as String?).map { Reason($0, row[10] ?? "") }
    }
}

/// Subjects, such as markets, and which of them are followed: table `subjects`.
extension Record {
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
            """
            provider = ? AND followed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM units u WHERE u.subject = subjects.id) \
            ORDER BY id
            """,
            [provider], body)
    }

    private func eachSubject(
        _ condition: String, _ arguments: [(any DatabaseValueConvertible)?], _ body: (SubjectRecord) throws -> Bool
    ) throws {
        try read { db in
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(SubjectRecord.columns) FROM subjects WHERE \(condition)",
                arguments: StatementArguments(arguments))
            while let row = try rows.next() {
                guard try body(SubjectRecord(row: row)) else { return }
            }
        }
    }

    package func subjects(_ ids: some Sequence<Int64>) throws -> [SubjectRecord] {
        try read { db in
            try ids.compactMap { id in
                try db.first(
                    "SELECT \(SubjectRecord.columns) FROM subjects WHERE id = ?", [id], SubjectRecord.init(row:))
            }
        }
    }

    /// Subjects that a list has to show, that its present walk has not shown, and whose next try has come: those with
    /// the ids behind `id`, at most `limit`. With `now` nil every next try has come.
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

extension Record {
    /// What a page says of subjects. Returns how many of them no earlier page of the walk had shown.
    func applySubjects(_ page: PageCommit, now: Instant, _ db: Database) throws -> Int {
        guard !page.shown.isEmpty || !page.unchanged.isEmpty || !page.lacking.isEmpty || !page.kept.isEmpty else {
            return 0
        }
        let walk = try db.integer("SELECT id FROM frontier WHERE unit = ?", [page.unit.id]) ?? 0
        var lists: [UnitName: Int64] = [page.unit.name: page.unit.id]
        var newlyShown = try keep(page.unchanged, walk: walk, now: now, db)
        for subject in page.shown {
            var list: Int64?
            if !subject.isOver {
                let name = subject.list ?? page.unit.name
                if lists[name] == nil { lists[name] = try listID(name, provider: page.unit.provider, db) }
                list = lists[name]
            }
            if try save(subject, provider: page.unit.provider, list: list, walk: walk, now: now, db) { newlyShown += 1 }
            guard page.letsIn else { continue }
            try db.run(
                """
                UPDATE subjects SET followed = coalesce(followed, ?), is_forgotten = 0 WHERE provider = ? AND name = ?
                """,
                [now.record, page.unit.provider, subject.name])
        }
        for name in page.kept { try keep(name, provider: page.unit.provider, walk: walk, now: now, db) }
        for lacking in page.lacking { try save(lacking, provider: page.unit.provider, walk: walk, now: now, db) }
        return newlyShown
    }

    /// Whether this walk had not shown it yet.
    private func save(
        _ subject: ShownSubject, provider: String, list: Int64?, walk: Int64, now: Instant, _ db: Database
    ) throws -> Bool {
        let known = try db.first(
            "SELECT id, note, walk, followed, cause FROM subjects WHERE provider = ? AND name = ?",
            [provider, subject.name]
        ) {
            (
                id: $0[0] as Int64, note: $0[1] as String, walk: $0[2] as Int64?, isFollowed: $0[3] as String? != nil,
                wasGone: $0[4] as String? != nil
            )
        }
        guard let known else {
            try db.run(
                """
                INSERT INTO subjects (provider, name, label, note, rank, list, walk, seen, digest, holds_until) VALUES \
                (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    provider, subject.name, subject.label, subject.note, subject.rank, list, walk, now.record,
                    subject.digest?.blob, subject.holdsUntil?.record,
                ])
            return true
        }
        if subject.isPartial {
            try keep(subject.name, provider: provider, walk: walk, now: now, db)
            return known.walk != walk
        }
        try db.run(
            """
            UPDATE subjects SET label = ?, note = ?, rank = coalesce(?, rank), list = ?, walk = ?, seen = ?, tries = \
            0, cause = NULL,
                cause_detail = NULL, next_try = NULL, digest = ?, holds_until = ? WHERE id = ?
            """,
            [
                subject.label, subject.note, subject.rank, list, walk, now.record, subject.digest?.blob,
                subject.holdsUntil?.record, known.id,
            ])
        // What a note says decides how long its units live: all of them are looked at again.
        if known.isFollowed, known.note != subject.note || known.wasGone { try wake(known.id, now: now, db) }
        return known.walk != walk
    }

    private func wake(_ subject: Int64, now: Instant, _ db: Database) throws {
        try db.run(
            """
            UPDATE units SET due = ?, state = CASE WHEN state = 'sealed' THEN 'admitted' ELSE state END
            WHERE subject = ? AND cause IS NULL AND retired IS NULL
            """, [now.record, subject])
    }

    /// A subject that the walk has met and could not read: it is there, and what is known of it stays. One that is not
    /// known stays so.
    private func keep(_ name: String, provider: String, walk: Int64, now: Instant, _ db: Database) throws {
        let gone = try db.integer(
            "SELECT id FROM subjects WHERE provider = ? AND name = ? AND cause IS NOT NULL AND followed IS NOT NULL",
            [provider, name])
        if let gone { try wake(gone, now: now, db) }
        try db.run(
            """
            UPDATE subjects SET walk = ?, seen = ?, tries = 0, cause = NULL, cause_detail = NULL, next_try = NULL, \
            digest = NULL
            WHERE provider = ? AND name = ?
            """, [walk, now.record, provider, name])
    }

    /// Its series are left alone as long: what an upstream answers about a thing that it does not know is no proof of
    /// anything.
    private func save(_ lacking: LackingSubject, provider: String, walk: Int64, now: Instant, _ db: Database) throws {
        let known = try db.first(
            "SELECT id, tries FROM subjects WHERE provider = ? AND name = ?", [provider, lacking.name]
        ) { ($0[0] as Int64, ($0[1] as Int) + 1) }
        guard let (id, tries) = known else { return }
        let next = Coverage.nextTry(after: tries, from: now).record
        try db.run(
            """
            UPDATE subjects SET walk = ?, tries = ?, cause = ?, cause_detail = ?, next_try = ?, digest = NULL WHERE \
            id = ?
            """,
            [walk, tries, lacking.reason.code, lacking.reason.detail, next, id])
        try db.run("UPDATE units SET due = max(due, ?) WHERE subject = ? AND due IS NOT NULL", [next, id])
    }

    /// The list may not have been asked itself yet.
    private func listID(_ name: UnitName, provider: String, _ db: Database) throws -> Int64? {
        try db.run(
            """
            INSERT INTO units (provider, name, label, partition, state) VALUES (?, ?, ?, '', 'known') ON CONFLICT \
            (provider, name) DO NOTHING
            """,
            [provider, name.text, name.text])
        return try db.integer("SELECT id FROM units WHERE provider = ? AND name = ?", [provider, name.text])
    }

    /// Subjects are followed from now on, with the units that they bring: these are due at once. Units that are there
    /// already stay as they are.
    package func follow(_ subjects: [(subject: SubjectRecord, units: [UnitRecord])], now: Instant) throws {
        try write { db in
            for (subject, units) in subjects {
                try db.run(
                    "UPDATE subjects SET followed = coalesce(followed, ?), is_forgotten = 0 WHERE id = ?",
                    [now.record, subject.id])
                for unit in units {
                    try db.run(
                        """
                        INSERT INTO units (provider, name, label, partition, state, rank, due, subject)
                        VALUES (?, ?, ?, ?, 'admitted', ?, ?, ?) ON CONFLICT (provider, name) DO NOTHING
                        """,
                        [
                            unit.provider, unit.name.text, unit.label, DataPath.text(unit.partition), unit.rank,
                            now.record, subject.id,
                        ])
                }
            }
        }
    }
}

/// A unit that is not asked for now, and when it is to be looked at again.
package struct SettledUnit: Sendable {
    package let unit: UnitRecord
    /// nil: never.
    package let due: Instant?
    package let isSealed: Bool
    /// Its coverage where that is another by now; nil leaves it.
    package let coverage: Coverage?
    /// A clock that was ahead has recorded the rest of its coverage.
    package let isMisdated: Bool
    /// What is odd about its rows, found when it was sealed.
    package let flags: [RowFlag]

    package init(
        _ unit: UnitRecord, due: Instant?, isSealed: Bool, coverage: Coverage? = nil, isMisdated: Bool = false,
        flags: [RowFlag] = []
    ) {
        self.unit = unit
        self.due = due
        self.isSealed = isSealed
        self.coverage = coverage
        self.isMisdated = isMisdated
        self.flags = flags
    }
}

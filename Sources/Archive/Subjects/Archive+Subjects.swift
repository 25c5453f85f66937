import GRDB
import PluginKit
package import Tabular

extension Archive {
    /// What a page says of subjects. Returns how many of them no earlier page of the walk had shown.
    func applySubjects(_ page: PageCommit, _ db: Database) throws -> Int {
        guard !page.shown.isEmpty || !page.lacking.isEmpty || !page.kept.isEmpty else { return 0 }
        let now = page.now ?? planNow ?? page.answer?.received ?? Instant(seconds: 0)
        let walk = try db.integer("SELECT id FROM frontier WHERE unit = ?", [page.unit.id]) ?? 0
        var lists: [UnitName: Int64] = [page.unit.name: page.unit.id]
        var newlyShown = 0
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
                "UPDATE subjects SET followed = coalesce(followed, ?), is_forgotten = 0 WHERE provider = ? AND name = ?",
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
        let rows = try db.rows(
            "SELECT id, note, walk, followed, cause FROM subjects WHERE provider = ? AND name = ?", [provider, subject.name])
        let known = try rows.next().map {
            (
                id: $0[0] as Int64, note: $0[1] as String, walk: $0[2] as Int64?, isFollowed: $0[3] as String? != nil,
                wasGone: $0[4] as String? != nil
            )
        }
        guard let known else {
            try db.run(
                "INSERT INTO subjects (provider, name, label, note, rank, list, walk, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [provider, subject.name, subject.label, subject.note, subject.rank, list, walk, now.record])
            return true
        }
        if subject.isPartial {
            try keep(subject.name, provider: provider, walk: walk, now: now, db)
            return known.walk != walk
        }
        try db.run(
            """
            UPDATE subjects SET label = ?, note = ?, rank = coalesce(?, rank), list = ?, walk = ?, seen = ?, tries = 0, cause = NULL,
                cause_detail = NULL, next_try = NULL WHERE id = ?
            """, [subject.label, subject.note, subject.rank, list, walk, now.record, known.id])
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

    /// A subject that the walk has met and could not read: it is there, and what is known of it stays. One that is not known stays so.
    private func keep(_ name: String, provider: String, walk: Int64, now: Instant, _ db: Database) throws {
        let gone = try db.integer(
            "SELECT id FROM subjects WHERE provider = ? AND name = ? AND cause IS NOT NULL AND followed IS NOT NULL", [provider, name])
        if let gone { try wake(gone, now: now, db) }
        try db.run(
            """
            UPDATE subjects SET walk = ?, seen = ?, tries = 0, cause = NULL, cause_detail = NULL, next_try = NULL
            WHERE provider = ? AND name = ?
            """, [walk, now.record, provider, name])
    }

    /// Its series are left alone as long: what an upstream answers about a thing that it does not know is no proof of anything.
    private func save(_ lacking: LackingSubject, provider: String, walk: Int64, now: Instant, _ db: Database) throws {
        let rows = try db.rows("SELECT id, tries FROM subjects WHERE provider = ? AND name = ?", [provider, lacking.name])
        guard let (id, tries) = try rows.next().map({ ($0[0] as Int64, ($0[1] as Int) + 1) }) else { return }
        let next = Coverage.nextTry(after: tries, from: now).record
        try db.run(
            "UPDATE subjects SET walk = ?, tries = ?, cause = ?, cause_detail = ?, next_try = ? WHERE id = ?",
            [walk, tries, lacking.reason.code, lacking.reason.detail, next, id])
        try db.run("UPDATE units SET due = max(due, ?) WHERE subject = ? AND due IS NOT NULL", [next, id])
    }

    /// The list may not have been asked itself yet.
    private func listID(_ name: UnitName, provider: String, _ db: Database) throws -> Int64? {
        try db.run(
            "INSERT INTO units (provider, name, label, partition, state) VALUES (?, ?, ?, '', 'known') ON CONFLICT (provider, name) DO NOTHING",
            [provider, name.text, name.text])
        return try db.integer("SELECT id FROM units WHERE provider = ? AND name = ?", [provider, name.text])
    }

    /// Subjects are followed from now on, with the units that they bring: these are due at once. Units that are there already stay as they are.
    package func follow(_ subjects: [(subject: SubjectRecord, units: [UnitRecord])], now: Instant) throws {
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in
                for (subject, units) in subjects {
                    try db.run(
                        "UPDATE subjects SET followed = coalesce(followed, ?), is_forgotten = 0 WHERE id = ?", [now.record, subject.id])
                    for unit in units {
                        try db.run(
                            """
                            INSERT INTO units (provider, name, label, partition, state, rank, due, subject)
                            VALUES (?, ?, ?, ?, 'admitted', ?, ?, ?) ON CONFLICT (provider, name) DO NOTHING
                            """,
                            [
                                unit.provider, unit.name.text, unit.label, DataPath.text(unit.partition), unit.rank, now.record, subject.id,
                            ])
                    }
                }
            }
        }
    }

    /// Units that were due and have nothing to be asked for: when they are looked at next, or that they are sealed.
    package func settle(_ units: [SettledUnit], run: Int64) throws {
        guard !units.isEmpty else { return }
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in
                for settled in units {
                    try db.run(
                        "UPDATE units SET due = ?, state = ? WHERE id = ? AND state <> 'known' AND retired IS NULL",
                        [settled.due?.record, settled.isSealed ? "sealed" : "admitted", settled.unit.id])
                    for flag in settled.flags {
                        _ = try flag.save(db, run: run, unit: settled.unit.id, recorded: (planNow ?? Instant(seconds: 0)).record)
                    }
                    try settled.coverage?.save(db, unit: settled.unit.id)
                    if settled.isMisdated { try db.run("UPDATE units SET completed = NULL WHERE id = ?", [settled.unit.id]) }
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
        _ unit: UnitRecord, due: Instant?, isSealed: Bool, coverage: Coverage? = nil, isMisdated: Bool = false, flags: [RowFlag] = []
    ) {
        self.unit = unit
        self.due = due
        self.isSealed = isSealed
        self.coverage = coverage
        self.isMisdated = isMisdated
        self.flags = flags
    }
}

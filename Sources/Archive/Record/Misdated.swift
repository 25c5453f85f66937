import GRDB
package import Tabular

/// A unit that was last worked on by a run whose clock was ahead: what that run recorded of it is not to be believed.
package struct Misdated: Sendable, Hashable {
    /// The last such run.
    package let run: Int64
    /// What such runs asked for; nil: nothing that has a span.
    package internal(set) var asked: Span?

    /// For a unit that was not worked on itself.
    var ofSubject: Misdated { Misdated(run: run) }
}

/// What an archive holds of the future: runs that are later than now, and the units that they worked on.

/// What an archive holds of the future: runs that are later than now, and the units that they worked on.
extension Record {
    /// Seconds that a run's clock may be ahead without anything being wrong.
    static let tolerated: Int64 = 300

    /// The latest run that is later than `now`; nil: none is. Either its clock was ahead, or the one that says `now` is
    /// behind.
    package func run(after now: Instant) throws -> RunRecord? {
        let bound = now.adding(seconds: Record.tolerated).record
        return try read { db in
            try RunRecord.fetch(db, "WHERE started > ? ORDER BY started DESC LIMIT 1", [bound]).first
        }
    }

    /// The units of a provider that were worked on by runs later than `now`, and by none since, or of which the record
    /// still holds what cannot be: rows of the future, a next question beyond all plans.
    ///
    /// - Parameter run: one that counts as such a run, although its row says the right time by now.
    package func misdated(of provider: String, after now: Instant, and run: Int64? = nil) throws -> [Int64: Misdated] {
        try snapshot { db in
            let late = LateRuns(after: now, and: run)
            guard try late.exist(db) else { return [:] }
            var units = try late.units(of: provider, db)
            guard !units.isEmpty else { return [:] }
            for (unit, asked) in try late.asked(db) where units[unit] != nil { units[unit]?.asked = asked }
            for list in Array(units.keys) {
                for unit in try late.unitsLeftAlone(by: list, db) where units[unit] == nil {
                    units[unit] = units[list]?.ofSubject
                }
            }
            return units
        }
    }
}

private struct LateRuns {
    private let now: Instant
    private let bound: String
    private let run: Int64?

    /// Days ahead that no plan asks for anything again.
    private static let furthest = 40

    init(after now: Instant, and run: Int64?) {
        self.now = now
        bound = now.adding(seconds: Record.tolerated).record
        self.run = run
    }

    func exist(_ db: Database) throws -> Bool {
        try run != nil || db.integer("SELECT 1 FROM runs WHERE started > ? LIMIT 1", [bound]) != nil
    }

    private static let late = "WITH late AS (SELECT id, started, ended FROM runs WHERE started > ?1 OR id = ?2)"

    /// Those that such a run has an outcome of, has asked for before it was killed, or has let in and not come to.
    func units(of provider: String, _ db: Database) throws -> [Int64: Misdated] {
        let rows = try db.rows(
            """
            \(Self.late), touched AS (
                SELECT unit, run FROM run_units WHERE run IN (SELECT id FROM late)
                UNION ALL SELECT unit, run FROM exchanges WHERE run IN (SELECT id FROM late WHERE ended IS NULL)
                UNION ALL SELECT u.id, l.id FROM late l JOIN units u
                    ON u.due >= l.started AND u.due <= coalesce(l.ended, strftime('%Y-%m-%dT%H:%M:%f', l.started, '+1 \
            day'))
                    WHERE l.ended IS NULL OR u.completed IS NULL AND u.cause IS NULL)
            SELECT t.unit, t.run FROM (SELECT unit, max(run) AS run FROM touched GROUP BY unit) t JOIN units u ON u.id \
            = t.unit
            WHERE u.provider = ?3 AND u.state <> 'known'
                AND (NOT EXISTS (
                        SELECT 1 FROM runs g CROSS JOIN exchanges e ON e.run = g.id AND e.unit = t.unit
                            CROSS JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind
                        WHERE g.id > t.run AND k.outcome <> 'failed')
                    OR u.due > ?4
                    OR EXISTS (SELECT 1 FROM coverage c WHERE c.unit = t.unit AND c.upper > CASE u.axis WHEN \
            'sessions' THEN ?5 ELSE ?6 END))
            """,
            [
                bound, run, provider, now.adding(days: Self.furthest).record, now.dayUTC.number + 2,
                now.adding(seconds: Record.tolerated).microseconds,
            ])
        var units: [Int64: Misdated] = [:]
        while let row = try rows.next() { units[row[0]] = Misdated(run: row[1]) }
        return units
    }

    /// What such runs asked for, by unit.
    func asked(_ db: Database) throws -> [Int64: Span] {
        let rows = try db.rows(
            """
            \(Self.late) SELECT unit, min(lower), max(upper) FROM answers
            WHERE run IN (SELECT id FROM late) AND lower IS NOT NULL GROUP BY unit
            """, [bound, run])
        var spans: [Int64: Span] = [:]
        while let row = try rows.next() { spans[row[0]] = Span(row[1], row[2]) }
        return spans
    }

    /// A list that does not find a subject leaves its units alone until it is asked for again.
    func unitsLeftAlone(by list: Int64, _ db: Database) throws -> [Int64] {
        let rows = try db.rows(
            "SELECT u.id FROM units u JOIN subjects s ON u.subject = s.id WHERE s.list = ? AND s.next_try IS NOT NULL",
            [list])
        var units: [Int64] = []
        while let row = try rows.next() { units.append(row[0]) }
        return units
    }
}

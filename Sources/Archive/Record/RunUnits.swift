import GRDB
package import PluginKit
package import Tabular

/// How a unit's work in a run ended: one row in `run_units`.
package struct UnitOutcome: Sendable, Hashable {
    package enum Result: Sendable, Hashable {
        case done
        /// Done, and something that should be there was not in the answer.
        case incomplete(Reason)
        /// The upstream does not have the unit.
        case absent(Reason)
        case failed(Reason)

        var name: String {
            switch self {
            case .done: "done"
            case .incomplete: "incomplete"
            case .absent: "absent"
            case .failed: "failed"
            }
        }

        var reason: Reason? {
            switch self {
            case .done: nil
            case .incomplete(let reason), .absent(let reason), .failed(let reason): reason
            }
        }
    }

    package var result: Result
    /// When the unit is looked at next; nil: never.
    package var due: Instant?
    package var isSealed = false
    /// It is absent, and has rows: not believed yet. It does not rest, and what it lacks is a gap.
    package var isDoubted = false
    package var counts = RunCounts()

    package init(_ result: Result, due: Instant?) {
        self.result = result
        self.due = due
    }
}

/// What became of a unit in a run, as the ledger has it.
package struct RunUnit: Sendable, Hashable {
    package let provider: String
    package let label: String
    /// `done`, `incomplete`, `absent` or `failed`.
    package let outcome: String
    /// Why; nil for `done`.
    package let reason: Reason?
    /// Those that the ledger has of a unit (`RunCounts.unitKeys`); the others are not known, and 0.
    package let counts: RunCounts
    /// When the unit, or the first of its holes, is asked for next, as the record says now; nil: never, or the unit was
    /// forgotten.
    package let nextTry: Instant?
    package let isForgotten: Bool

    static let columns = """
        coalesce(u.provider, f.provider, ''), coalesce(u.label, f.label, ''), r.outcome, r.cause, r.detail,
        coalesce((SELECT min(c.next_try) FROM coverage c WHERE c.unit = r.unit AND c.state = 'gap' AND r.outcome = \
        'incomplete'), u.due),
        u.id IS NULL, \(RunCounts.unitKeys.map { "r.\($0.unitColumn)" }.joined(separator: ", "))
        """
    static let tables = "run_units r LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit"

    init(row: Row) {
        provider = row[0]
        label = row[1]
        outcome = row[2]
        reason = (row[3] as String?).map { Reason($0, row[4] ?? "") }
        nextTry = Instant(record: row[5])
        isForgotten = row[6]
        counts = RunCounts(row, from: 7, RunCounts.unitKeys)
    }
}

/// How often a unit failed of one cause since it answered well, and when the first of these runs was.
package struct FailedTries: Sendable, Hashable {
    /// A reason's code.
    package let cause: String
    package let count: Int
    package let first: Instant?
}

/// What became of units in runs: table `run_units`.
extension Record {
    /// Why units of a run were not done, the commonest first, each with the first detail and how many units.
    package func reasons(ofRun run: Int64, limit: Int = 3) throws -> [(reason: Reason, units: Int)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT cause, min(detail), count(*) FROM run_units WHERE run = ? AND outcome <> 'done' AND cause IS \
                NOT NULL
                GROUP BY cause ORDER BY 3 DESC, 1 LIMIT ?
                """, [run, limit])
            var reasons: [(reason: Reason, units: Int)] = []
            while let row = try rows.next() { reasons.append((Reason(row[0], row[1] ?? ""), row[2])) }
            return reasons
        }
    }

    /// How a unit's last work ended: the outcome (`done`, `incomplete`, `absent`, `failed`), why, and in which run.
    /// nil: never worked on.
    package func lastOutcome(of unit: Int64) throws -> (outcome: String, reason: Reason?, run: Int64)? {
        try read { db in
            let rows = try db.rows(
                "SELECT outcome, cause, detail, run FROM run_units WHERE unit = ? ORDER BY run DESC LIMIT 1", [unit])
            return try rows.next().map { row in (row[0], (row[1] as String?).map { Reason($0, row[2] ?? "") }, row[3]) }
        }
    }

    /// The failed tries of a unit in a row, by their causes, before a run.
    package func failedTries(of unit: Int64, before run: Int64) throws -> [FailedTries] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT u.cause, count(*), min(r.now) FROM run_units u JOIN runs r ON r.id = u.run
                WHERE u.unit = ?1 AND u.run < ?2 AND u.outcome IN ('absent', 'failed') AND u.run > coalesce((
                    SELECT max(run) FROM run_units WHERE unit = ?1 AND run < ?2 AND outcome IN ('done', \
                'incomplete')), 0)
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

extension UnitOutcome {
    /// The unit's row in the run; a unit that ends twice in one run has its counts added.
    func save(_ db: Database, run: Int64, unit: Int64) throws {
        let keys = RunCounts.unitKeys
        let counted = keys.map { key in
            let column = key.unitColumn
            return "\(column) = \(key.places.contains(.unitSums) ? "\(column) + " : "")excluded.\(column)"
        }
        try db.run(
            """
            INSERT INTO run_units (run, unit, outcome, cause, detail, \(keys.map(\.unitColumn).joined(separator: ", ")))
            VALUES (?, ?, ?, ?, ?\(String(repeating: ", ?", count: keys.count)))
            ON CONFLICT (run, unit) DO UPDATE SET outcome = excluded.outcome, cause = excluded.cause, detail = \
            excluded.detail,
                \(counted.joined(separator: ", "))
            """,
            [run, unit, result.name, result.reason?.code, result.reason?.detail] + counts.values(keys))
    }

    /// What the outcome means for the unit itself.
    func saveState(_ db: Database, unit: Int64, completed: Instant?) throws {
        let due = isSealed ? nil : due?.record
        let state = isSealed ? "sealed" : "admitted"
        switch result {
        case .done, .incomplete:
            try db.run(
                """
                UPDATE units SET state = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL, completed = \
                coalesce(?, completed) WHERE id = ?
                """,
                [state, due, completed?.record, unit])
        case .absent where isDoubted:
            try db.run(
                "UPDATE units SET state = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL WHERE id = ?",
                [state, due, unit])
        case .absent(let reason):
            try db.run(
                """
                UPDATE units SET state = ?1, due = ?2, tries = CASE WHEN cause = ?3 THEN tries + 1 ELSE 1 END, cause = \
                ?3, cause_detail = ?4
                WHERE id = ?5
                """, [state, due, reason.code, reason.detail, unit])
        case .failed:
            try db.run("UPDATE units SET due = coalesce(?, due) WHERE id = ?", [due, unit])
        }
    }
}

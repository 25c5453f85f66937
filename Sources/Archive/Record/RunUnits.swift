import GRDB
package import PluginKit
package import Tabular

/// How a unit's work in a run ended: one row of `run_units`.
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

/// What became of units in runs: the view `run_units`, and table `run_outcomes` of runs whose units are folded.
extension Record {
    /// What units came to in run ?1, and how many each row stands for.
    static var ends: String {
        let counts = RunCounts.unitKeys.map(\.unitColumn).joined(separator: ", ")
        return """
            (SELECT 1 AS units, outcome, cause, detail, rows_quarantined > 0 AS units_quarantined, \(counts)
            FROM run_units WHERE run = ?1
            UNION ALL SELECT units, outcome, nullif(cause, ''), detail, units_quarantined, \(counts)
            FROM run_outcomes WHERE run = ?1)
            """
    }

    /// Why units of a run were not done, the commonest first, each with the first detail and how many units.
    package func reasons(ofRun run: Int64, limit: Int = 3) throws -> [(reason: Reason, units: Int)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT cause, min(detail), sum(units) FROM \(Self.ends) WHERE outcome <> 'done' AND cause IS NOT NULL
                GROUP BY cause ORDER BY 3 DESC, 1 LIMIT ?2
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
            try db.first(
                """
                SELECT r.outcome, r.cause, r.detail, r.run FROM units u JOIN run_units r
                ON r.run = u.last_run AND r.unit = u.id WHERE u.id = ?
                """, [unit]
            ) { row in (row[0], (row[1] as String?).map { Reason($0, row[2] ?? "") }, row[3]) }
        }
    }

    /// The failed tries of a unit in a row, by their causes, before a run. Folding leaves them all.
    package func failedTries(of unit: Int64, before run: Int64) throws -> [FailedTries] {
        try read { db in
            // From the newest run back to the last that went well: one or two, as a rule.
            let rows = try db.rows(
                """
                SELECT k.outcome, k.cause, r.now FROM runs r CROSS JOIN exchanges e ON e.run = r.id AND e.unit = ?1
                    CROSS JOIN exchange_kinds k ON k.run = e.run AND k.kind = e.kind
                WHERE r.id >= (SELECT first_run FROM units WHERE id = ?1) AND r.id < ?2 AND k.outcome IS NOT NULL
                ORDER BY r.id DESC
                """, [unit, run])
            var tries: [String: FailedTries] = [:]
            while let row = try rows.next() {
                let outcome: String = row[0]
                guard outcome == "absent" || outcome == "failed" else { break }
                let cause = row[1] as String? ?? ""
                let known = tries[cause]
                let moment = Instant(record: row[2])
                tries[cause] = FailedTries(
                    cause: cause, count: (known?.count ?? 0) + 1,
                    first: [known?.first, moment].compactMap { $0 }.min())
            }
            return tries.values.sorted { $0.cause < $1.cause }
        }
    }
}

extension UnitChange {
    /// What an outcome means for the unit itself.
    init(_ outcome: UnitOutcome, run: Int64, completed: Instant?) {
        self.init()
        set(outcome, run: run, completed: completed)
    }

    mutating func set(_ outcome: UnitOutcome, run: Int64, completed: Instant?) {
        let due = outcome.isSealed ? nil : outcome.due?.record
        set("first_run = coalesce(first_run, ?), last_run = ?", run, run)
        if case .failed = outcome.result { return set("due = coalesce(?, due)", due) }
        set("state = ?, due = ?", outcome.isSealed ? "sealed" : "admitted", due)
        if case .absent(let reason) = outcome.result, !outcome.isDoubted {
            return set(
                "tries = CASE WHEN cause = ? THEN tries + 1 ELSE 1 END, cause = ?, cause_detail = ?", reason.code,
                reason.code, reason.detail)
        }
        set("tries = 0, cause = NULL, cause_detail = NULL")
        if case .absent = outcome.result { return }
        set("completed = coalesce(?, completed), good_run = ?", completed?.record, run)
    }
}

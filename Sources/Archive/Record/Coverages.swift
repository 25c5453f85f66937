import GRDB
import PluginKit
import Tabular

/// What is known of the units' axes: table `coverage`.
extension Record {
    package func coverage(of unit: Int64) throws -> Coverage {
        try read { db in try Coverage.fetch(db, unit: unit) }
    }

    func save(_ coverage: Coverage, of unit: Int64) throws { try write { db in try coverage.save(db, unit: unit) } }
}

extension Coverage {
    static func fetch(_ db: Database, unit: Int64) throws -> Coverage {
        let rows = try db.rows(
            "SELECT unit, \(CoverageSpan.columns) FROM coverage WHERE unit = ? ORDER BY lower", [unit])
        var spans: [CoverageSpan] = []
        while let row = try rows.next() { spans.append(CoverageSpan(row: row)) }
        return Coverage(recorded: spans)
    }

    /// Writes what differs from what is recorded.
    func save(_ db: Database, unit: Int64) throws {
        let old = try Coverage.fetch(db, unit: unit).spans
        let known = Set(old)
        let begun = Set(spans.map(\.span.lower))
        for part in old where !begun.contains(part.span.lower) {
            try db.run("DELETE FROM coverage WHERE unit = ? AND lower = ?", [unit, part.span.lower])
        }
        for part in spans where !known.contains(part) {
            let state = part.state
            try db.run(
                """
                INSERT INTO coverage (unit, lower, upper, state, cause, detail, tries, next_try) VALUES (?, ?, ?, ?, \
                ?, ?, ?, ?)
                ON CONFLICT (unit, lower) DO UPDATE SET upper = excluded.upper, state = excluded.state, cause = \
                excluded.cause, detail = excluded.detail, tries = excluded.tries, next_try = excluded.next_try
                """,
                [
                    unit, part.span.lower, part.span.upper, state.name, state.reason?.code, state.reason?.detail,
                    state.tries, state.next?.record,
                ])
        }
    }
}

extension CoverageSpan {
    /// What `init(row:)` reads, behind a first column.
    static let columns = "lower, upper, state, cause, detail, tries, next_try"

    init(row: Row) {
        let reason = Reason(row[4] ?? "", row[5] ?? "")
        let state: State =
            switch row[3] as String {
            case "empty": .empty(reason)
            case "gap": .gap(reason, tries: row[6] ?? 1, next: Instant(record: row[7]) ?? Instant(seconds: 0))
            case "unavailable": .unavailable(reason, tries: row[6] ?? 0, next: Instant(record: row[7]))
            default: .stored
            }
        self.init(Span(row[1], row[2]), state)
    }
}

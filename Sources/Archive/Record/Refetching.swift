import GRDB
package import Tabular

/// What one record takes from another when a repair fetches units into an archive of their own, and back.
extension Record {
    /// What an update needs to know to fetch some units of another archive from their first day, and none of their
    /// rows: an update of them by their names fetches all.
    package func takeForRefetch(_ units: [UnitRecord], from other: Record, now: Instant) throws {
        let subjects = Set(units.compactMap(\.subject?.id))
        let isLost = Set(units.map(\.id))
        for provider in Set(units.map(\.provider)).sorted() {
            try copy("facts", "provider = ?", [provider], from: other)
        }
        // The lists that show them are not there.
        for subject in subjects.sorted() {
            try copy("subjects", "id = ?", [subject], from: other, blank: ["list", "walk", "digest"])
        }
        let runs: Set = ["first_run", "last_run", "good_run"]
        for unit in units where unit.subject == nil {
            try copy("units", "id = ?", [unit.id], from: other, blank: runs)
        }
        // A subject's other units are known, so that nobody lets them in, and are left alone.
        for subject in subjects.sorted() { try copy("units", "subject = ?", [subject], from: other, blank: runs) }
        try write { db in
            try db.run(
                """
                UPDATE units SET state = 'admitted', due = ?, completed = NULL, tries = 0, cause = NULL, cause_detail \
                = NULL,
                    compared = NULL, rereads = NULL, accepted = NULL, retired = NULL
                """, [now.record])
            for id in try Int64.fetchAll(db, sql: "SELECT id FROM units") where !isLost.contains(id) {
                try db.run("UPDATE units SET state = 'sealed', retired = ?, due = NULL WHERE id = ?", [now.record, id])
            }
            // From where each was ever asked for.
            for unit in units {
                let first = try other.coverage(of: unit.id).spans.first?.span.lower
                if let lower = [unit.start, first].compactMap({ $0 }).min() {
                    try db.run("UPDATE units SET start = ? WHERE id = ?", [lower, unit.id])
                }
            }
        }
    }

    /// What another record says of a unit that was fetched there, and what was asked and set aside there, is said here
    /// from now on.
    package func takeRefetched(
        _ unit: UnitRecord, as fetched: UnitRecord, _ coverage: Coverage, rowsStored: Int, from other: Record,
        run: Int64
    ) throws {
        let isSealed = unit.retired != nil || fetched.state == .sealed
        try write { db in
            try coverage.save(db, unit: unit.id)
            try db.run(
                """
                UPDATE units SET state = ?, start = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL, \
                completed = ?, compared = ?,
                    rereads = ?, first_run = coalesce(first_run, ?), last_run = ?, good_run = ? WHERE id = ?
                """,
                [
                    isSealed ? "sealed" : "admitted", [unit.start, fetched.start].compactMap { $0 }.min(),
                    isSealed ? nil : fetched.due?.record, fetched.completed?.record, fetched.rereading.compared,
                    fetched.rereading.record, run, run, run,
                    unit.id,
                ])
            var outcome = UnitOutcome(.done, due: fetched.due)
            outcome.counts.stored = rowsStored
            outcome.counts.gapsOpen = coverage.gaps.count
            let answers = try other.answers(of: unit.id)
            for answer in answers.dropLast() { try keep(answer, nil, run: run, unit: unit.id, db) }
            try keep(answers.last, outcome, run: run, unit: unit.id, db)
        }
        try copy("quarantine", "unit = ? ORDER BY id", [unit.id], from: other, leaving: "id")
    }

    /// Rows of a table of another record, with their ids.
    private func copy(
        _ table: String, _ condition: String, _ arguments: [(any DatabaseValueConvertible)?], from other: Record,
        blank: Set<String> = [],
        leaving left: String? = nil
    ) throws {
        let rows = try other.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE \(condition)", arguments: .init(arguments))
        }
        try write { db in
            for row in rows {
                let names = Array(row.columnNames.filter { $0 != left })
                let values = names.map { blank.contains($0) ? nil : row[$0] as DatabaseValue }
                try db.execute(
                    sql:
                        """
                        INSERT OR \(left == nil ? "REPLACE" : "IGNORE") INTO \(table) (\(SQLName.list(names))) VALUES \
                        (\(Record.places(names)))
                        """,
                    arguments: StatementArguments(values))
            }
        }
    }
}

import GRDB
import PluginKit
import Tabular

extension UnitOutcome {
    /// The unit's row in the run; a unit that ends twice in one run has its counts added.
    func save(_ db: Database, run: Int64, unit: Int64) throws {
        try db.run(
            """
            INSERT INTO run_units (run, unit, outcome, cause, detail, rows_stored, rows_revised, rows_quarantined,
                rows_uncompared, gaps_filled, gaps)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run, unit) DO UPDATE SET outcome = excluded.outcome, cause = excluded.cause, detail = excluded.detail,
                rows_stored = rows_stored + excluded.rows_stored, rows_revised = rows_revised + excluded.rows_revised,
                rows_quarantined = rows_quarantined + excluded.rows_quarantined,
                rows_uncompared = rows_uncompared + excluded.rows_uncompared, gaps_filled = gaps_filled + excluded.gaps_filled,
                gaps = excluded.gaps
            """,
            [
                run, unit, result.name, result.reason?.code, result.reason?.detail, rowsStored, rowsRevised, rowsQuarantined,
                rowsUncompared,
                gapsFilled, gaps,
            ])
    }

    /// What the outcome means for the unit itself.
    func saveState(_ db: Database, unit: Int64, completed: Instant?) throws {
        let due = isSealed ? nil : due?.record
        let state = isSealed ? "sealed" : "admitted"
        switch result {
        case .done, .incomplete:
            try db.run(
                "UPDATE units SET state = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL, completed = coalesce(?, completed) WHERE id = ?",
                [state, due, completed?.record, unit])
        case .absent where isDoubted:
            try db.run(
                "UPDATE units SET state = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL WHERE id = ?", [state, due, unit])
        case .absent(let reason):
            try db.run(
                """
                UPDATE units SET state = ?1, due = ?2, tries = CASE WHEN cause = ?3 THEN tries + 1 ELSE 1 END, cause = ?3, cause_detail = ?4
                WHERE id = ?5
                """, [state, due, reason.code, reason.detail, unit])
        case .failed:
            try db.run("UPDATE units SET due = coalesce(?, due) WHERE id = ?", [due, unit])
        }
    }
}

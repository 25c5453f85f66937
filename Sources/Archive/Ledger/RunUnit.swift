import GRDB
package import PluginKit
package import Tabular

/// What became of a unit in a run, as the ledger has it.
package struct RunUnit: Sendable, Hashable {
    package let provider: String
    package let label: String
    /// `done`, `incomplete`, `absent` or `failed`.
    package let outcome: String
    /// Why; nil for `done`.
    package let reason: Reason?
    package let rowsStored: Int
    package let rowsRevised: Int
    package let rowsQuarantined: Int
    package let gapsFilled: Int
    /// Holes at its end.
    package let gaps: Int
    /// When the unit, or the first of its holes, is asked for next, as the record says now; nil: never, or the unit was forgotten.
    package let nextTry: Instant?
    package let isForgotten: Bool

    static let columns = """
        coalesce(u.provider, f.provider, ''), coalesce(u.label, f.label, ''), r.outcome, r.cause, r.detail, r.rows_stored, r.rows_revised,
        r.rows_quarantined, r.gaps_filled, r.gaps,
        coalesce((SELECT min(c.next_try) FROM coverage c WHERE c.unit = r.unit AND c.state = 'gap' AND r.outcome = 'incomplete'), u.due),
        u.id IS NULL
        """
    static let tables = "run_units r LEFT JOIN units u ON u.id = r.unit LEFT JOIN forgotten f ON f.unit = r.unit"

    init(row: Row) {
        provider = row[0]
        label = row[1]
        outcome = row[2]
        reason = (row[3] as String?).map { Reason($0, row[4] ?? "") }
        rowsStored = row[5]
        rowsRevised = row[6]
        rowsQuarantined = row[7]
        gapsFilled = row[8]
        gaps = row[9]
        nextTry = Instant(record: row[10])
        isForgotten = row[11]
    }
}

import GRDB
import PluginKit

/// What came in a run and did not become a row as it came, as the record has it.
package struct RecordedAside: Sendable, Hashable {
    /// Rows that a rule set aside.
    package var quarantined = 0
    /// Sessions whose rows wait, for a restatement or for the owner's word, in the units that the run left so.
    package var held = 0
    /// Rows of which an answer had two that differ.
    package var contradicted = 0
    /// Stored rows that were asked for again and that no answer had.
    package var uncompared = 0
    /// What is odd about rows that were stored all the same, where it was new.
    package var remarks = 0

    package init() {}

    package var isEmpty: Bool { quarantined + held + contradicted + uncompared + remarks == 0 }

    static func fetch(_ db: Database, run: Int64) throws -> RecordedAside {
        let waiting = Reason.waiting.sorted()
        let places = waiting.indices.map { "?\($0 + 2)" }.joined(separator: ", ")
        let rows = try db.rows(
            """
            SELECT (SELECT coalesce(sum(rows_quarantined), 0) FROM run_units WHERE run = ?1),
                (SELECT coalesce(sum(gaps), 0) FROM run_units WHERE run = ?1 AND cause IN (\(places))),
                (SELECT count(*) FROM revisions WHERE run = ?1 AND cause = 'duplicate'), (SELECT count(*) FROM flags WHERE run = ?1),
                (SELECT coalesce(sum(rows_uncompared), 0) FROM run_units WHERE run = ?1)
            """, [run] + waiting)
        var aside = RecordedAside()
        guard let row = try rows.next() else { return aside }
        (aside.quarantined, aside.held, aside.contradicted, aside.remarks) = (row[0], row[1], row[2], row[3])
        aside.uncompared = row[4]
        return aside
    }
}

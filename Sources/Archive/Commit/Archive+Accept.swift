import GRDB
package import PluginKit
package import Tabular

/// The owner's word on units whose answers were refused, or wait.
extension Archive {
    /// The next whole answer of some units is taken as their owner says. They are due at once: since their last success, whatever the clock
    /// of the run that comes.
    package func accept(_ units: [UnitRecord], as acceptance: Acceptance, now: Instant) throws {
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in
                for unit in units {
                    try db.run(
                        "UPDATE units SET accepted = ?, due = coalesce(completed, ?), tries = 0, cause = NULL, cause_detail = NULL WHERE id = ?",
                        [AcceptedWord(acceptance, given: now).record, now.record, unit.id])
                }
            }
        }
    }
}

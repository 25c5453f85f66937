import GRDB
public import PluginKit
public import Tabular

extension Archive {
    /// The next whole answer of some units is taken as their owner says, and they are due now.
    public func accept(_ units: [UnitRecord], as acceptance: Acceptance, now: Instant) throws {
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in
                for unit in units {
                    try db.run(
                        "UPDATE units SET accepted = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL WHERE id = ?",
                        [acceptance.rawValue, now.record, unit.id])
                }
            }
        }
    }
}

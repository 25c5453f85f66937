import GRDB
import PluginKit
package import Tabular

/// The owner's word that a unit is over: its rows stay, and nobody asks for more.
extension Archive {
    /// Seals units for good, with what is known of them now: their rows stay, and no run asks for them again, whatever it is told, until
    /// `reopen`. What an interrupted run left of them is let go. One commit.
    ///
    /// - Parameter coverage: a unit's whole new coverage, in which what is not there is `unavailable` as ``Reason/retired``.
    package func retire(_ units: [(unit: UnitRecord, coverage: Coverage)], now: Instant) throws {
        try undoingOnFailure {
            try commitGroup()
            _ = try openGroup()
            for (unit, coverage) in units {
                _ = try dropDrafts(of: unit)
                try database.inDatabase { db in
                    try coverage.save(db, unit: unit.id)
                    try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
                    try FrontierEntry.finish(db, unit: unit.id)
                    try db.run(
                        """
                        UPDATE units SET state = 'sealed', retired = ?, due = NULL, tries = 0, cause = NULL, cause_detail = NULL,
                            accepted = NULL WHERE id = ?
                        """, [now.record, unit.id])
                }
            }
            try commitGroup()
        }
    }

    /// Takes that back: the units are due at once, and what was given up is asked for again.
    package func reopen(_ units: [UnitRecord], now: Instant) throws {
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in
                for unit in units {
                    var coverage = try Coverage.fetch(db, unit: unit.id)
                    for part in coverage.spans where part.state.isRetired { coverage.clear(part.span) }
                    try coverage.save(db, unit: unit.id)
                    try db.run("UPDATE units SET state = 'admitted', retired = NULL, due = ? WHERE id = ?", [now.record, unit.id])
                }
            }
        }
    }
}

extension CoverageSpan.State {
    /// Whether it was given up by the owner's word.
    package var isRetired: Bool {
        if case .unavailable(let reason, _, _) = self { reason.code == Reason.retired } else { false }
    }
}

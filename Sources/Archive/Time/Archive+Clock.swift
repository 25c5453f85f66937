import GRDB
import Host
package import Tabular

/// A run whose clock turned out to be wrong.
extension Archive {
    /// The run began at another time than it had thought: its clock was wrong.
    ///
    /// - Parameter isRecorded: whether its row in the ledger says so at once.
    package func goBy(_ started: Instant, run: Int64, isRecorded: Bool) throws {
        try undoingOnFailure {
            try commitGroup()
            planNow = started
            guard isRecorded else { return }
            try transaction { db in
                try db.run(
                    "UPDATE runs SET started = ?, now = ?, local = ? WHERE id = ?",
                    [started.record, started.record, WallTime(seconds: started.seconds).text, run])
            }
        }
    }

    /// Nothing that is not committed is kept. Where something was not, nothing more is recorded but how the run ended, and the next `open` cuts
    /// what was written. Says whether it is so.
    package func abandon(because reason: String) -> Bool {
        guard poison == nil, group != nil else { return poison != nil }
        poison = ArchiveError(.poisoned, reason)
        rollBack()
        return true
    }

    /// Units of the frontier whose walks are given up; what was committed of them stays.
    package func withdraw(_ units: [Int64]) throws {
        guard !units.isEmpty else { return }
        try undoingOnFailure {
            _ = try openGroup()
            for id in units { if let entry = try frontierEntry(of: id) { _ = try dropDrafts(of: entry.unit) } }
            try database.inDatabase { db in
                for id in units {
                    try db.run("DELETE FROM spool WHERE unit = ?", [id])
                    try db.run("DELETE FROM frontier WHERE unit = ?", [id])
                }
                try db.run("DELETE FROM frontier_plan WHERE NOT EXISTS (SELECT 1 FROM frontier)")
            }
            try commitGroup()
        }
    }
}

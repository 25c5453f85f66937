import GRDB
import PluginKit
package import Tabular

extension Archive {
    /// Units that a job names are in the archive from now on, whatever comes of the run: they are due at once, and an update asks for them.
    /// Those that it has already stay as they are. Returns them as they are recorded.
    package func keep(_ units: [UnitRecord], now: Instant) throws -> [UnitRecord] {
        guard !units.isEmpty else { return [] }
        return try undoingOnFailure {
            try commitGroup()
            return try transaction { db in
                try units.map { unit in
                    try db.run(
                        """
                        INSERT INTO units (provider, name, label, partition, state, rank, start, due) VALUES (?, ?, ?, ?, 'admitted', ?, ?, ?)
                        ON CONFLICT (provider, name) DO UPDATE SET label = excluded.label, partition = excluded.partition, state = 'admitted',
                            start = excluded.start, due = excluded.due WHERE state = 'known'
                        """,
                        [unit.provider, unit.name.text, unit.label, DataPath.text(unit.partition), unit.rank, unit.start, now.record])
                    guard let kept = try UnitRecord.fetch(db, where: "provider = ? AND name = ?", [unit.provider, unit.name.text]).first
                    else {
                        throw ArchiveError(.database, "\(unit.name) was recorded and cannot be found")
                    }
                    return kept
                }
            }
        }
    }

    /// An earlier first tick of units is wanted from now on, whatever comes of the run: they are due at once. By id; never a later one.
    package func widen(_ starts: [Int64: Int64], now: Instant) throws {
        guard !starts.isEmpty else { return }
        try undoingOnFailure {
            try commitGroup()
            try transaction { db in
                for (unit, start) in starts.sorted(by: { $0.key < $1.key }) {
                    try db.run(
                        "UPDATE units SET start = ?1, due = CASE WHEN due > ?2 THEN ?2 ELSE due END WHERE id = ?3 AND start > ?1 AND state <> 'sealed'",
                        [start, now.record, unit])
                }
            }
        }
    }
}

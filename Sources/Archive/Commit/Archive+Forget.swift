import GRDB
import PluginKit

extension Archive {
    /// Removes units with their files, coverage, notes and quarantined rows. Their exchanges, revisions and rows of the ledger stay; table
    /// `forgotten` says what they were. Damaged files go like others.
    public func forget(_ units: [UnitRecord], run: Int64? = nil) throws {
        try undoingOnFailure {
            try commitGroup()
            let intents = try transaction { db in
                for unit in units { try forget(unit, run: run, db) }
                return try Intent.fetch(db)
            }
            try Intent.perform(intents, on: disk)
            try transaction { db in try Intent.deleteAll(intents, db) }
        }
    }

    private func removeRows(of part: TablePart, _ unit: UnitRecord, _ db: Database) throws {
        guard let sink = tableSink, let text = part.prefix, let dataset = try recordedDataset(part.dataset, of: unit.provider, db) else {
            return
        }
        let table = try seriesTable(of: unit.provider, dataset, sink)
        guard let prefix = KeyPrefix(text: text, schema: table.prefixSchema) else { return }
        try table.deleteAll(prefix)
        checkedParts.remove(part.id)
    }

    /// In a transaction of the caller's.
    func forget(_ unit: UnitRecord, run: Int64?, _ db: Database) throws {
        for file in try FileRecord.fetch(db, where: "unit = ?", [unit.id]) {
            if file.contents.length > 0 { try Intent.remove(file.path).save(db) }
            if file.rewrite != nil { try Intent.remove(DataPath.rewrite(of: file.path)).save(db) }
            checkedFiles.remove(file.id)
        }
        for part in try TablePart.fetch(db, where: "unit = ?", [unit.id]) { try removeRows(of: part, unit, db) }
        for table in ["files", "table_parts", "coverage", "frontier", "spool", "quarantine", "former_names"] {
            try db.run("DELETE FROM \(table) WHERE unit = ?", [unit.id])
        }
        // A list that is forgotten shows nobody any more.
        try db.run("UPDATE subjects SET list = NULL, walk = NULL WHERE list = ?", [unit.id])
        try db.run("DELETE FROM units WHERE id = ?", [unit.id])
        if let owner = unit.subject {
            // Without its series it is not followed, and only its name lets it in again.
            try db.run(
                "UPDATE subjects SET followed = NULL, is_forgotten = 1 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM units WHERE subject = ?1)",
                [owner.id])
        }
        guard unit.state != .known else { return }
        try db.run(
            "INSERT OR REPLACE INTO forgotten (unit, provider, name, label, run) VALUES (?, ?, ?, ?, ?)",
            [unit.id, unit.provider, unit.name.text, unit.label, run])
    }
}

import GRDB
import Host
import PluginKit
package import Tabular

/// Taking units out of an archive: nothing of them is left that a run would look at, and their rows are kept where a person finds them.
extension Archive {
    /// Removes units with their coverage, notes and quarantined rows. Files that have rows are kept beside where they were, under names that
    /// end in `.forgotten`, damaged or not; where no file has them, the rows of a table are kept in the table `replaced`. Exchanges, revisions
    /// and rows of the ledger stay; table `forgotten` says what the units were. All of it is one commit.
    package func forget(_ units: [UnitRecord], run: Int64? = nil, now: Instant = Instant(seconds: 0)) throws {
        try undoingOnFailure {
            try commitGroup()
            let intents = try transaction { db in
                for unit in units { try forget(unit, run: run, now: now, db) }
                return try Intent.fetch(db)
            }
            try Intent.perform(intents, on: disk)
            try transaction { db in try Intent.deleteAll(intents, db) }
        }
    }

    private func removeRows(
        of part: TablePart, _ unit: UnitRecord, beside files: [FileRecord], run: Int64?, now: Instant, _ db: Database
    ) throws {
        guard let sink = tableSink, let text = part.prefix, let dataset = try recordedDataset(part.dataset, of: unit.provider, db) else {
            return
        }
        let table = try seriesTable(of: unit.provider, dataset, sink)
        guard let prefix = KeyPrefix(text: text, schema: table.prefixSchema), try db.tableExists(table.name) else { return }
        let isInFile = files.contains { $0.dataset == part.dataset && disk.length($0.path) ?? -1 >= $0.contents.length }
        if !isInFile {
            try keep(.forgotten, of: unit, dataset, run: run ?? 0, now: now, db) { try table.forEachBatch(prefix, $0) }
        }
        try table.deleteAll(prefix)
        checkedParts.remove(part.id)
    }

    /// Keeps rows in the table `replaced`, a portion at a time, as far as they can be read. Returns how many.
    @discardableResult
    func keep(
        _ cause: ReplacedRows.Cause, of unit: UnitRecord, _ dataset: Dataset, run: Int64, now: Instant, _ db: Database,
        rows: (_ take: (Batch) throws -> Void) throws -> Void
    ) throws -> Int {
        var count = 0
        var portion = BatchBuilder(dataset.schema)
        func save() throws {
            guard portion.count > 0 else { return }
            try ReplacedRows(dataset, portion.finish(), cause).save(db, run: run, unit: unit.id, recorded: now.record)
        }
        do {
            try rows { batch in
                for row in 0..<batch.count { portion.append(row: row, of: batch) }
                count += batch.count
                if portion.count >= ReplacedRows.portion { try save() }
            }
        } catch is TableFormatError {
            // What stands behind it cannot be told from damage.
        } catch let error as ArchiveError where error.code == .damagedFile {
        }
        try save()
        return count
    }

    /// In a transaction of the caller's.
    func forget(_ unit: UnitRecord, run: Int64?, now: Instant, _ db: Database) throws {
        let files = try FileRecord.fetch(db, where: "unit = ?", [unit.id])
        for file in files {
            if file.contents.rows.count > 0 {
                try Intent.aside(file.path, to: AsideName.forgotten.free(for: file.path, on: disk)).save(db)
            } else if file.contents.length > 0 {
                try Intent.remove(file.path).save(db)
            }
            if file.rewrite != nil { try Intent.remove(DataPath.rewrite(of: file.path)).save(db) }
            checkedFiles.remove(file.id)
        }
        for part in try TablePart.fetch(db, where: "unit = ?", [unit.id]) {
            try removeRows(of: part, unit, beside: files, run: run, now: now, db)
        }
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

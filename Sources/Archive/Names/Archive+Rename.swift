import GRDB
import Host
import PluginKit
package import Tabular

extension Archive {
    /// A unit goes on under another name, in one commit: its files have the new name, its rows in every sink the new one in their keys, and
    /// nothing else of them is another. What is recorded of it stays its own: coverage, corrections, what was set aside and replaced. What
    /// the old name lacked is asked for at once, and read whole, so that rows of the new name are held against all that is stored.
    ///
    /// A unit that has the new name already and not one row makes way. Throws `.misuse` where it has rows, and an error with `isOfOneUnit`
    /// when the unit's own files or rows are not as recorded: then nothing was changed.
    package func rename(_ renaming: UnitRenaming, run: Int64, now: Instant) throws {
        try undoingOnFailure {
            let unit = renaming.unit
            let other = try self.unit(renaming.name, of: unit.provider)
            if let other, try hasRows(other) {
                throw ArchiveError(.misuse, "\(other.label) has rows of its own, so \(unit.label) cannot be renamed to it")
            }
            try letGo(of: [unit, other].compactMap { $0 })
            let series = try renamedFiles(renaming)
            // A kill before the commit leaves what these remove.
            let drafts = series.filter { $0.file.contents.length > 0 }.map { Intent.remove(DataPath.rewrite(of: $0.path)) }
            try transaction { db in for draft in drafts { try draft.save(db) } }
            do {
                try move(renaming, series, over: other, run: run, now: now)
            } catch let error as ArchiveError where error.isOfOneUnit {
                try commitGroup()
                throw error
            }
        }
    }

    private func hasRows(_ unit: UnitRecord) throws -> Bool {
        try read { db in
            try db.integer(
                """
                SELECT 1 WHERE EXISTS (SELECT 1 FROM files WHERE unit = ?1 AND rows > 0)
                    OR EXISTS (SELECT 1 FROM table_parts WHERE unit = ?1 AND rows > 0)
                """, [unit.id]) != nil
        }
    }

    /// Walks that are under way are for the old name.
    private func letGo(of units: [UnitRecord]) throws {
        try commitGroup()
        _ = try openGroup()
        for unit in units {
            _ = try dropDrafts(of: unit)
            try database.inDatabase { db in
                try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
                try db.run("DELETE FROM frontier WHERE unit = ?", [unit.id])
            }
        }
        try commitGroup()
    }

    private struct RenamedFile {
        let file: FileRecord
        let dataset: Dataset
        let sink: FileSink
        /// The new one.
        let path: String
    }

    private func renamedFiles(_ renaming: UnitRenaming) throws -> [RenamedFile] {
        var target = renaming.unit
        target.partition = renaming.partition
        return try fileRecords(of: renaming.unit).compactMap { file in
            guard let sink = fileSinks.first(where: { $0.name == file.sink }), let dataset = try dataset(of: file.dataset, renaming) else {
                return nil
            }
            let path = try DataPath.path(of: target, file.dataset, fileExtension: sink.fileExtension)
            if path != file.path, disk.status(path) != nil { throw taken(path, label: renaming.label) }
            return RenamedFile(file: file, dataset: dataset, sink: sink, path: path)
        }
    }

    private func dataset(of name: String, _ renaming: UnitRenaming) throws -> Dataset? {
        try database.inDatabase { db in try recordedDataset(name, of: renaming.unit.provider, db) }
    }

    private func move(_ renaming: UnitRenaming, _ series: [RenamedFile], over other: UnitRecord?, run: Int64, now: Instant) throws {
        let unit = renaming.unit
        let group = try openGroup()
        var files: [DataFile] = []
        var parts: [(TableChange, [Batch])] = []
        do {
            for moved in series where moved.file.contents.length > 0 { files.append(try copy(moved, renaming, in: group)) }
            for part in try tableParts(of: unit) {
                if let change = try read(part, renaming) { parts.append(change) }
            }
        } catch let error as ArchiveError where error.isOfOneUnit {
            for file in files { try drop(file) }
            throw error
        }
        try database.inDatabase { db in
            if let other { try forget(other, run: run, now: now, db) }
            try db.run(
                """
                UPDATE units SET name = ?, label = ?, partition = ?, tries = 0, cause = NULL, cause_detail = NULL, rereads = ?,
                    due = CASE WHEN state <> 'sealed' AND (cause IS NOT NULL
                        OR EXISTS (SELECT 1 FROM coverage c WHERE c.unit = units.id AND c.state = 'gap')) THEN ? ELSE due END
                WHERE id = ?
                """,
                [
                    renaming.name.text, renaming.label, DataPath.text(renaming.partition), wholeAtOnce(unit, now: now).record, now.record,
                    unit.id,
                ])
            try db.run("UPDATE coverage SET next_try = min(next_try, ?) WHERE unit = ? AND state = 'gap'", [now.record, unit.id])
            try db.run(
                "INSERT INTO former_names (unit, provider, name, label, since, run, proof, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [unit.id, unit.provider, unit.name.text, unit.label, renaming.since.description, run, renaming.proof, now.record])
            // It has this name again.
            try db.run("DELETE FROM former_names WHERE unit = ? AND name = ?", [unit.id, renaming.name.text])
            _ = try renaming.flag.save(db, run: run, unit: unit.id, recorded: now.record)
            for moved in series {
                try db.run("UPDATE files SET path = ? WHERE id = ?", [moved.path, moved.file.id])
                guard moved.file.contents.length > 0 else { continue }
                if moved.path != moved.file.path { try Intent.remove(moved.file.path).save(db) }
                try db.run("DELETE FROM intents WHERE kind = 'remove' AND path = ?", [DataPath.rewrite(of: moved.path)])
            }
        }
        for file in files { group.files[file.record.id] = file }
        for (change, batches) in parts {
            var change = change
            try change.removeAll()
            for batch in batches { try change.append(batch) }
            group.parts[change.part.id] = change.part
        }
        try commitGroup()
    }

    /// What is asked next under a new name is asked for whole.
    private func wholeAtOnce(_ unit: UnitRecord, now: Instant) -> Rereading {
        var rereading = unit.rereading
        rereading.wanted.insert(now.dayUTC.number - 7)
        return rereading
    }

    /// Writes the rows of a file under the new name into a temporary one beside the new place. Rows that are not those of the record
    /// are not copied.
    private func copy(_ moved: RenamedFile, _ renaming: UnitRenaming, in group: CommitGroup) throws -> DataFile {
        let label = renaming.unit.label
        var record = moved.file
        let (source, contents) = try present(moved.file, label: label)
        record.path = moved.path
        let file = DataFile(record, dataset: moved.dataset, sink: moved.sink, contents: FileRecord.Contents(), isRewrite: true)
        var found = RowTally()
        do {
            try readRows(source, length: contents.length, sink: moved.sink, dataset: moved.dataset, label: label) { batch in
                found.add(batch, axis: moved.dataset.axisColumn)
                try write(try renaming.renamed(batch, of: moved.dataset), to: file, in: group)
            }
            try writeHeader(of: file, in: group)
            guard found.isSame(as: contents.rows) else { throw damaged(source, label: label, "does not hold the rows of the record") }
        } catch let error as ArchiveError where error.isOfOneUnit {
            try drop(file)
            throw error
        }
        return file
    }

    private func read(_ part: TablePart, _ renaming: UnitRenaming) throws -> (TableChange, [Batch])? {
        guard part.rows.count > 0, let sink = tableSink, let dataset = try dataset(of: part.dataset, renaming) else { return nil }
        let unit = renaming.unit
        try check(part, unit: unit, dataset: dataset, sink: sink)
        var found = RowTally()
        var batches: [Batch] = []
        try readRows(of: part, unit: unit, dataset: dataset, sink: sink) { batch in
            found.add(batch, axis: dataset.axisColumn)
            batches.append(try renaming.renamed(batch, of: dataset))
        }
        guard found.isSame(as: part.rows) else {
            throw damaged(table: part.table, label: unit.label, "does not hold the rows of the record")
        }
        checkedParts.remove(part.id)
        return (TableChange(part: part, unit: unit, table: try seriesTable(of: unit.provider, dataset, sink)), batches)
    }
}

extension RowTally {
    /// Whether these are the rows that were recorded; a digest that the record does not have is not compared.
    fileprivate func isSame(as recorded: RowTally) -> Bool {
        count == recorded.count && first == recorded.first && last == recorded.last
            && (recorded.digest == nil || digest == recorded.digest)
    }
}

import GRDB
import Host
import PluginKit
import Tabular

extension Restoration {
    /// Puts a series right in the sinks that are damaged, from one that is not.
    func perform(_ plan: SeriesPlan) throws {
        var kept: [String: String] = [:]
        for file in plan.toBeCut where !plan.damaged.contains(file.sink) {
            let descriptor = try archive.disk.openForWriting(file.path)
            try archive.disk.truncate(descriptor, to: file.contents.length)
            try archive.disk.syncData(descriptor)
        }
        for file in plan.toBeCleared { kept[file.sink] = try setAside(file.path) }
        var failures: [String: ArchiveError] = [:]
        if let source = plan.intact.first {
            for name in plan.damaged {
                do {
                    if let sink = archive.fileSinks.first(where: { $0.name == name }) {
                        kept[name] = try copy(plan, from: source, to: sink)
                    } else if let sink = archive.tableSink {
                        try copy(plan, from: source, to: sink)
                    }
                } catch let error as ArchiveError where error.isOfOneUnit {
                    failures[name] = error
                }
            }
        }
        for finding in plan.findings { note(finding, of: plan, kept: kept, failures: failures) }
    }

    private func note(_ finding: Finding, of plan: SeriesPlan, kept: [String: String], failures: [String: ArchiveError]) {
        let sink = finding.sink ?? ""
        let aside = kept[sink].map { [$0] } ?? []
        if let failure = failures[sink] { return note(finding, .none, "cannot be written anew: \(failure)") }
        if plan.damaged.contains(sink), let source = plan.intact.first {
            return note(finding, .copied, "written anew from \(source.sink), which holds all rows of the record", kept: aside)
        }
        switch finding.code {
        case .longer: note(finding, .truncated, "cut to the committed length")
        case .taken: note(finding, .movedAside, "moved out of the way", kept: aside)
        case .lostReplacement: note(finding, .recordSettled, "the replacement was given up: its walk begins anew")
        default: note(finding, .none, "was as the record says when it was looked at again")
        }
    }

    /// A walk lets go of the replacements that it had begun.
    func beginAnew(_ unit: UnitRecord) throws {
        try archive.commitGroup()
        _ = try archive.openGroup()
        _ = try archive.dropDrafts(of: unit)
        try archive.database.inDatabase { db in
            try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
            try FrontierEntry.restart(db, unit: unit.id)
        }
        // Before a file of the same temporary name is written.
        try archive.commitGroup()
    }

    /// Returns where the damaged file is kept; nil where there was none.
    private func copy(_ plan: SeriesPlan, from source: (sink: String, rows: RowTally), to sink: FileSink) throws -> String? {
        let group = try archive.openGroup()
        let record = try archive.database.inDatabase { db in try fileRecord(of: plan.unit, plan.dataset.name, sink, db) }
        // A series that never had a row has no file.
        guard record.contents.length > 0 || source.rows.count > 0 else { return try setAside(record.path) }
        let file = DataFile(record, dataset: plan.dataset, sink: sink, contents: FileRecord.Contents(), isRewrite: true)
        do {
            try forEachBatch(of: plan, in: source.sink) { try archive.write($0, to: file, in: group) }
            try archive.writeHeader(of: file, in: group)
            guard file.contents.rows == source.rows else { throw changed(plan, source.sink) }
        } catch let error as ArchiveError where error.isOfOneUnit {
            try archive.drop(file)
            throw error
        }
        let kept = try setAside(record.path)
        group.files[record.id] = file
        return kept
    }

    private func copy(_ plan: SeriesPlan, from source: (sink: String, rows: RowTally), to sink: TableSink) throws {
        let group = try archive.openGroup()
        let table = try archive.seriesTable(of: plan.unit.provider, plan.dataset, sink)
        try archive.database.inDatabase { db in try db.execute(sql: "SAVEPOINT copy") }
        do {
            let part = try archive.database.inDatabase { db in
                try table.prepare(db)
                return try tablePart(of: plan.unit, plan.dataset.name, sink, db)
            }
            var change = TableChange(part: part, unit: plan.unit, table: table)
            try change.removeAll()
            var isFirst = true
            try forEachBatch(of: plan, in: source.sink) { batch in
                // The record may not have said which rows were the unit's.
                if isFirst, let prefix = KeyPrefix(of: batch, columns: table.prefixColumns) { try table.deleteAll(prefix) }
                isFirst = false
                try change.append(batch)
            }
            guard change.part.rows == source.rows else { throw changed(plan, source.sink) }
            let new = change.part
            try archive.database.inDatabase { db in
                try new.save(db)
                try db.execute(sql: "RELEASE copy")
            }
            group.parts[new.id] = new
            group.bytes += change.bytes
        } catch let error as ArchiveError where error.isOfOneUnit {
            try archive.database.inDatabase { db in try db.execute(sql: "ROLLBACK TO copy; RELEASE copy") }
            throw error
        }
    }

    private func forEachBatch(of plan: SeriesPlan, in sink: String, _ body: (Batch) throws -> Void) throws {
        guard let sink = archive.sinks.first(where: { $0.name == sink }) else { return }
        try archive.forEachStoredBatch(of: plan.unit, in: plan.dataset, sink: sink, body)
    }

    private func changed(_ plan: SeriesPlan, _ sink: String) -> ArchiveError {
        ArchiveError(
            .damagedFile, "\(plan.unit.label): \(plan.dataset.name) in \(sink) changed while it was read",
            fix: "see what else writes there, and run penstock verify --repair again")
    }

    /// The file's row; made where the record has none.
    func fileRecord(of unit: UnitRecord, _ dataset: String, _ sink: FileSink, _ db: Database) throws -> FileRecord {
        if let known = try FileRecord.fetch(db, of: unit, dataset, sink: sink.name) { return known }
        let path = try DataPath.path(of: unit, dataset, fileExtension: sink.fileExtension)
        try FileRecord.insert(db, of: unit, dataset, sink: sink.name, path: path)
        guard let made = try FileRecord.fetch(db, of: unit, dataset, sink: sink.name) else {
            throw ArchiveError(.database, "\(path) was recorded and cannot be found")
        }
        return made
    }

    /// The series' row in the table; made where the record has none.
    func tablePart(of unit: UnitRecord, _ dataset: String, _ sink: TableSink, _ db: Database) throws -> TablePart {
        if let known = try TablePart.fetch(db, of: unit, dataset, sink: sink.name) { return known }
        try TablePart.insert(db, of: unit, dataset, sink: sink.name)
        guard let made = try TablePart.fetch(db, of: unit, dataset, sink: sink.name) else {
            throw ArchiveError(.database, "\(unit.label): a row of table_parts cannot be found")
        }
        return made
    }
}

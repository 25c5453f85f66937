import GRDB
import PluginKit
import Tabular

extension Archive {
    /// Writes a unit's spool in key order and empties it: the pages came from new to old, so the last comes first.
    /// Returns how many stored rows became others: those are kept in `revisions`.
    func releaseSpool(of unit: UnitRecord, datasets: [Dataset], run: Int64, in group: CommitGroup) throws -> Int {
        var revised = 0
        let files = try fileRecords(of: unit)
        let parts = tableSink == nil ? [] : try tableParts(of: unit)
        var rewritten: [DataFile] = []
        var appended: [SeriesWrite] = []
        for name in try spooledDatasets(of: unit) {
            guard
                let dataset = try datasets.first(where: { $0.name == name })
                    ?? database.inDatabase({ db in try recordedDataset(name, of: unit.provider, db) })
            else {
                throw ArchiveError(.wrongRecord, "\(unit.label): the spool holds rows of \(name), which nobody declares")
            }
            let revise = { (stored: Batch, row: Int, answered: Batch, other: Int) in
                revised += 1
                let change = RevisedRow(
                    dataset: name, key: stored.keyText(row), stored: stored.rowText(row), answered: answered.rowText(other),
                    cause: .revision)
                let recorded = (self.planNow ?? Instant(seconds: 0)).record
                try self.database.inDatabase { db in try change.save(db, run: run, unit: unit.id, recorded: recorded) }
            }
            // What is wrong with a unit's rows in a table is found before a file is written; the page's savepoint takes them back.
            if let part = parts.first(where: { $0.dataset == name }) {
                var pages = try SpooledPages(unit: unit, dataset: dataset, archive: self)
                try release(&pages, to: part, of: unit, dataset, in: group, replacing: revise)
                try keep(pages.conflicts, of: unit)
            }
            for sink in fileSinks {
                guard let file = files.first(where: { $0.dataset == name && $0.sink == sink.name }) else {
                    throw ArchiveError(.wrongRecord, "\(unit.name) was not admitted with the dataset \(name)")
                }
                var pages = try SpooledPages(unit: unit, dataset: dataset, archive: self)
                let write = SeriesWrite(
                    dataset: dataset, rows: .append(Batch(empty: dataset.schema)), digest: RowDigest(), sink: sink, file: file,
                    rewrites: false)
                guard let first = try pages.next() else { continue }
                guard let last = contents(of: file).rows.last, let tick = dataset.firstTick(first), tick <= last else {
                    appended.append(write)
                    continue
                }
                var head: Batch? = first
                do {
                    rewritten.append(
                        try rewrite(
                            write, label: unit.label, in: group, replacing: isRecording(sink) ? revise : nil
                        ) {
                            defer { head = nil }
                            return try head ?? pages.next()
                        })
                    if isRecording(sink) { try keep(pages.conflicts, of: unit) }
                } catch let error as ArchiveError where error.isOfOneUnit {
                    for file in rewritten { try drop(file) }
                    throw error
                }
            }
        }
        // Nothing of the unit's own can go wrong any more.
        for file in rewritten { group.files[file.record.id] = file }
        for write in appended {
            var pages = try SpooledPages(unit: unit, dataset: write.dataset, archive: self)
            let file = try dataFile(write, in: group)
            while let batch = try pages.next() { try self.write(batch, to: file, in: group) }
            if isRecording(write.sink) { try keep(pages.conflicts, of: unit) }
        }
        try database.inDatabase { db in try db.run("DELETE FROM spool WHERE unit = ?", [unit.id]) }
        return revised
    }

    /// Every sink reads the spool; one of them keeps what it finds.
    private func isRecording(_ sink: FileSink) -> Bool { tableSink == nil && sink.name == fileSinks.first?.name }

    private func keep(_ conflicts: [QuarantinedRow], of unit: UnitRecord) throws {
        let seen = (planNow ?? Instant(seconds: 0)).record
        try database.inDatabase { db in for row in conflicts { _ = try row.save(db, unit: unit.id, seen: seen) } }
    }

    private func spooledDatasets(of unit: UnitRecord) throws -> [String] {
        try database.inDatabase { db in
            try String.fetchAll(
                db.cachedStatement(sql: "SELECT DISTINCT dataset FROM spool WHERE unit = ? AND sink IS NULL ORDER BY dataset"),
                arguments: [unit.id])
        }
    }
}

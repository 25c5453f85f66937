import GRDB
import Host
import PluginKit
package import Tabular

extension Archive {
    /// Puts units into the frontier, in a transaction of its own after the open group's. Their files get rows of length 0; the files are made with
    /// the first rows.
    ///
    /// A unit whose path is taken, or whose name makes no file name, is refused and not put into the frontier; the others are. Units that join a
    /// frontier that is not empty take over its `now`. A unit that is in the frontier already begins its walk anew.
    @discardableResult
    package func admit(_ admissions: [Admission], now: Instant, run: Int64) throws -> [Refusal] {
        try undoingOnFailure {
            try commitGroup()
            let refusals = try transaction { db in
                let count = try db.integer("SELECT count(*) FROM frontier") ?? 0
                if count == 0 {
                    try db.run("INSERT OR REPLACE INTO frontier_plan (id, now, run, finished) VALUES (1, ?, ?, 0)", [now.record, run])
                }
                planNow = Instant(record: try db.text("SELECT now FROM frontier_plan")) ?? now
                return try admissions.compactMap { try admit($0, now: now, db) }
            }
            try commitDrops()
            return refusals
        }
    }

    private func admit(_ admission: Admission, now: Instant, _ db: Database) throws -> Refusal? {
        let axis = admission.datasets.first { $0.isSeries }?.axis.rawValue
        try db.run(
            """
            INSERT INTO units (provider, name, label, partition, state, axis, note, rank, due, subject) VALUES (?, ?, ?, ?, 'admitted', ?, ?, ?, ?, ?)
            ON CONFLICT (provider, name) DO UPDATE SET label = excluded.label, axis = coalesce(excluded.axis, axis),
                partition = CASE WHEN state = 'known' THEN excluded.partition ELSE partition END,
                due = CASE WHEN state = 'sealed' THEN due ELSE coalesce(due, excluded.due) END,
                state = CASE WHEN state = 'known' THEN 'admitted' ELSE state END,
                note = coalesce(excluded.note, note), subject = coalesce(excluded.subject, subject), rank = coalesce(excluded.rank, rank)
            """,
            [
                admission.provider, admission.name.text, admission.label, DataPath.text(admission.partition), axis,
                admission.subject == nil ? admission.note : nil, admission.rank, now.record, admission.subject,
            ])
        guard let unit = try UnitRecord.fetch(db, where: "provider = ? AND name = ?", [admission.provider, admission.name.text]).first
        else {
            throw ArchiveError(.database, "\(admission.name) was recorded and cannot be found")
        }
        do {
            for dataset in admission.datasets where dataset.isSeries { try makeFileRows(unit, dataset, db) }
        } catch let error as ArchiveError where error.isOfOneUnit {
            return Refusal(unit: unit, error: error)
        }
        try db.run(
            "INSERT OR REPLACE INTO frontier (unit, lower, upper, purpose) VALUES (?, ?, ?, ?)",
            [unit.id, admission.span?.lower, admission.span?.upper, admission.purpose.rawValue])
        try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
        // What is to be asked for is expected from now on, whatever comes of the question.
        if let lower = admission.span?.lower {
            try db.run("UPDATE units SET start = min(coalesce(start, ?1), ?1) WHERE id = ?2 AND state <> 'sealed'", [lower, unit.id])
        }
        return nil
    }

    private func makeFileRows(_ unit: UnitRecord, _ dataset: Dataset, _ db: Database) throws {
        try declare(dataset, of: unit.provider, db)
        for sink in fileSinks where try FileRecord.fetch(db, of: unit, dataset.name, sink: sink.name) == nil {
            let path = try DataPath.path(of: unit, dataset.name, fileExtension: sink.fileExtension)
            if disk.status(path) != nil { throw taken(path, label: unit.label) }
            if let other = try db.text("SELECT u.name FROM files f JOIN units u ON u.id = f.unit WHERE f.path = ?", [path]) {
                throw ArchiveError(
                    .pathTaken, "\(unit.label): \(path) belongs to \(other) already",
                    fix: "this is a defect of the plugin; please report it")
            }
            try FileRecord.insert(db, of: unit, dataset.name, sink: sink.name, path: path)
        }
        if let sink = tableSink {
            try prepareTable(dataset, of: unit.provider, sink: sink, db)
            if try TablePart.fetch(db, of: unit, dataset.name, sink: sink.name) == nil {
                try TablePart.insert(db, of: unit, dataset.name, sink: sink.name)
            }
        }
    }

    /// Walks that begin anew let go of the replacements that they had begun.
    private func commitDrops() throws {
        let units = try database.inDatabase { db in
            try UnitRecord.fetch(
                db,
                where:
                    "u.id IN (SELECT f.unit FROM files f JOIN frontier w ON w.unit = f.unit WHERE f.rewrite_length IS NOT NULL AND w.pages = 0)",
                [])
        }
        guard !units.isEmpty else { return }
        _ = try openGroup()
        for unit in units { _ = try dropDrafts(of: unit) }
        try commitGroup()
    }
}

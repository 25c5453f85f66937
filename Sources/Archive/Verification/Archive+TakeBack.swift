import GRDB
import Host
package import PluginKit
package import Tabular

/// A file that a repair kept aside, and what of it can be taken back.
package struct AsideFile: Sendable {
    package let unit: UnitRecord
    package let dataset: Dataset
    /// Absolute.
    package let path: String
    let sink: FileSink
    let record: FileRecord
    let holding: Holding

    package var rows: Batch { holding.rows }
}

/// What was done with one.
package struct TakenBack: Sendable {
    /// Of the series now.
    package let rows: Int
    /// Where what they took the place of is kept, absolute; empty: nothing was there.
    package let kept: [String]
}

extension Archive {
    /// Finds a file that a repair kept aside: by its path, absolute or relative to the archive, or by its name alone. Throws `.misuse` for a
    /// name that is none or that several files have, `.damagedFile` for a file that cannot be read to its end.
    package func asideFile(
        named name: String, dataset declared: (_ provider: String, _ name: String) -> Dataset? = { _, _ in nil }
    ) throws -> AsideFile {
        try refuseIfPoisoned()
        return try reporting {
            let relative = name.hasPrefix(disk.root + "/") ? String(name.dropFirst(disk.root.count + 1)) : name
            guard let original = AsideName.original(of: relative), !relative.contains(".\(AsideName.forgotten.rawValue)") else {
                throw ArchiveError(
                    .misuse, "\(name) is no file that a repair has kept", fix: "such as AAPL.csv.\(AsideName.damaged.rawValue)")
            }
            let ending = relative.dropFirst(original.count)
            let files = try database.inDatabase { db in
                try FileRecord.fetch(
                    db, where: "path = ?1 OR (instr(?1, '/') = 0 AND substr(path, -length(?1) - 1) = '/' || ?1)", [original])
            }.filter { disk.length($0.path + ending) != nil }
            guard let record = files.first, files.count == 1, let unit = try self.unit(record.unit) else {
                throw files.isEmpty
                    ? ArchiveError(
                        .misuse, "There is no \(name) beside a file of the archive \(disk.root)",
                        fix: "penstock verify names those that are there")
                    : ArchiveError(
                        .misuse, "Several files are called \(name): \(files.map { $0.path + ending }.joined(separator: ", "))",
                        fix: "name one of them by its path")
            }
            let recorded = try database.inDatabase { db in try recordedDataset(record.dataset, of: unit.provider, db) }
            guard let dataset = Dataset.written(declared: declared(unit.provider, record.dataset), recorded: recorded)?.dataset,
                let sink = fileSinks.first(where: { $0.name == record.sink })
            else { throw ArchiveError(.misuse, "Nobody knows the columns of \(record.dataset)") }
            let path = record.path + ending
            let holding = try Holding(of: path, sink: sink, dataset, on: disk)
            guard holding.isWhole, !holding.rows.isEmpty else {
                throw ArchiveError(
                    .damagedFile, "\(disk.absolute(path)) is not taken back: \(holding.text)",
                    fix: "cut it behind what can be read, under the same name, and take that back", path: disk.absolute(path))
            }
            return AsideFile(
                unit: unit, dataset: dataset, path: disk.absolute(path), sink: sink, record: record, holding: holding)
        }
    }

    /// Puts the rows of a file that was kept aside in the place of its series, in every sink and in one commit. The file stays where it is;
    /// what it takes the place of is kept beside it. The next update asks for a unit of sessions whole and compares, unless it is retired.
    /// Throws `.misuse` where more rows are stored.
    ///
    /// - Parameter coverage: the unit's whole new coverage.
    package func takeBack(_ aside: AsideFile, coverage: Coverage, run: Int64, now: Instant) throws -> TakenBack {
        try undoingOnFailure {
            let (unit, dataset, rows) = (aside.unit, aside.dataset, aside.holding.rows)
            let stored = Int(aside.record.contents.rows.count)
            guard rows.count >= stored else {
                throw ArchiveError(
                    .misuse, "\(aside.path) has \(rows.count) rows and the archive \(stored): it is not taken back",
                    fix: "nothing was changed; look at both")
            }
            try commitGroup()
            _ = try openGroup()
            if try dropDrafts(of: unit) { try commitGroup() }
            let group = try openGroup()
            var kept: [String] = []
            for sink in fileSinks {
                guard let record = try fileRecord(of: unit, dataset, sink) else { continue }
                if disk.status(record.path) != nil {
                    let name = AsideName.damaged.free(for: record.path, on: disk)
                    try database.inDatabase { db in try Intent.aside(record.path, to: name).save(db) }
                    kept.append(disk.absolute(name))
                }
                let file = DataFile(record, dataset: dataset, sink: sink, contents: FileRecord.Contents(), isRewrite: true)
                try write(rows, to: file, in: group)
                group.files[record.id] = file
            }
            if let sink = tableSink, let part = try tablePart(of: unit, dataset, sink) {
                let table = try seriesTable(of: unit.provider, dataset, sink)
                try database.inDatabase { db in
                    try table.prepare(db)
                    var change = TableChange(part: part, unit: unit, table: table)
                    try change.removeAll()
                    if let prefix = KeyPrefix(of: rows, columns: table.prefixColumns) { try table.deleteAll(prefix) }
                    try change.append(rows)
                    let new = change.part
                    try new.save(db)
                    group.parts[new.id] = new
                }
            }
            let last = dataset.axisColumn.flatMap { rows.columns[$0].values.last }
            var rereading = unit.rereading
            if dataset.axis == .sessions, let last { rereading.wanted.insert(last) }
            try database.inDatabase { db in
                try coverage.save(db, unit: unit.id)
                try FrontierEntry.finish(db, unit: unit.id)
                try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
                try db.run(
                    "UPDATE units SET rereads = ?, due = CASE WHEN retired IS NULL THEN ? ELSE due END WHERE id = ?",
                    [rereading.record, now.record, unit.id])
            }
            try commitGroup()
            for record in try fileRecords(of: unit) { checkedFiles.remove(record.id) }
            return TakenBack(rows: rows.count, kept: kept)
        }
    }
}

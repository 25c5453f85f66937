import GRDB
import Host
import PluginKit
import Tabular

extension Restoration {
    /// One series of a unit: what can be read of it, and what came.
    private struct Arrival {
        let plan: SeriesPlan
        let holding: Holding
        let fetched: Batch
        let comparison: RefetchComparison
    }

    /// Puts what was fetched of a unit in the place of what is damaged; see `Archive.takeRefetched`.
    func take(_ unit: UnitRecord, from other: ArchiveReader, run: Int64) throws -> Refetch {
        func kept(_ why: String) -> Refetch { Refetch(unit: unit, deed: nil, message: why, kept: []) }
        guard let fetched = try other.unit(unit.id), fetched.completed != nil else {
            return kept("nothing came for it: \(try reason(unit, other))")
        }
        let names = try Set(archive.fileRecords(of: unit).map(\.dataset) + archive.tableParts(of: unit).map(\.dataset)).sorted()
        let plans = try names.compactMap { name in
            try inspection.dataset(name, of: unit.provider).map { try SeriesPlan(archive, unit, $0, []) }
        }
        guard plans.contains(where: \.isLost) else { return kept("it was as the record says when it was looked at again") }
        if let blocked = plans.first(where: \.isBlocked) { return kept("\(blocked.dataset.name) cannot be read by this user") }
        let arrivals = try plans.map { plan in
            let holding = try Holding(archive, unit, plan.dataset)
            let rows = try other.storedRows(of: unit, in: plan.dataset)
            return Arrival(
                plan: plan, holding: holding, fetched: rows,
                comparison: RefetchComparison(
                    fetched: rows, holding: holding.rows, unit: KeyPrefix.columns(of: plan.dataset) ?? [],
                    surplus: holding.rows.count - plan.recordedCount, isExact: plan.isRecorded(rows)))
        }
        guard arrivals.contains(where: { !$0.fetched.isEmpty }) else { return kept("nothing came for it: \(try reason(unit, other))") }
        if let short = arrivals.first(where: \.comparison.isShort) {
            return kept(
                "\(short.fetched.count) rows of \(short.plan.dataset.name) came, and \(short.comparison.missing.count) that can be read are not among them"
            )
        }
        return try replace(unit, fetched, arrivals, other, run: run)
    }

    private func reason(_ unit: UnitRecord, _ other: ArchiveReader) throws -> String {
        if let found = try other.lastOutcome(of: unit.id)?.reason { return "\(found)" }
        return "the upstream was not asked, or did not answer"
    }

    private func replace(
        _ unit: UnitRecord, _ fetched: UnitRecord, _ arrivals: [Arrival], _ other: ArchiveReader, run: Int64
    ) throws -> Refetch {
        if arrivals.contains(where: \.plan.restarts) { try beginAnew(unit) }
        try archive.commitGroup()
        let group = try archive.openGroup()
        var kept: [String] = []
        var files: [DataFile] = []
        for arrival in arrivals {
            for sink in archive.fileSinks {
                let (file, aside) = try write(arrival, to: sink, unit, in: group)
                if let file { files.append(file) }
                if let aside { kept.append(archive.disk.absolute(aside)) }
            }
            if let sink = archive.tableSink { try write(arrival, to: sink, unit, run: run, in: group) }
        }
        try archive.database.inDatabase { db in
            try record(unit, fetched, arrivals, other, run: run, db)
            for file in files { group.files[file.record.id] = file }
        }
        try archive.commitGroup()
        for record in try archive.fileRecords(of: unit) { archive.checkedFiles.remove(record.id) }
        let isWhole = arrivals.allSatisfy { $0.comparison.missing.isEmpty && $0.fetched.count >= $0.plan.recordedCount }
        return Refetch(unit: unit, deed: isWhole ? .fetched : .fetchedInPart, message: text(arrivals), kept: kept)
    }

    /// The rows go beside the file; with the commit the damaged one gets another name and they get its.
    private func write(
        _ arrival: Arrival, to sink: FileSink, _ unit: UnitRecord, in group: CommitGroup
    ) throws -> (file: DataFile?, aside: String?) {
        let record = try archive.database.inDatabase { db in try fileRecord(of: unit, arrival.plan.dataset.name, sink, db) }
        let isDamaged = arrival.plan.damaged.contains(sink.name) || arrival.plan.toBeCleared.contains { $0.id == record.id }
        var aside: String?
        if isDamaged, archive.disk.status(record.path) != nil {
            let name = AsideName.damaged.free(for: record.path, on: archive.disk)
            try archive.database.inDatabase { db in try Intent.aside(record.path, to: name).save(db) }
            aside = name
        }
        guard !arrival.fetched.isEmpty || record.contents.length > 0 else { return (nil, aside) }
        let file = DataFile(record, dataset: arrival.plan.dataset, sink: sink, contents: FileRecord.Contents(), isRewrite: true)
        try archive.write(arrival.fetched, to: file, in: group)
        try archive.writeHeader(of: file, in: group)
        return (file, aside)
    }

    private func write(_ arrival: Arrival, to sink: TableSink, _ unit: UnitRecord, run: Int64, in group: CommitGroup) throws {
        let table = try archive.seriesTable(of: unit.provider, arrival.plan.dataset, sink)
        try archive.database.inDatabase { db in
            try table.prepare(db)
            if archive.fileSinks.isEmpty, arrival.plan.damaged.contains(sink.name) {
                try archive.keep(.damaged, of: unit, arrival.plan.dataset, run: run, now: now, db) { try $0(arrival.holding.rows) }
            }
            var change = TableChange(part: try tablePart(of: unit, arrival.plan.dataset.name, sink, db), unit: unit, table: table)
            try change.removeAll()
            // The record may not have said which rows were the unit's.
            if !arrival.fetched.isEmpty, let prefix = KeyPrefix(of: arrival.fetched, columns: table.prefixColumns) {
                try table.deleteAll(prefix)
            }
            try change.append(arrival.fetched)
            let new = change.part
            try new.save(db)
            group.parts[new.id] = new
            group.bytes += change.bytes
        }
    }

    /// What the record says of the unit is what it says of the one that was fetched.
    private func record(
        _ unit: UnitRecord, _ fetched: UnitRecord, _ arrivals: [Arrival], _ other: ArchiveReader, run: Int64, _ db: Database
    ) throws {
        var coverage = try other.coverage(of: unit.id)
        if unit.retired != nil {
            for gap in coverage.gaps { coverage.set(gap.span, .unavailable(Reason(Reason.retired))) }
        }
        try coverage.save(db, unit: unit.id)
        for arrival in arrivals {
            for row in arrival.comparison.missing {
                try RevisedRow(
                    dataset: arrival.plan.dataset.name, key: arrival.holding.rows.keyText(row), stored: arrival.holding.rows.rowText(row),
                    answered: "", cause: .restated
                ).save(db, run: run, unit: unit.id, recorded: now.record)
            }
        }
        try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
        try FrontierEntry.finish(db, unit: unit.id)
        let isSealed = unit.retired != nil || fetched.state == .sealed
        try db.run(
            """
            UPDATE units SET state = ?, start = ?, due = ?, tries = 0, cause = NULL, cause_detail = NULL, completed = ?, compared = ?,
                rereads = ? WHERE id = ?
            """,
            [
                isSealed ? "sealed" : "admitted", [unit.start, fetched.start].compactMap { $0 }.min(), isSealed ? nil : fetched.due?.record,
                fetched.completed?.record, fetched.rereading.compared, fetched.rereading.record, unit.id,
            ])
        var outcome = UnitOutcome(.done, due: fetched.due)
        outcome.rowsStored = arrivals.reduce(0) { $0 + $1.fetched.count }
        outcome.gaps = coverage.gaps.count
        try outcome.save(db, run: run, unit: unit.id)
        try copy("answers", of: unit, from: other, run: run, db)
        try copy("quarantine", of: unit, from: other, run: run, db)
    }

    private func copy(_ table: String, of unit: UnitRecord, from other: ArchiveReader, run: Int64, _ db: Database) throws {
        let rows = try other.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE unit = ? ORDER BY id", arguments: [unit.id])
        }
        for row in rows {
            let names = Array(row.columnNames.filter { $0 != "id" })
            try db.execute(
                sql: "INSERT OR IGNORE INTO \(table) (\(SQLName.list(names))) VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))",
                arguments: StatementArguments(names.map { $0 == "run" ? run.databaseValue : row[$0] as DatabaseValue }))
        }
    }

    private func text(_ arrivals: [Arrival]) -> String {
        let parts = arrivals.filter { !$0.fetched.isEmpty || $0.plan.recordedCount > 0 }.map { arrival in
            var text = "\(arrival.fetched.count) rows of \(arrival.plan.dataset.name)"
            let recorded = arrival.plan.recordedCount
            if arrival.fetched.count < recorded { text += " of \(recorded)" }
            if arrival.comparison.differing > 0 { text += ", \(arrival.comparison.differing) other than those that could be read" }
            if !arrival.comparison.missing.isEmpty {
                text += ", without \(arrival.comparison.missing.count) that could be read (they are in revisions)"
            }
            return text
        }
        return "fetched anew and put in its place: \(parts.joined(separator: "; "))"
    }
}

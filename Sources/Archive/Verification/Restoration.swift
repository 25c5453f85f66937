import GRDB
import PluginKit
import Tabular

/// One repair under way.
final class Restoration {
    let archive: Archive
    let inspection: Inspection
    let now: Instant
    private var repairs: [Finding: Repair] = [:]
    private var toBeFetched: [UnitRecord] = []
    /// Tables that may have rows of no unit.
    private var toBeSwept: Set<SweptTable> = []

    private struct SweptTable: Hashable {
        let provider: String
        let dataset: String
    }

    init(_ archive: Archive, _ inspection: Inspection, now: Instant) {
        self.archive = archive
        self.inspection = inspection
        self.now = now
    }

    func restore(_ found: VerificationReport) throws -> RepairReport {
        if found.findings.contains(where: { $0.code == .database }) {
            for finding in found.findings {
                note(finding, .none, "nothing was changed: the database itself is damaged and must be put back from a copy first")
            }
        } else {
            try restoreIdentity(found.findings)
            let byUnit = Dictionary(grouping: found.findings.filter { $0.unitID != nil }) { $0.unitID ?? 0 }
            for id in byUnit.keys.sorted() { try restore(unit: id, byUnit[id] ?? []) }
            try archive.commitGroup()
            try deleteStrays(found.findings.filter { $0.code == .strayRows })
            try render(found.findings.filter { $0.code == .renderedFile })
        }
        let done = found.findings.map { repairs[$0] ?? Repair($0, .none, "nothing was done: it needs a person") }
        return RepairReport(found: found, repairs: done, toBeFetched: toBeFetched)
    }

    func note(_ finding: Finding, _ deed: Repair.Deed, _ message: String, kept: [String] = []) {
        repairs[finding] = Repair(finding, deed, message, kept: kept)
    }

    private func restoreIdentity(_ findings: [Finding]) throws {
        guard let finding = findings.first(where: { $0.code == .identity }) else { return }
        try archive.recordedIdentity().write(archive.disk)
        note(finding, .rendered, "written anew from the record")
    }

    private func restore(unit id: Int64, _ findings: [Finding]) throws {
        guard let unit = try archive.read({ db in try UnitRecord.fetch(db, where: "id = ?", [id]) }).first else { return }
        for finding in findings where finding.code == .otherSink {
            note(finding, .none, "left as it is: add the sink with penstock convert, or forget the unit")
        }
        var plans: [SeriesPlan] = []
        for name in Set(findings.compactMap(\.dataset)).sorted() {
            let own = findings.filter { $0.dataset == name && $0.code != .otherSink }
            guard !own.isEmpty else { continue }
            guard let dataset = try inspection.dataset(name, of: unit.provider) else {
                for finding in own { note(finding, .none, "left as it is: neither the record nor the plugin knows the columns of \(name)") }
                continue
            }
            plans.append(try SeriesPlan(archive, unit, dataset, own))
        }
        if plans.contains(where: \.isBlocked) {
            for finding in findings { note(finding, .none, "left as it is: a file of \(unit.label) cannot be read by this user") }
            return
        }
        if plans.contains(where: \.isLost) {
            let lost = findings.filter { $0.code != .otherSink }
            guard let changed = try changedDataset(of: unit) else { return try giveUp(unit, lost) }
            for finding in lost {
                note(
                    finding, .none,
                    """
                    left as it is: the rows of \(unit.label) would have to be fetched again, and this version has other columns of \(changed); \
                    repair it with the version that wrote them
                    """)
            }
            return
        }
        if plans.contains(where: \.restarts) { try beginAnew(unit) }
        for plan in plans { try perform(plan) }
        for finding in findings where finding.code == .coverage { try forgetCoverage(of: unit, finding) }
        try archive.commitIfDue()
    }

    /// A series of the unit that no run of this version would be allowed to write.
    private func changedDataset(of unit: UnitRecord) throws -> String? {
        let names = try archive.fileRecords(of: unit).map(\.dataset) + archive.tableParts(of: unit).map(\.dataset)
        return try names.first { try inspection.hasOtherColumns($0, of: unit.provider) }
    }

    /// The unit's rows stay; the next update asks for all of them again and compares.
    private func forgetCoverage(of unit: UnitRecord, _ finding: Finding) throws {
        _ = try archive.openGroup()
        try archive.database.inDatabase { db in
            try db.run("DELETE FROM coverage WHERE unit = ?", [unit.id])
            try markDue(unit, db)
        }
        toBeFetched.append(unit)
        note(
            finding, .toBeFetched,
            "its coverage was forgotten: the next update asks for the whole unit and compares it with the stored rows")
    }

    /// All rows of a unit go, in every sink, with its coverage; files are kept under another name.
    private func giveUp(_ unit: UnitRecord, _ findings: [Finding]) throws {
        // What was written for other units so far does not wait for this one's files.
        try archive.commitGroup()
        let files = try completeRecords(of: unit)
        var kept: [String] = []
        for file in files { if let name = try setAside(file.path) { kept.append(name) } }
        _ = try archive.openGroup()
        for var file in files {
            if file.rewrite != nil { try archive.database.inDatabase { db in try Intent.remove(DataPath.rewrite(of: file.path)).save(db) } }
            file.contents = FileRecord.Contents()
            file.tail = nil
            file.rewrite = nil
            try archive.database.inDatabase { db in try file.save(db) }
            archive.checkedFiles.remove(file.id)
        }
        for part in try archive.tableParts(of: unit) { try empty(part, of: unit) }
        try archive.database.inDatabase { db in
            for table in ["coverage", "frontier", "spool"] { try db.run("DELETE FROM \(table) WHERE unit = ?", [unit.id]) }
            try markDue(unit, db)
        }
        try archive.commitGroup()
        toBeFetched.append(unit)
        for finding in findings {
            note(finding, .toBeFetched, "the rows of \(unit.label) were given up: the next update fetches them anew", kept: kept)
        }
    }

    /// The rows of the unit's files, with those that the record should have and has not.
    private func completeRecords(of unit: UnitRecord) throws -> [FileRecord] {
        let names = try Set(archive.fileRecords(of: unit).map(\.dataset) + archive.tableParts(of: unit).map(\.dataset))
        try archive.transaction { db in
            for name in names.sorted() {
                for sink in archive.fileSinks { _ = try fileRecord(of: unit, name, sink, db) }
                if let sink = archive.tableSink { _ = try tablePart(of: unit, name, sink, db) }
            }
        }
        return try archive.fileRecords(of: unit)
    }

    private func empty(_ part: TablePart, of unit: UnitRecord) throws {
        var part = part
        if let sink = archive.tableSink, let dataset = try inspection.dataset(part.dataset, of: unit.provider) {
            let table = try archive.seriesTable(of: unit.provider, dataset, sink)
            try archive.database.inDatabase { db in try table.prepare(db) }
            if let prefix = part.prefix.flatMap({ KeyPrefix(text: $0, schema: table.prefixSchema) }) {
                try table.deleteAll(prefix)
            } else {
                // Which rows are the unit's is not known: they are found as those of no unit.
                toBeSwept.insert(SweptTable(provider: unit.provider, dataset: part.dataset))
            }
        }
        part.prefix = nil
        part.rows = RowTally()
        let emptied = part
        try archive.database.inDatabase { db in try emptied.save(db) }
        archive.checkedParts.remove(part.id)
    }

    private func markDue(_ unit: UnitRecord, _ db: Database) throws {
        try db.run(
            "UPDATE units SET due = ?, completed = NULL, state = CASE state WHEN 'sealed' THEN 'admitted' ELSE state END WHERE id = ?",
            [now.record, unit.id])
    }

    /// Moves what stands at a path beside it; nil where nothing does. Returns its absolute path.
    func setAside(_ path: String) throws -> String? {
        guard archive.disk.status(path) != nil else { return nil }
        let aside = AsideName.free(for: path, on: archive.disk)
        try archive.disk.rename(path, to: aside)
        try archive.disk.syncDirectory(FileSystem.parent(of: path))
        return archive.disk.absolute(aside)
    }

    /// Rows of no unit, as the record says after all else was put right.
    private func deleteStrays(_ findings: [Finding]) throws {
        guard let sink = archive.tableSink else { return }
        for finding in findings {
            if let provider = finding.provider, let dataset = finding.dataset {
                toBeSwept.insert(SweptTable(provider: provider, dataset: dataset))
            }
        }
        for swept in toBeSwept.sorted(by: { ($0.provider, $0.dataset) < ($1.provider, $1.dataset) }) {
            guard let dataset = try inspection.dataset(swept.dataset, of: swept.provider) else { continue }
            let table = try archive.seriesTable(of: swept.provider, dataset, sink)
            try archive.transaction { db in
                for stray in try StrayRows(table: table, sink: sink, reader: archive).find(db) {
                    if let prefix = KeyPrefix(text: stray.prefix, schema: table.prefixSchema) { try table.deleteAll(prefix) }
                }
            }
        }
        for finding in findings { note(finding, .rowsDeleted, "deleted, unless a unit that was put right has them") }
    }

    private func render(_ findings: [Finding]) throws {
        guard !findings.isEmpty else { return }
        for finding in findings {
            let path = String(finding.path.dropFirst(archive.disk.root.count + 1))
            // What is not in its place is made anew by what follows, and by the next run.
            let kept = try setAside(path)
            note(finding, .rendered, "made anew from the record", kept: kept.map { [$0] } ?? [])
        }
        try archive.renderEntities()
        try archive.renderQuarantine()
        if findings.contains(where: { $0.path == archive.disk.absolute(UpdateSummary.path) }) { try archive.renderSummary() }
    }
}

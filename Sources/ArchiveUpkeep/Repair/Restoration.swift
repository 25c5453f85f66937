import Archive
import Host
import PluginKit
import Tabular

/// One repair under way.
final class Restoration {
    let archive: Archive
    let inspection: Inspection
    let now: Instant
    private var repairs: [Finding: Repair] = [:]
    private var toBeFetched: [UnitRecord] = []
    /// Units whose rows no sink holds whole.
    private var lost: [UnitRecord] = []
    /// Series that were written with columns which their dataset has gained.
    var widened = 0

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
        try RefetchSite(archive.reader.disk).remove()
        if found.findings.contains(where: { $0.code == .database }) {
            for finding in found.findings {
                note(
                    finding, .none,
                    "nothing was changed: the database itself is damaged and must be put back from a copy first")
            }
        } else {
            try restoreIdentity(found.findings)
            let byUnit = Dictionary(grouping: found.findings.filter { $0.unitID != nil }) { $0.unitID ?? 0 }
            for id in byUnit.keys.sorted() { try restore(unit: id, byUnit[id] ?? []) }
            try archive.commit()
            try deleteStrays(found.findings.filter { $0.code == .strayRows })
            try render(found.findings.filter { $0.code == .renderedFile })
            try widen()
        }
        let done = found.findings.map { repairs[$0] ?? Repair($0, .none, "nothing was done: it needs a person") }
        return RepairReport(found: found, repairs: done, toBeFetched: toBeFetched, lost: lost, widened: widened)
    }

    private func widen() throws {
        let verification = inspection.verification
        let names = try archive.record.seriesNames().filter { verification.covers(provider: $0.provider) }
        try archive.gainAll(inspection.declared, of: names)
        widened += try archive.widenAll {
            verification.covers(provider: $0.provider) && verification.includes?($0) ?? true
        }
    }

    func note(_ finding: Finding, _ deed: Repair.Deed, _ message: String, kept: [String] = []) {
        repairs[finding] = Repair(finding, deed, message, kept: kept)
    }

    private func restoreIdentity(_ findings: [Finding]) throws {
        guard let finding = findings.first(where: { $0.code == .identity }) else { return }
        try archive.reader.recordedIdentity().write(archive.reader.disk)
        note(finding, .rendered, "written anew from the record")
    }

    private func restore(unit id: Int64, _ findings: [Finding]) throws {
        guard let unit = try archive.record.unit(id) else { return }
        let waiting = findings.filter { $0.code == .lostPages }
        if !waiting.isEmpty { try beginAnew(unit) }
        for finding in waiting { note(finding, .recordSettled, "given up: its walk begins anew") }
        let findings = findings.filter { $0.code != .lostPages }
        for finding in findings where finding.code == .otherSink {
            note(finding, .none, "left as it is: add the sink with penstock convert, or forget the unit")
        }
        var plans: [SeriesPlan] = []
        for name in Set(findings.compactMap(\.dataset)).sorted() {
            let own = findings.filter { $0.dataset == name && $0.code != .otherSink }
            guard !own.isEmpty else { continue }
            guard let dataset = try inspection.dataset(name, of: unit.provider) else {
                for finding in own {
                    note(
                        finding, .none, "left as it is: neither the record nor the plugin knows the columns of \(name)")
                }
                continue
            }
            plans.append(try SeriesPlan(archive, unit, dataset, own))
        }
        if plans.contains(where: \.isBlocked) {
            for finding in findings {
                note(finding, .none, "left as it is: a file of \(unit.label) cannot be read by this user")
            }
            return
        }
        if plans.contains(where: \.isLost) {
            let lost = findings.filter { $0.code != .otherSink }
            guard let changed = try changedDataset(of: unit) else { return try keep(unit, lost, plans) }
            for finding in lost {
                note(
                    finding, .none,
                    """
                    left as it is: the rows of \(unit.label) would have to be fetched again, and this version has \
                    other columns of \(changed); repair it with the version that wrote them
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
        try archive.record.parts(of: unit).map(\.dataset).first {
            try inspection.hasOtherColumns($0, of: unit.provider)
        }
    }

    /// The unit's rows stay; the next update asks for all of them again and compares.
    private func forgetCoverage(of unit: UnitRecord, _ finding: Finding) throws {
        try archive.grouped { _ in try archive.record.forgetCoverage(of: unit, now: now) }
        toBeFetched.append(unit)
        note(
            finding, .toBeFetched,
            "its coverage was forgotten\(unit.retired == nil ? "" : ", and it is retired no more"): "
                + "the next update asks for the whole unit and compares it with the stored rows")
    }

    /// No sink holds the unit's rows whole: they stay as they are until others are there to take their place. Says what
    /// of them can be read.
    private func keep(_ unit: UnitRecord, _ findings: [Finding], _ plans: [SeriesPlan]) throws {
        lost.append(unit)
        for finding in findings {
            let holding = try plans.first { $0.dataset.name == finding.dataset }.map {
                try Holding(archive, unit, $0.dataset)
            }
            note(
                finding, .none,
                "left as it is, for no storage holds it whole" + (holding.map { ": \($0.text)" } ?? ""))
        }
    }

    /// Moves what stands at a path beside it; nil where nothing does. Returns its absolute path.
    func setAside(_ path: String) throws -> String? {
        let disk = archive.reader.disk
        guard disk.status(path) != nil else { return nil }
        let aside = AsideName.damaged.free(for: path, on: disk)
        try disk.rename(path, to: aside)
        try disk.syncDirectory(HostPath.parent(of: path))
        return disk.absolute(aside)
    }

    /// Rows of no unit, as the record says after all else was put right.
    private func deleteStrays(_ findings: [Finding]) throws {
        // Tables that may have rows of no unit.
        var toBeSwept: Set<SweptTable> = []
        for finding in findings {
            if let provider = finding.provider, let dataset = finding.dataset {
                toBeSwept.insert(SweptTable(provider: provider, dataset: dataset))
            }
        }
        for swept in toBeSwept.sorted(by: { ($0.provider, $0.dataset) < ($1.provider, $1.dataset) }) {
            guard let dataset = try inspection.dataset(swept.dataset, of: swept.provider) else { continue }
            try archive.change { _ in
                for store in try archive.reader.stores(of: swept.dataset, of: swept.provider) {
                    try store.deleteStrayRows(of: swept.provider, dataset)
                }
            }
        }
        for finding in findings { note(finding, .rowsDeleted, "deleted, unless a unit that was put right has them") }
    }

    private func render(_ findings: [Finding]) throws {
        guard !findings.isEmpty else { return }
        for finding in findings {
            let path = String(finding.path.dropFirst(archive.reader.disk.root.count + 1))
            // What is not in its place is made anew by what follows, and by the next run.
            let kept = try setAside(path)
            note(finding, .rendered, "made anew from the record", kept: kept.map { [$0] } ?? [])
        }
        try archive.rendering.renderTables()
        try archive.rendering.renderQuarantine()
        if findings.contains(where: { $0.path == archive.reader.disk.absolute(UpdateSummary.path) }) {
            try archive.rendering.renderSummary()
        }
    }
}

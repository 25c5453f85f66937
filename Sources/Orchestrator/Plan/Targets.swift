import Archive
import PluginKit
import Tabular

/// The units that a job is about, as far as they are known before anything is asked.
struct Targets {
    let job: Job
    let provider: any LoadedProvider
    let planner: Planner
    /// nil: there is no archive yet.
    let archive: ArchiveReader?

    private var name: String { provider.manifest.name }

    /// The units that the job names; nil when it names none, or a list that stands for all that it tells of.
    func named() throws -> Set<UnitName>? {
        guard !job.selection.names.isEmpty else { return nil }
        let roots = try provider.roots(for: job.selection)
        return try roots.contains(where: isList) ? nil : Set(roots)
    }

    /// What is read first: the prologue, and the lists unless the job names its units.
    func lists() throws -> [UnitRecord] {
        let prologue = try provider.prologue()
        let lists = try named() == nil ? provider.roots(for: job.selection).filter(isList) : []
        return try records(prologue + lists) { job.command == .backfill || prologue.contains($0) }
    }

    /// Series that the archive knows or the job names.
    func series() throws -> [UnitRecord] {
        let explicit = try provider.roots(for: job.selection).filter { try !isList($0) }
        if try named() != nil { return try records(explicit.sorted()) { _ in job.command == .backfill } }
        let known: [UnitRecord]
        if let archive {
            known =
                job.command == .update && !planner.asksAgain
                ? try archive.dueUnits(of: name, by: planner.now) : try archive.units(of: name, admittedOnly: true)
        } else {
            known = []
        }
        let listed = Set(known.map(\.name))
        return try known + records(explicit.filter { !listed.contains($0) }) { _ in job.command == .backfill }
    }

    /// Named units that an update cannot move on, because the archive does not have them.
    func unknown() throws -> [String] {
        guard job.command == .update, let named = try named() else { return [] }
        return try named.sorted().filter { try archive?.unit($0, of: name)?.state ?? .known == .known }.map { try provider.label(of: $0, note: nil) }
    }

    /// What a unit is to be asked for, if anything is due.
    func admission(of unit: UnitRecord) throws -> Admission? {
        let coverage = try unit.id == 0 ? Coverage() : archive?.coverage(of: unit.id) ?? Coverage()
        let expectation = try provider.expectation(of: unit.name, note: unit.note)
        guard let plan = planner.plan(unit, expectation: expectation, coverage: coverage) else { return nil }
        return Admission(
            provider: name, name: unit.name, label: unit.label, partition: unit.partition, note: unit.note, rank: unit.rank,
            span: plan.span,
            purpose: plan.purpose, datasets: try provider.series(of: unit.name, note: unit.note))
    }

    private func isList(_ unit: UnitName) throws -> Bool { try provider.partition(of: unit, note: nil).isEmpty }

    /// The archive's records of units; a unit that it does not have gets the id 0, where it may be added.
    private func records(_ names: [UnitName], mayAdd: (UnitName) -> Bool) throws -> [UnitRecord] {
        try names.compactMap { unit in
            if let known = try archive?.unit(unit, of: name), known.state != .known || mayAdd(unit) { return known }
            guard mayAdd(unit) else { return nil }
            return UnitRecord(
                new: unit, provider: name, label: try provider.label(of: unit, note: nil), partition: try provider.partition(of: unit, note: nil))
        }
    }
}

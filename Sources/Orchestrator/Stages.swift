import Archive
import PluginKit
import Tabular

/// The order of a provider's work in a run: what sets the facts, then the lists, then the series, then what the lists told of.
struct Stages {
    let loop: RunLoop
    let targets: Targets

    private var provider: any LoadedProvider { targets.provider }

    /// Whether anything was due.
    func execute() async throws -> Bool {
        try refuseUnknown()
        if let start = loop.job.selection.start, loop.job.command == .backfill { try loop.archive.widenStart(to: start) }
        var processed: Set<Int64> = []
        var wasPlanned = try await run(try targets.lists(), &processed)
        wasPlanned = try await run(try targets.series(), &processed) || wasPlanned
        // A job that names its units leaves the lists alone, and what they told of.
        while try targets.named() == nil, !loop.tally.mustStop {
            let told = try loop.archive.discovered(of: provider.manifest.name).filter { !processed.contains($0.id) }
            guard !told.isEmpty else { break }
            wasPlanned = try await run(told, &processed) || wasPlanned
        }
        return wasPlanned
    }

    /// `update` only moves on what the archive has.
    private func refuseUnknown() throws {
        let unknown = try targets.unknown()
        guard !unknown.isEmpty else { return }
        let names = unknown.joined(separator: ", ")
        throw RunFailure(
            .usage, "\(names) \(unknown.count == 1 ? "is" : "are") not in the archive at \(loop.job.archive)",
            fix: "add with: penstock backfill \(provider.manifest.name) --symbols \(unknown.joined(separator: ","))")
    }

    /// Plans units, admits those that are due in one transaction, and works on them.
    private func run(_ units: [UnitRecord], _ processed: inout Set<Int64>) async throws -> Bool {
        guard !loop.tally.mustStop else { return false }
        var admissions: [Admission] = []
        for unit in units where !processed.contains(unit.id) {
            if unit.id != 0 { processed.insert(unit.id) }
            if let admission = try targets.admission(of: unit) { admissions.append(admission) }
        }
        guard !admissions.isEmpty else { return false }
        let refusals = try loop.archive.admit(admissions, now: targets.planner.now, run: loop.report.run)
        let admitted = Set(admissions.map(\.name))
        let entries = try loop.archive.frontier()?.entries.filter {
            $0.unit.provider == provider.manifest.name && admitted.contains($0.unit.name)
        }
        processed.formUnion((entries ?? []).map(\.unit.id))
        loop.observer.observe(.planned(units: entries?.count ?? 0, now: targets.planner.now))
        let units = UnitLoop(run: loop, planner: targets.planner)
        for refusal in refusals { units.refuse(refusal, series: try provider.series(of: refusal.unit.name, note: refusal.unit.note)) }
        try await units.work(entries ?? []) { try loop.work(for: $0, of: provider, now: targets.planner.now) }
        return true
    }
}

public import Archive
public import PluginKit
public import Tabular
import Upstream

/// Plans a job and tells what it would cost. Reads the archive if there is one; asks nothing, writes nothing.
public struct DryRun {
    let job: Job
    let sinks: ([String]) throws -> [ArchiveSink]
    let upstreams: [UpstreamDeclaration]
    let now: Instant

    /// - Parameter upstreams: as the settings have changed them.
    public init(
        job: Job, sinks: @escaping ([String]) throws -> [ArchiveSink], upstreams: [UpstreamDeclaration], now: Instant
    ) {
        self.job = job
        self.sinks = sinks
        self.upstreams = upstreams
        self.now = now
    }

    public func estimate() throws -> [PlanEstimate] {
        do {
            let archive = Archive.exists(at: job.archive) ? try Archive.openReadOnly(at: job.archive, sinks: sinks) : nil
            if archive == nil, job.command == .update {
                throw RunFailure(.configuration, "There is no archive at \(job.archive)", fix: "make one with: penstock backfill")
            }
            // What a run would be refused for costs nothing, and cannot be had.
            try archive?.refuseOtherColumns(of: job.providers.map(\.manifest))
            let wish = Wish(job: job, archiveStart: try archive?.start, now: now)
            try wish.check(in: archive)
            return try job.providers.map { provider in
                var estimate = try estimate(of: provider, archive: archive)
                if provider.manifest.datasets.contains(where: { $0.calendar != nil }) { estimate.notes = wish.notes }
                return estimate
            }
        } catch {
            throw RunFailure(error)
        }
    }

    private func estimate(of provider: any LoadedProvider, archive: ArchiveReader?) throws -> PlanEstimate {
        let planner = Planner(job: job, archiveStart: try archive?.start, now: now)
        let targets = Targets(
            job: job, provider: provider, planner: planner, archive: archive,
            misdated: try archive?.misdated(of: provider.manifest.name, after: now) ?? [:])
        var estimate = PlanEstimate()
        var cost = FetchCost(provider: provider, now: now)
        func add(_ unit: UnitRecord, times: Int = 1) throws {
            guard let admission = try targets.admission(of: unit) else { return }
            try cost.add(admission, times: times)
            estimate.units += times
            if admission.purpose == .recheck, !planner.asksAgain { estimate.wholeUnits += times }
        }
        for list in try targets.lists() {
            guard let admission = try targets.admission(of: list) else { continue }
            try cost.add(admission)
            estimate.lists += 1
            if list.completed == nil { estimate.isUniverseKnown = false }
        }
        for id in try targets.admitted() {
            guard let unit = try archive?.unit(id), !unit.partition.isEmpty, try targets.isMeant(unit) else { continue }
            try add(unit)
        }
        for unit in try targets.unadmitted() where !unit.partition.isEmpty { try add(unit) }
        if targets.hasSubjects {
            if let guessed = try unknownSubjects(targets) {
                cost.addUnknown(guessed)
                estimate.units += guessed
            } else {
                try addSubjects(targets) { try add($0) }
            }
        } else if !estimate.isUniverseKnown, provider.manifest.typicalUniverse > estimate.units,
            let usual = try usualUnit(provider)
        {
            try add(usual, times: provider.manifest.typicalUniverse - estimate.units)
        }
        estimate.requests = cost.requests
        estimate.bytes = cost.bytes
        estimate.leastSeconds = cost.leastSeconds(at: upstreams, hasBurst: true)
        return estimate
    }

    /// Where no subject is known yet, how many the limit lets in.
    private func unknownSubjects(_ targets: Targets) throws -> Int? {
        guard let selection = targets.selection, job.options.updatesSeries else { return 0 }
        if let archive = targets.archive, try archive.subjectCounts(of: targets.name).known > 0 { return nil }
        return targets.limit ?? (selection.names.isEmpty ? targets.provider.manifest.typicalUniverse : selection.names.count)
    }

    /// The series of subjects that would be let in.
    private func addSubjects(_ targets: Targets, _ add: (UnitRecord) throws -> Void) throws {
        let chosen = try targets.newcomers(beside: targets.followed().count)
        for start in stride(from: 0, to: chosen.count, by: Stage.chunk) {
            for subject in try targets.archive?.subjects(chosen[start..<min(start + Stage.chunk, chosen.count)]) ?? [] {
                for unit in try targets.newUnits(of: subject) { try add(unit) }
            }
        }
    }

    /// A unit that a list will tell of, as if it were an ordinary new one.
    private func usualUnit(_ provider: any LoadedProvider) throws -> UnitRecord? {
        var selection = job.selection
        selection.names = ["A"]
        return try provider.roots(for: selection).first.map {
            UnitRecord(new: $0, provider: provider.manifest.name, label: "", partition: ["A"])
        }
    }
}

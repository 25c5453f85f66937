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
            return try job.providers.map { try estimate(of: $0, archive: archive) }
        } catch {
            throw RunFailure(error)
        }
    }

    private func estimate(of provider: any LoadedProvider, archive: ArchiveReader?) throws -> PlanEstimate {
        let planner = Planner(job: job, archiveStart: try archive?.start, now: now)
        let targets = Targets(job: job, provider: provider, planner: planner, archive: archive)
        var estimate = PlanEstimate()
        var weights: [String: Double] = [:]
        func add(_ admission: Admission, isList: Bool, times: Int = 1) throws {
            let fetch = StoredFetch(
                unit: admission.name, note: admission.note, span: admission.span, purpose: admission.purpose, now: now)
            let request = try provider.request(for: fetch)
            let count = times * (try provider.requestCount(for: fetch))
            weights[request.upstream, default: 0] += request.weight * Double(count)
            estimate.requests += count
            estimate.bytes += count * Self.bytes(admission)
            if isList { estimate.lists += 1 } else { estimate.units += times }
        }
        for list in try targets.lists() {
            guard let admission = try targets.admission(of: list) else { continue }
            try add(admission, isList: true)
            if list.completed == nil { estimate.isUniverseKnown = false }
        }
        for id in try targets.admitted() {
            guard let unit = try archive?.unit(id), !unit.partition.isEmpty, try targets.isMeant(unit) else { continue }
            if let admission = try targets.admission(of: unit) { try add(admission, isList: false) }
        }
        for unit in try targets.unadmitted() where !unit.partition.isEmpty {
            if let admission = try targets.admission(of: unit) { try add(admission, isList: false) }
        }
        if targets.hasSubjects {
            let guessed = try addSubjects(provider, targets, add)
            estimate.units += guessed
            estimate.requests += guessed
            estimate.bytes += guessed * 60_000
        }
        if !estimate.isUniverseKnown, !targets.hasSubjects, provider.manifest.typicalUniverse > estimate.units {
            try addUsual(provider, targets, count: provider.manifest.typicalUniverse - estimate.units, add)
        }
        for upstream in upstreams {
            let weight = weights[upstream.name] ?? 0
            estimate.leastSeconds = max(estimate.leastSeconds, (weight - Double(upstream.burst)) * upstream.delay)
        }
        return estimate
    }

    /// Adds subjects that would be let in, as far as they are known. Where none is, returns how many the limit lets in.
    private func addSubjects(
        _ provider: any LoadedProvider, _ targets: Targets, _ add: (Admission, Bool, Int) throws -> Void
    ) throws -> Int {
        guard let selection = targets.selection, job.options.updatesSeries else { return 0 }
        let name = provider.manifest.name
        let limit = targets.limit ?? (selection.names.isEmpty ? nil : selection.names.count)
        guard let archive = targets.archive, try archive.subjectCounts(of: name).known > 0 else {
            return limit ?? provider.manifest.typicalUniverse
        }
        var places = limit ?? .max
        try archive.eachFollowed(of: name) { subject in
            if try targets.isWanted(subject) { places -= 1 }
            return places > 0
        }
        var chosen: [SubjectRecord] = []
        try archive.eachCandidate(of: name) { subject in
            if places > 0, try subject.cause == nil && targets.isWanted(subject) { chosen.append(subject) }
            return chosen.count < places
        }
        for subject in chosen {
            for unit in try provider.units(of: subject.name, note: subject.note, selection: selection) {
                if let admission = try targets.admission(of: targets.unit(unit, of: subject)) { try add(admission, false, 1) }
            }
        }
        return 0
    }

    /// Units that a list will tell of, as if each were an ordinary new one.
    private func addUsual(
        _ provider: any LoadedProvider, _ targets: Targets, count: Int, _ add: (Admission, Bool, Int) throws -> Void
    ) throws {
        var selection = job.selection
        selection.names = ["A"]
        guard let name = try provider.roots(for: selection).first else { return }
        let unit = UnitRecord(new: name, provider: provider.manifest.name, label: "", partition: ["A"])
        if let admission = try targets.admission(of: unit) { try add(admission, false, count) }
    }

    /// About 110 bytes a session and 2,000 round it, as measured on answers of charts.
    private static func bytes(_ admission: Admission) -> Int {
        guard let span = admission.span, admission.datasets.contains(where: { $0.axis == .sessions }) else { return 60_000 }
        return 2_000 + Int(span.upper - span.lower) * 5 / 7 * 110
    }
}

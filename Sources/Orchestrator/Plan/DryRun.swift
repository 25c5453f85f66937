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
            let request = try provider.request(
                for: StoredFetch(unit: admission.name, note: admission.note, span: admission.span, purpose: admission.purpose, now: now))
            weights[request.upstream, default: 0] += request.weight * Double(times)
            estimate.requests += times
            estimate.bytes += times * Self.bytes(admission)
            if isList { estimate.lists += 1 } else { estimate.units += times }
        }
        for list in try targets.lists() {
            guard let admission = try targets.admission(of: list) else { continue }
            try add(admission, isList: true)
            if list.completed == nil { estimate.isUniverseKnown = false }
        }
        for unit in try targets.series() where !unit.partition.isEmpty {
            if let admission = try targets.admission(of: unit) { try add(admission, isList: false) }
        }
        if !estimate.isUniverseKnown, provider.manifest.typicalUniverse > estimate.units {
            try addUsual(provider, targets, count: provider.manifest.typicalUniverse - estimate.units, add)
        }
        for upstream in upstreams {
            let weight = weights[upstream.name] ?? 0
            estimate.leastSeconds = max(estimate.leastSeconds, (weight - Double(upstream.burst)) * upstream.delay)
        }
        return estimate
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

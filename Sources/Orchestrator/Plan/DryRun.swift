package import Archive
package import PluginKit
package import Tabular
import Upstream

/// Plans a job and tells what it would cost and store. Reads the archive if there is one; asks nothing, writes nothing.
package struct DryRun {
    let job: Job
    let sinks: ([String]) throws -> [ArchiveSink]
    let upstreams: [UpstreamDeclaration]
    let now: Instant
    /// An archive of lists only, where they were read for this plan (`JobOptions.readsListsOnly`); nil: what the
    /// archive has read counts.
    let lists: ArchiveReader?

    /// - Parameter upstreams: as the settings have changed them.
    package init(
        job: Job, sinks: @escaping ([String]) throws -> [ArchiveSink], upstreams: [UpstreamDeclaration], now: Instant,
        lists: ArchiveReader? = nil
    ) {
        self.job = job
        self.sinks = sinks
        self.upstreams = upstreams
        self.now = now
        self.lists = lists
    }

    package func estimate() throws -> [PlanEstimate] {
        do {
            if Archive.exists(at: job.archive) {
                return try ArchiveReader.reading(at: job.archive, sinks: sinks, estimates)
            }
            if job.command == .update {
                throw RunFailure(
                    .configuration, "There is no archive at \(job.archive)", fix: "make one with: penstock backfill")
            }
            return try estimates(in: nil)
        } catch {
            throw RunFailure(error)
        }
    }

    private func estimates(in archive: ArchiveReader?) throws -> [PlanEstimate] {
        // What a run would be refused for costs nothing, and cannot be had.
        try archive?.record.refuseOtherColumns(of: job.providers.map(\.manifest))
        let wish = Wish(job: job, archiveStart: try archive?.record.start, now: now)
        try wish.check(in: archive)
        return try job.providers.map { provider in
            var estimate = try estimate(of: provider, archive: archive)
            estimate.sinks = archive?.sinks.map(\.name) ?? (job.sinks.isEmpty ? ["csv"] : job.sinks)
            if provider.manifest.datasets.contains(where: { $0.calendar != nil }) { estimate.notes = wish.notes }
            return estimate
        }
    }

    private func estimate(of provider: any LoadedProvider, archive: ArchiveReader?) throws -> PlanEstimate {
        let planner = Planner(job: job, archiveStart: try archive?.record.start, now: now)
        let targets = Targets(
            job: job, provider: provider, planner: planner, archive: archive,
            misdated: try archive?.record.misdated(of: provider.manifest.name, after: now) ?? [:])
        // What lists tell of, by whoever has read them.
        let told = lists.map { Targets(job: job, provider: provider, planner: planner, archive: $0) } ?? targets
        var estimate = PlanEstimate()
        var cost = FetchCost(provider: provider, now: now)
        func add(_ unit: UnitRecord, of targets: Targets, times: Int = 1) throws {
            guard let admission = try targets.admission(of: unit) else { return }
            let coverage = unit.id == 0 ? nil : try targets.archive?.record.coverage(of: unit.id)
            try cost.add(admission, coverage: coverage ?? Coverage(), times: times)
            estimate.units += times
            if admission.purpose == .recheck, !planner.asksAgain { estimate.wholeUnits += times }
        }
        let pages = try told.archive?.record.listPages(of: targets.name) ?? [:]
        for list in try targets.lists() {
            let known = lists == nil ? list : try lists?.record.unit(list.name, of: targets.name) ?? list
            if let completed = known.completed { estimate.listsRead = min(estimate.listsRead ?? completed, completed) }
            guard let admission = try targets.admission(of: list) else { continue }
            try cost.add(list: admission, read: pages[known.id])
            estimate.lists += 1
            if known.completed == nil { estimate.isUniverseKnown = false }
        }
        for id in try targets.admitted() {
            guard let unit = try archive?.record.unit(id), !unit.partition.isEmpty, try targets.isMeant(unit) else {
                continue
            }
            try add(unit, of: targets)
        }
        for unit in try targets.unadmitted() where !unit.partition.isEmpty { try add(unit, of: targets) }
        if targets.hasSubjects {
            if job.options.updatesSeries, targets.selection != nil { estimate.mostSubjects = targets.limit }
            if let added = try addSubjects(targets, told, { try add($0, of: told) }) { estimate.newSubjects = added }
        } else {
            try addTold(targets, told) { try add($0, of: told) }
            if !estimate.isUniverseKnown, provider.manifest.typicalUniverse > estimate.units,
                let usual = try usualUnit(provider)
            {
                try add(usual, of: targets, times: provider.manifest.typicalUniverse - estimate.units)
            }
        }
        estimate.requests = cost.requests
        estimate.bytes = cost.bytes
        estimate.storage = cost.storage
        estimate.leastSeconds = cost.leastSeconds(at: upstreams, hasBurst: true)
        return estimate
    }

    /// The series of subjects that would be let in, and of those that were and have none yet. Returns how many
    /// subjects; nil: nobody knows.
    private func addSubjects(_ targets: Targets, _ told: Targets, _ add: (UnitRecord) throws -> Void) throws -> Int? {
        guard targets.selection != nil, job.options.updatesSeries, let source = told.archive,
            try source.record.subjectCounts(of: targets.name).known > 0
        else { return nil }
        let followed = try targets.followed()
        var chosen: [Int64] = []
        try source.record.eachBare(of: targets.name) { subject in
            if try told.isWanted(subject) { chosen.append(subject.id) }
            return true
        }
        let known = lists == nil ? [] : try names(of: followed, targets)
        chosen += try told.newcomers(beside: followed.count + (lists == nil ? 0 : chosen.count), except: known)
        var count = 0
        for start in stride(from: 0, to: chosen.count, by: Stage.chunk) {
            for subject in try source.record.subjects(chosen[start..<min(start + Stage.chunk, chosen.count)])
            where !known.contains(subject.name) {
                count += 1
                for unit in try told.newUnits(of: subject) { try add(unit) }
            }
        }
        return count
    }

    private func names(of subjects: [Int64], _ targets: Targets) throws -> Set<String> {
        var names: Set<String> = []
        for start in stride(from: 0, to: subjects.count, by: Stage.chunk) {
            let some =
                try targets.archive?.record.subjects(subjects[start..<min(start + Stage.chunk, subjects.count)]) ?? []
            names.formUnion(some.map(\.name))
        }
        return names
    }

    /// The units that a list has told of and that the archive does not have yet.
    private func addTold(_ targets: Targets, _ told: Targets, _ add: (UnitRecord) throws -> Void) throws {
        guard try targets.named() == nil, job.command == .backfill || lists != nil, let source = told.archive else {
            return
        }
        for unit in try source.record.discovered(of: targets.name) where !unit.partition.isEmpty {
            if lists != nil, let own = try targets.archive?.record.unit(unit.name, of: targets.name),
                own.state != .known
            {
                continue
            }
            try add(unit)
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

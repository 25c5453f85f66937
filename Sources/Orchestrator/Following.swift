import Archive
import PluginKit
import Tabular
import Upstream

/// Lets new subjects (markets) in: those that the job wants, the highest rank first, until as many are followed as its limit says. The
/// limit counts what is followed and meant already, so that the same job run twice follows the same; it never lets one go.
struct Following {
    let loop: RunLoop
    let targets: Targets

    private var provider: any LoadedProvider { targets.provider }
    private var name: String { provider.manifest.name }

    func follow() throws {
        guard let selection = targets.selection, loop.job.options.updatesSeries else { return }
        guard try knowsCategories(selection) else { return }
        let followed = try wanted { try loop.archive.eachFollowed(of: name, $0) }
        // Another choice of datasets brings units that a followed subject does not have yet.
        if loop.job.command == .backfill { _ = try bring(followed, selection) }
        let places = targets.limit.map { max(0, $0 - followed.count) }
        guard places != 0 else { return }
        let chosen = try wanted(atMost: places ?? .max) { try loop.archive.eachCandidate(of: name, $0) }
        guard !chosen.isEmpty else { return }
        var estimate = try bring(chosen, selection)
        estimate.isUnlimited = targets.limit == nil
        estimate.followed = try loop.archive.subjectCounts(of: name).followed
        loop.observer.observe(.followed(estimate))
    }

    /// The ids of subjects that the job speaks of.
    private func wanted(atMost limit: Int = .max, _ each: ((SubjectRecord) throws -> Bool) throws -> Void) throws -> [Int64] {
        var ids: [Int64] = []
        try each { subject in
            let isOpen = subject.cause == nil && (!subject.isForgotten || !(targets.selection?.names.isEmpty ?? true))
            if try (subject.followed != nil || isOpen) && targets.isWanted(subject) { ids.append(subject.id) }
            return ids.count < limit
        }
        return ids
    }

    /// Follows subjects with their units, some at a time; what the new units will cost.
    private func bring(_ ids: [Int64], _ selection: Selection) throws -> FollowingEstimate {
        var estimate = FollowingEstimate(
            provider: name, noun: provider.manifest.subjects?.noun ?? provider.manifest.noun, subjects: ids.count,
            sinks: loop.archive.sinks.map(\.name))
        var weights: [String: Double] = [:]
        for start in stride(from: 0, to: ids.count, by: Stage.chunk) {
            let subjects = try loop.archive.subjects(ids[start..<min(start + Stage.chunk, ids.count)])
            let brought = try subjects.map { subject in
                let known = subject.followed == nil ? [] : try loop.archive.unitNames(of: subject)
                let names = try provider.units(of: subject.name, note: subject.note, selection: selection).filter { !known.contains($0) }
                return (subject: subject, units: try names.map { try targets.unit($0, of: subject) })
            }
            for unit in brought.flatMap(\.units) { try add(unit, to: &estimate, &weights) }
            try loop.archive.follow(brought.filter { $0.subject.followed == nil || !$0.units.isEmpty }, now: targets.planner.now)
        }
        estimate.leastSeconds = loop.upstreams.declarations.map { (weights[$0.name] ?? 0) * $0.delay }.max() ?? 0
        return estimate
    }

    private func add(_ unit: UnitRecord, to estimate: inout FollowingEstimate, _ weights: inout [String: Double]) throws {
        estimate.units += 1
        guard let admission = try targets.admission(of: unit) else { return }
        let fetch = StoredFetch(unit: unit.name, note: unit.note, span: admission.span, now: targets.planner.now)
        let count = try provider.requestCount(for: fetch)
        let request = try provider.request(for: fetch)
        estimate.requests += count
        weights[request.upstream, default: 0] += request.weight * Double(count)
    }

    /// Whether the provider has what `--category` names. Where another provider of the job may have it, that one is asked too.
    private func knowsCategories(_ selection: Selection) throws -> Bool {
        guard !selection.categories.isEmpty else { return true }
        var missing = selection.categories
        var names: Set<String> = []
        func look(_ subject: SubjectRecord) throws -> Bool {
            let own = try provider.categories(of: subject.name, note: subject.note)
            names.formUnion(own)
            missing.removeAll { category in own.contains { CategoryName($0) == CategoryName(category) } }
            return !missing.isEmpty
        }
        try loop.archive.eachFollowed(of: name, look)
        if !missing.isEmpty { try loop.archive.eachCandidate(of: name, look) }
        guard let category = missing.first, !names.isEmpty else { return true }
        let near = Suggestion.nearest(to: category, among: names.sorted(), count: 3)
        let choices = near.isEmpty ? names.sorted().prefix(10).joined(separator: ", ") : near.joined(separator: ", ")
        let failure = RunFailure(
            .usage, "No \(provider.manifest.subjects?.noun.singular ?? "subject") of \(name) is in a category '\(category)'",
            fix: near.isEmpty ? "such as: \(choices)" : "did you mean \(choices)?")
        guard loop.job.providers.count(where: { $0.manifest.subjects != nil }) > 1 else { throw failure }
        loop.unknownCategories.append(failure)
        loop.observer.observe(.flagged(label: name, text: failure.message))
        return false
    }
}

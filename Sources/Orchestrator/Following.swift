import Archive
package import PluginKit
import Tabular
import Upstream
import Words

/// Lets new subjects (markets) in: those that the job wants, the highest rank first, until as many are followed as its
/// limit says. The limit counts what is followed and meant already, so that the same job run twice follows the same; it
/// never lets one go.
struct Following {
    let run: RunWork
    let targets: Targets

    private var provider: any LoadedProvider { targets.provider }
    private var name: String { provider.manifest.name }

    /// - Parameter mayChoose: whether the lists are read that a choice depends on. What was let in by its name depends
    ///   on none.
    func follow(mayChoose: Bool) throws {
        guard let selection = targets.selection, run.job.options.updatesSeries else { return }
        var bare: [Int64] = []
        try run.archive.record.eachBare(of: name) { subject in
            bare.append(subject.id)
            return true
        }
        var newcomers: [Int64] = []
        if try mayChoose && knowsCategories(selection) {
            let followed = try targets.followed()
            // Another choice of datasets brings units that a followed subject does not have yet.
            if run.job.command == .backfill { _ = try bring(followed.filter { !bare.contains($0) }) }
            newcomers = try targets.newcomers(beside: followed.count)
        }
        guard !bare.isEmpty || !newcomers.isEmpty else { return }
        var estimate = try bring(bare + newcomers)
        // What has no series is followed without any.
        guard estimate.units > 0 || !newcomers.isEmpty else { return }
        estimate.followed = try run.archive.record.subjectCounts(of: name).followed
        run.observer.observe(.followed(estimate))
    }

    /// Follows subjects with their units, some at a time; what the new units will cost.
    private func bring(_ ids: [Int64]) throws -> FollowingEstimate {
        var cost = FetchCost(provider: provider, now: targets.planner.now)
        var units = 0
        for start in stride(from: 0, to: ids.count, by: Stage.chunk) {
            let subjects = try run.archive.record.subjects(ids[start..<min(start + Stage.chunk, ids.count)])
            let brought = try subjects.map { (subject: $0, units: try targets.newUnits(of: $0)) }
            for unit in brought.flatMap(\.units) {
                units += 1
                if let admission = try targets.admission(of: unit) { try cost.add(admission) }
            }
            try run.archive.change {
                try $0.follow(brought.filter { $0.subject.followed == nil || !$0.units.isEmpty }, now: try told())
            }
        }
        return FollowingEstimate(
            provider: name, noun: provider.manifest.subjects?.noun ?? provider.manifest.noun, subjects: ids.count,
            units: units,
            requests: cost.requests, bytes: cost.bytes, storage: cost.storage,
            leastSeconds: cost.leastSeconds(at: run.upstreams.declarations, hasBurst: false),
            sinks: run.archive.sinks.map(\.name))
    }

    /// When the lists were read, by a clock that was held against the upstream's; a run that has not asked yet only
    /// believes its own.
    private func told() throws -> Instant {
        let now = targets.planner.now
        return try targets.lists().compactMap(\.completed).max().map { min($0, now) } ?? now
    }

    /// Whether the provider has what `--category` names. Where another provider of the job may have it, that one is
    /// asked too.
    private func knowsCategories(_ selection: Selection) throws -> Bool {
        guard !selection.categories.isEmpty else { return true }
        var missing = selection.categories
        var names: Set<String> = []
        func look(_ subject: SubjectRecord) throws -> Bool {
            let own = (try? provider.categories(of: subject.name, note: subject.note)) ?? []
            names.formUnion(own)
            missing.removeAll { category in own.contains { CategoryName($0) == CategoryName(category) } }
            return !missing.isEmpty
        }
        try run.archive.record.eachFollowed(of: name, look)
        if !missing.isEmpty { try run.archive.record.eachCandidate(of: name, look) }
        guard let category = missing.first, !names.isEmpty else { return true }
        let near = Suggestion.nearest(to: category, among: names.sorted(), count: 3)
        let choices = near.isEmpty ? names.sorted().prefix(10).joined(separator: ", ") : near.joined(separator: ", ")
        let failure = RunFailure(
            .usage,
            "No \(provider.manifest.subjects?.noun.singular ?? "subject") of \(name) is in a category '\(category)'",
            fix: near.isEmpty ? "such as: \(choices)" : "did you mean \(choices)?")
        guard run.job.providers.count(where: { $0.manifest.subjects != nil }) > 1 else { throw failure }
        run.unknownCategories.append(failure)
        run.observer.observe(.flagged(label: name, text: failure.message))
        return false
    }
}

/// What the new subjects of a run will cost.
package struct FollowingEstimate: Sendable, Hashable {
    package let provider: String
    package let noun: ProviderManifest.Noun
    /// New ones, and all that are followed now.
    package let subjects: Int
    package internal(set) var followed = 0
    package let units: Int
    package let requests: Int
    /// Of answers before compression, roughly.
    package let bytes: Int
    /// What will be stored of them, roughly.
    package let storage: StorageEstimate
    /// No run can be quicker at the upstreams' pace.
    package let leastSeconds: Double
    /// The archive's.
    package let sinks: [String]
}

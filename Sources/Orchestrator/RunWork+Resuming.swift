import Archive
import PluginKit
import Tabular
import Upstream

/// A run begins with what an interrupted one has left.
extension RunWork {
    /// Finishes what an interrupted run left, with the `now` that it had taken.
    func resume() async throws {
        guard let frontier = try archive.record.frontier() else { return }
        guard job.options.resumes else { return try archive.dropFrontier() }
        report.doneBefore = frontier.finished
        let all = try job.providers.map { provider in
            let targets = try targets(of: provider, now: frontier.now)
            let units = try archive.record.frontierUnits(of: provider.manifest.name).filter { id in
                try archive.record.unit(id).map(targets.isMeant) ?? false
            }
            return (targets: targets, units: units)
        }
        let resumed = all.filter { !$0.units.isEmpty }
        guard !resumed.isEmpty else { return }
        try await sideBySide(resumed.map { .askFirst($0.units, $0.targets, frontier) })
        guard frontier.now <= clock.now().adding(seconds: Int64(ClockJudgement.tolerance)) else {
            return try dropLater(frontier)
        }
        try await sideBySide(resumed.map { .goOn($0.units, $0.targets, frontier) })
    }

    func goOn(with units: [Int64], of frontier: Frontier, _ targets: Targets) async throws {
        guard mayAsk else { return stopAsking() }
        let provider = targets.provider
        try readMisdated(of: provider, now: clock.now())
        observer.observe(.resumed(now: frontier.now, remaining: units.count, done: frontier.finished))
        try await Stages(run: self, targets: targets).readFacts()
        var whole: Set<Int64> = []
        var queue = UnitQueue(width: job.options.concurrency)
        for id in units {
            guard let entry = try archive.record.frontierEntry(of: id) else { continue }
            let question = StoredFetch(
                unit: entry.unit.name, note: entry.unit.note, facts: try facts(of: provider), span: entry.span,
                cursor: entry.cursor, purpose: entry.purpose, now: frontier.now)
            queue.append(id, asking: provider.upstream(of: question))
        }
        hasBegun = true
        try await UnitLoop(run: self, planner: targets.planner).work(queue) { entry in
            if entry.span == nil || entry.purpose != .extend { whole.insert(entry.unit.id) }
            // A list has no span that was planned: what it shows is seen now.
            return try walk(for: entry, of: provider, now: entry.span == nil ? clock.now() : frontier.now)
        }
        // What stays in the frontier was not asked to its end.
        askedWhole.formUnion(whole.subtracting(try archive.record.frontierUnits(of: provider.manifest.name)))
    }

    /// The first questions of what an interrupted run left say what time it is, before anything of it is committed.
    func askFirst(_ units: [Int64], of provider: any LoadedProvider, now: Instant) async throws {
        try await firstAnswers.ask(provider, count: units.count) { number in
            guard let entry = try archive.record.frontierEntry(of: units[number]) else { return nil }
            let next = try walk(for: entry, of: provider, now: entry.span == nil ? clock.now() : now)
            return next.isConfirmed ? nil : next.fetch
        } goesOn: {
            try checkGoesOn()
        } look: {
            try lookAtClock()
        }
    }

    /// What an interrupted run left was planned by a clock that was ahead.
    private func dropLater(_ frontier: Frontier) throws {
        observer.observe(
            .flagged(
                label: "clock",
                text: "run \(frontier.run) had planned at \(frontier.now), which is later than now: it is planned anew")
        )
        report.doneBefore = 0
        try archive.dropFrontier()
    }
}

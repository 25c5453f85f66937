import TestWorld

/// Which points of a scenario are tried: all that make sense, or a part by seed.
struct FaultPlan {
    let scenario: Scenario
    let settings: FaultSettings

    /// Of one kind, over all phases. `count` is how many of them are tried where the settings say nothing else.
    func points(_ kind: FaultKind, count: Int) -> [FaultPoint] {
        if let point = settings.point { return point.kind == kind && point.storage == scenario.storage ? [point] : [] }
        var generator = SplitMix(seed: settings.seed ^ UInt64(kind.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }))
        var points: [FaultPoint] = []
        for step in scenario.steps {
            var chosen = calls(of: step, kind)
            if let most = step.mostPoints { chosen = chosen.shuffled(using: &generator).prefix(most).sorted() }
            for call in chosen {
                var point = FaultPoint(storage: scenario.storage, phase: step.phase.name, kind: kind, call: call)
                // A run that goes on makes about as many calls as one that begins.
                if kind == .twice { point.detail = 1 + Int(generator.next() % UInt64(step.calls.count)) }
                points.append(point)
            }
        }
        if settings.isWhole && kind != .twice {
            return settings.isEvery ? points : points.filter { isFirst($0) || isTurn($0) }
        }
        // Half of them are the first of their like in their phase: a journal has three calls, a WAL a hundred.
        let wanted = count * (settings.isWhole ? 10 : settings.factor)
        let (first, other) = (points.filter(isFirst), points.filter { !isFirst($0) })
        let chosen = first.shuffled(using: &generator).prefix((wanted + 1) / 2)
        return Array((chosen + other.shuffled(using: &generator)).prefix(wanted))
    }

    /// Calls that fail take turns in how: of a call that is like others before it, one of the errors is tried, and one
    /// of the two half writes.
    private func isTurn(_ point: FaultPoint) -> Bool {
        let turns: [[FaultKind]] = [[.eio, .enospc, .full], [.torn, .short]]
        guard let kinds = turns.first(where: { $0.contains(point.kind) }), let turn = kinds.firstIndex(of: point.kind)
        else { return true }
        return point.call % kinds.count == turn
    }

    /// Points at the first call of each name on each file of a phase.
    private func isFirst(_ point: FaultPoint) -> Bool {
        guard let step = scenario.steps.first(where: { $0.phase.name == point.phase }) else { return false }
        let call = step.calls[point.call - 1]
        return !step.calls.prefix(point.call - 1).contains { $0.name == call.name && $0.path == call.path }
    }

    private func calls(of step: Scenario.Step, _ kind: FaultKind) -> [Int] {
        let calls = step.calls
        return calls.indices.filter { index in
            guard kind.applies(to: calls[index], of: calls.count) else { return false }
            return kind == .kill || kind == .twice || !isAmongItsLike(calls, index)
        }.map { calls[$0].number }
    }

    /// In the middle of a row of writes to the same file of the database: of the pages of one transaction the first two
    /// and the last two are tried. Kills are tried at each.
    private func isAmongItsLike(_ calls: [FileCall], _ index: Int) -> Bool {
        guard calls[index].isOfDatabase, index > 1, index + 2 < calls.count else { return false }
        return [-2, -1, 1, 2].allSatisfy {
            calls[index + $0].name == calls[index].name && calls[index + $0].path == calls[index].path
        }
    }
}

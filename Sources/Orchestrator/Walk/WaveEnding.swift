import Archive
import PluginKit
import Tabular
import Upstream

/// The end of a stage: who failed by itself takes what its answer says; who failed with many others is left as it was,
/// and that is told once.
struct WaveEnding {
    let loop: UnitLoop
    let application: PageApplication
    let watch: WaveWatch

    private var run: RunWork { loop.run }

    /// How a unit stood before this run.
    private struct Standing {
        /// What it answered last, it answered well.
        let isWell: Bool
        let isWorn: Bool
    }

    func end() throws {
        guard !watch.held.isEmpty else { return }
        // Of a run that was stopped not all have been asked: what was held back stays in the frontier.
        guard !run.tally.isEnded else {
            for held in watch.held { if case .answered = held.step { try loop.report(held.walk, failure: nil) } }
            return
        }
        var standings: [Int64: Standing] = [:]
        for held in watch.held { standings[held.walk.unit.id] = try standing(of: held.walk) }
        let well = watch.held.filter { (standings[$0.walk.unit.id]?.isWell ?? false) && !isOfOutage($0) }
        let (ways, closures) = (grouped(well, by: \.ways), grouped(well, by: \.closures))
        let answered =
            try (ways.values.map(\.count) + closures.values.map(\.count)).contains { $0 > 1 } ? answeredWell() : []
        var waves: [Int64: Set<Wave.Way>] = [:]
        // The largest first, so that two nights tell alike.
        for (way, units) in ways.sorted(by: { ($1.value.count, "\($0.key)") < ($0.value.count, "\($1.key)") }) {
            let failing = units.map {
                Wave.Failing(unit: $0.walk.unit.id, isWorn: standings[$0.walk.unit.id]?.isWorn ?? false)
            }
            let witnesses = witnesses(of: way, well, answered)
            let wave = Set(Wave.units(of: failing, among: witnesses))
            guard !wave.isEmpty else { continue }
            for unit in wave { waves[unit, default: []].insert(way) }
            let members = units.filter { wave.contains($0.walk.unit.id) }
            tell(members, reason(of: way, members), witnesses, .fault)
            if case .absent = way {
                for member in members { run.met(.notFound, member.walk, reason(of: way, members)) }
            }
            let isMalformed = members.allSatisfy {
                if case .failed(let failure) = $0.step { failure.kind == .malformed } else { false }
            }
            run.tally.waveCodes.insert(isMalformed ? .malformed : .unavailable)
        }
        let none = Set(
            closures.filter {
                $0.value.count > 1 && $0.value.count >= witnesses(of: .missing(session: $0.key), well, answered)
            }.keys)
        for tick in none.sorted() {
            let members = closures[tick] ?? []
            tell(members, reason(of: .missing(session: tick), members), members.count, .closure)
        }
        var left: [SettledUnit] = []
        for held in watch.held { try end(held, ways: waves[held.walk.unit.id] ?? [], closures: none, &left) }
        try run.archive.settle(left, run: run.report.run)
        if try run.archive.commitIfDue() { run.observer.observe(.committed) }
    }

    /// An upstream that was given up is told by that: who was asked before it was is no wave beside the others.
    private func isOfOutage(_ held: WaveWatch.Held) -> Bool {
        guard case .failed(let failure) = held.step, failure.kind == .transport else { return false }
        return run.upstreams.isGivenUp((try? held.walk.provider.request(for: held.walk.fetch).upstream) ?? "")
    }

    private func grouped<Key: Hashable>(_ held: [WaveWatch.Held], by keys: (WaveWatch.Held) -> [Key]) -> [Key:
        [WaveWatch.Held]]
    {
        var groups: [Key: [WaveWatch.Held]] = [:]
        for unit in held { for key in keys(unit) { groups[key, default: []].append(unit) } }
        return groups
    }

    /// How many units with rows might have failed so.
    private func witnesses(of way: Wave.Way, _ well: [WaveWatch.Held], _ answered: [WaveWatch.Answered]) -> Int {
        guard case .missing(let tick) = way else { return well.count + answered.count }
        return well.count { $0.wasAsked(for: tick) } + answered.count { $0.span?.contains(tick) ?? false }
    }

    private func answeredWell() throws -> [WaveWatch.Answered] {
        try watch.answered.filter { try isWell(run.archive.record.failedTries(of: $0.unit, before: run.report.run)) }
    }

    private func standing(of walk: Walk) throws -> Standing {
        let tries = try run.archive.record.failedTries(of: walk.unit.id, before: run.report.run)
        let waves = tries.first { $0.cause == Reason.wave }
        let patience = Patience(expectation: walk.expectation, now: walk.fetch.now)
        return Standing(
            isWell: isWell(tries), isWorn: patience.isOver(tries: (waves?.count ?? 0) + 1, since: waves?.first))
    }

    /// Where there was no answer, or a wave, nothing was said of the unit.
    private func isWell(_ tries: [FailedTries]) -> Bool {
        tries.allSatisfy { $0.cause == Reason.wave || UnitFailure.noAnswer.contains($0.cause) }
    }

    private func reason(of way: Wave.Way, _ members: [WaveWatch.Held]) -> Reason {
        let dataset = members.first?.walk.denseDataset
        switch (way, members.first?.step) {
        case (.missing(let tick), _): return Reason("missing", dataset?.axis.text(tick) ?? "")
        case (_, .absent(let absence)): return absence.reason
        case (_, .failed(let failure)): return failure.reason
        default: return Self.noRows
        }
    }

    private static let noRows = Reason("no_rows", "the answer has no rows")

    private func tell(_ members: [WaveWatch.Held], _ reason: Reason, _ witnesses: Int, _ kind: RunReport.Wave.Kind) {
        guard let manifest = members.first?.walk.provider.manifest else { return }
        let labels = members.map(\.walk.report.label).sorted()
        let wave = RunReport.Wave(
            kind: kind, provider: manifest.name, noun: manifest.noun, units: members.count, witnesses: witnesses,
            labels: Array(labels.prefix(5)), reason: reason)
        run.report.waves.append(wave)
        run.observer.observe(.wave(wave))
    }

    private func end(
        _ held: WaveWatch.Held, ways: Set<Wave.Way>, closures: Set<Int64>, _ left: inout [SettledUnit]
    ) throws {
        var walk = held.walk
        if case .answered = held.step { return try end(answered: &walk, ways: ways, closures: closures, &left) }
        guard ways.isEmpty else {
            walk.report.isOfWave = true
            run.inWaves.insert(walk.unit.id)
            let failure =
                switch held.step {
                case .failed(let failure): failure
                case .absent(let absence): UnitFailure(.transport, absence.reason)
                case .empty, .answered: UnitFailure(.transport, Self.noRows)
                }
            return try loop.end(&walk, failure, recorded: Reason(Reason.wave, failure.reason.description))
        }
        do {
            switch held.step {
            case .failed(let failure): return try loop.end(&walk, failure)
            case .absent(let absence): try application.absent(absence, &walk)
            case .empty(let page, let answer):
                // There is no turn left to ask the unit once more.
                guard case .finished = try loop.take(page, answer, &walk, application) else {
                    throw UnitFailure(.malformed, Self.noRows)
                }
            case .answered: break
            }
            try loop.report(walk, failure: nil)
        } catch let failure as UnitFailure {
            try loop.end(&walk, failure)
        } catch let error as ArchiveError where error.isOfOneUnit {
            try loop.end(&walk, UnitFailure(damagedBy: error))
        }
    }

    /// A session that many lack is asked for again at the next run, and that is not counted as a try.
    private func end(
        answered walk: inout Walk, ways: Set<Wave.Way>, closures: Set<Int64>, _ left: inout [SettledUnit]
    ) throws {
        let asked = walk.missed.filter { ways.contains(.missing(session: $0.tick)) }
        if !asked.isEmpty {
            for session in asked {
                guard case .gap(let reason, _, _) = walk.coverage.state(at: session.tick) else { continue }
                walk.coverage.set(Span(session.tick, session.tick + 1), .gap(reason, tries: 0, next: walk.fetch.now))
            }
            let due = walk.plan(in: application.context).due
            left.append(SettledUnit(walk.unit, due: due, isSealed: false, coverage: walk.coverage))
            run.inWaves.insert(walk.unit.id)
        }
        let told = walk.missed.count { closures.contains($0.tick) } + asked.count
        walk.report.isOfWave =
            told > 0 && told == walk.report.counts.gapsOpen && walk.report.counts.aside.quarantined == 0
        try loop.report(walk, failure: nil)
    }
}

import Archive
import PluginKit
import Tabular

/// The order of a provider's work in a run: what sets the facts, then the lists, then the series, then what the lists
/// told of. Of subjects, those that are new are followed when all lists were read, and what would be lost by waiting
/// comes first.
struct Stages {
    let run: RunWork
    let targets: Targets

    private var provider: any LoadedProvider { targets.provider }
    private var now: Instant { targets.planner.now }

    /// What the job names, as the archive has it.
    struct Wanted {
        let lists: [UnitRecord]
        let named: [UnitRecord]
        /// Those that it did not have before.
        let kept: Set<Int64>
    }

    /// What the job names, and from which day on, is in the archive before anything is asked: a run that comes to
    /// nothing does not forget it.
    func keepWish() throws -> Wanted {
        try refuseUnknown()
        if let start = run.job.selection.start, run.job.command == .backfill {
            try run.archive.widenStart(to: start)
        }
        var kept: Set<Int64> = []
        let lists = try keep(targets.lists(), &kept)
        let named = targets.hasSubjects || run.job.options.readsListsOnly ? [] : try keep(targets.unadmitted(), &kept)
        try widen()
        return Wanted(lists: lists, named: named, kept: kept)
    }

    func execute(_ wanted: Wanted) async throws -> Stage {
        var stage = Stage(
            left: Set(try run.archive.record.frontierUnits(of: provider.manifest.name)),
            prologue: Set(try targets.prologue().map(\.id)))
        stage.processed.formUnion(run.inWaves)
        if targets.planner.asksAgain { stage.processed.formUnion(run.askedWhole) }
        stage.kept = wanted.kept
        try await work(wanted.lists.map(Stage.Candidate.unit), &stage)
        if run.job.options.readsListsOnly {
            if targets.hasSubjects { try await runTold(&stage) }
            return stage
        }
        if try targets.named() == nil { stage.processed.formUnion(try Lineage(run: run, targets: targets).moveOn()) }
        if targets.hasSubjects {
            try await runTold(&stage)
            // A market that was named has a list of its own, and what that says decides how long its series live.
            try await work(try targets.dueLists().map(Stage.Candidate.known), &stage)
            if !run.tally.mustStop { try Following(run: run, targets: targets).follow(mayChoose: mayFollow()) }
            try await work(byExpiry(targets.admitted()), &stage)
        } else {
            let admitted = try targets.admitted().filter { !stage.kept.contains($0) }
            try await work(admitted.map(Stage.Candidate.known) + wanted.named.map(Stage.Candidate.unit), &stage)
            try await runTold(&stage)
        }
        try tellUnfollowed(stage)
        return stage
    }

    /// Those of some units that the archive does not have are in it from now on.
    private func keep(_ units: [UnitRecord], _ ids: inout Set<Int64>) throws -> [UnitRecord] {
        guard run.job.command == .backfill else { return units }
        let new = try units.filter { $0.id == 0 || $0.state == .known }.map { unit in
            var unit = unit
            if case .sessions = try provider.expectation(of: unit.name, note: unit.note) {
                unit.start = run.job.selection.start?.number
            }
            return unit
        }
        let kept = try run.archive.keep(new, now: now)
        ids.formUnion(kept.map(\.id))
        let byName = Dictionary(kept.map { ($0.name, $0) }) { first, _ in first }
        return units.map { byName[$0.name] ?? $0 }
    }

    /// Of those that the archive has an earlier first day is wanted from now on, too.
    private func widen() throws {
        guard run.job.command == .backfill, run.job.selection.start != nil, !run.job.options.readsListsOnly else {
            return
        }
        var starts: [Int64: Int64] = [:]
        for id in try targets.admitted() {
            guard let unit = try run.archive.record.unit(id), let start = unit.start, try targets.isMeant(unit),
                let lower = try targets.admission(of: unit)?.span?.lower, lower < start
            else { continue }
            starts[id] = lower
        }
        try run.archive.widen(starts, now: now)
    }

    /// What a job of subjects comes to nothing for.
    private func tellUnfollowed(_ stage: Stage) throws {
        if let end = run.job.selection.end, stage.later > 0 {
            run.report.note(
                """
                \(stage.later) series of \(provider.manifest.name) begin after --end-date \(end): nothing is asked of \
                them
                """
            )
        }
        guard let subjects = provider.manifest.subjects, targets.selection != nil, run.job.options.updatesSeries,
            !run.tally.mustStop,
            !run.failedLists.contains(provider.manifest.name), try !targets.followsAny()
        else { return }
        run.report.note("no \(subjects.noun.singular) of \(provider.manifest.name) that the job speaks of is followed")
    }

    /// The facts of a run that goes on with what another one left.
    func readFacts() async throws {
        var stage = Stage(left: Set(try run.archive.record.frontierUnits(of: provider.manifest.name)), prologue: [])
        try await runPrologue(&stage)
    }

    /// New subjects are let in after the walks that they depend on: half a list has not shown who the largest are.
    /// Those that are named depend on nobody else.
    private func mayFollow() throws -> Bool {
        guard !run.tally.mustStop, let selection = targets.selection else { return false }
        if !selection.names.isEmpty { return true }
        guard !run.failedLists.contains(provider.manifest.name) else { return false }
        return try targets.lists().allSatisfy { $0.completed != nil }
    }

    /// What lists told of, as long as that tells of more. A job that names its units leaves that alone.
    private func runTold(_ stage: inout Stage) async throws {
        while try targets.named() == nil, !run.tally.mustStop, !run.stop.isRequested {
            var told = try run.archive.record.discovered(of: provider.manifest.name)
            for name in run.discoveredLists.removeValue(forKey: provider.manifest.name) ?? [] {
                if let list = try run.archive.record.unit(name, of: provider.manifest.name), list.state != .known {
                    told.append(list)
                }
            }
            told.removeAll { stage.processed.contains($0.id) }
            guard !told.isEmpty else { return }
            try await work(told.map(Stage.Candidate.unit), &stage)
        }
    }

    /// `update` only moves on what the archive has.
    private func refuseUnknown() throws {
        for name in targets.renamed {
            run.observer.observe(.flagged(label: name.now, text: "E19: \(name.now): \(name.text)"))
            run.report.tell("E19: \(name.now): \(name.text): name \(name.now) instead")
        }
        let unknown = try targets.unknown()
        guard !unknown.isEmpty else { return }
        let names = unknown.joined(separator: ", ")
        throw RunFailure(
            .usage, "\(names) \(unknown.count == 1 ? "is" : "are") not in the archive at \(run.job.archive)",
            fix:
                """
                add with: penstock backfill \(provider.manifest.name) \(provider.manifest.selector) \
                \(unknown.joined(separator: ","))
                """
        )
    }

    /// Plans candidates, admits those that are due, and works on them.
    private func work(_ candidates: [Stage.Candidate], _ stage: inout Stage) async throws {
        guard !run.tally.mustStop else { return }
        var refusals: [Refusal] = []
        var unreadable: [(unit: UnitRecord, failure: UnitFailure)] = []
        var queue = UnitQueue(width: run.job.options.concurrency)
        for chunk in stride(from: 0, to: candidates.count, by: Stage.chunk) {
            var admissions: [Admission] = []
            var misdated = 0
            var settled: [SettledUnit] = []
            var resting: [SettledUnit] = []
            try run.archive.record.atWork {
                let candidates = candidates[chunk..<min(chunk + Stage.chunk, candidates.count)]
                let known = try run.archive.record.units(candidates.compactMap(\.id))
                for candidate in candidates {
                    guard let unit = resolve(candidate, known, stage) else { continue }
                    if unit.id != 0 { stage.processed.insert(unit.id) }
                    do {
                        guard try targets.isMeant(unit) else { continue }
                        if unit.retired != nil,
                            try unit.subject == nil ? targets.named() != nil : !targets.names.isEmpty,
                            !run.report.retired.contains(unit.label)
                        {
                            run.report.retired.append(unit.label)
                        }
                        if let admission = try targets.admission(of: unit) {
                            admissions.append(admission)
                            if targets.misdated[unit.id] != nil { misdated += 1 }
                        } else if targets.misdated[unit.id] != nil {
                            settled.append(try rest(of: unit))
                        } else if unit.subject != nil, unit.cause == nil, let due = unit.due, due <= now {
                            settled.append(try rest(of: unit))
                        } else if stage.kept.contains(unit.id) {
                            // Nothing can be asked of it yet: it is due when the first can.
                            resting.append(try rest(of: unit))
                        }
                        if try beginsLater(unit) { stage.later += 1 }
                    } catch let error as PluginError where error.code == .unreadable && unit.id != 0 {
                        unreadable.append((unit, UnitFailure(error)))
                    }
                }
            }
            try run.archive.settle(resting, run: run.report.run)
            if !admissions.isEmpty {
                if queue.count == 0 { try await runPrologue(&stage) }
                try await askFirst(admissions)
                try run.noteMisdated(misdated)
            }
            // A clock that nobody has confirmed decides nothing.
            if run.clock.isChecked {
                try run.archive.settle(settled, run: run.report.run)
            } else {
                stage.unsettled += settled.map(\.unit.id)
            }
            guard !admissions.isEmpty else { continue }
            run.hasBegun = true
            let admitted = try run.archive.admit(admissions, now: now, run: run.report.run)
            let facts = try run.facts(of: provider)
            for (unit, admission) in zip(admitted.units, admissions) {
                guard let unit else { continue }
                stage.processed.insert(unit)
                queue.append(unit, asking: provider.upstream(of: question(admission, facts)))
            }
            refusals += admitted.refusals
        }
        let loop = UnitLoop(run: run, planner: targets.planner)
        for (unit, failure) in unreadable { try loop.passOver(unit, failure) }
        guard queue.count > 0 || !refusals.isEmpty else { return }
        stage.wasPlanned = true
        run.observer.observe(.planned(units: queue.count, now: now))
        for refusal in refusals {
            loop.refuse(refusal, series: try provider.series(of: refusal.unit.name, note: refusal.unit.note))
        }
        try await loop.work(queue) { try run.walk(for: $0, of: provider, now: now) }
    }

    /// Before anything is admitted or put off, the clock is held against the first answer of each upstream.
    private func askFirst(_ admissions: [Admission]) async throws {
        let facts = try run.facts(of: provider)
        try await run.firstAnswers.ask(provider, count: admissions.count) { number in
            question(admissions[number], facts)
        } goesOn: {
            try run.checkGoesOn()
        } look: {
            try run.lookAtClock()
        }
    }

    private func question(_ admission: Admission, _ facts: String?) -> StoredFetch {
        StoredFetch(
            unit: admission.name, note: admission.note, facts: facts, span: admission.span, purpose: admission.purpose,
            now: now)
    }

    /// Units that have nothing to be asked for, and of which that could not be said as long as nobody had confirmed the
    /// clock.
    func settle(_ units: [Int64]) throws {
        for start in stride(from: 0, to: units.count, by: Stage.chunk) {
            let some = try units[start..<min(start + Stage.chunk, units.count)].compactMap {
                try run.archive.record.unit($0).map(rest)
            }
            try run.archive.settle(some, run: run.report.run)
        }
    }

    /// Facts are read before anything else is asked, and not at all in a run that asks nothing.
    private func runPrologue(_ stage: inout Stage) async throws {
        guard !stage.hasFacts else { return }
        stage.hasFacts = true
        let units = try targets.prologue()
        if !units.isEmpty { try await work(units.map(Stage.Candidate.unit), &stage) }
    }

    /// Whether the last day that the job names is before the first that a unit can have.
    private func beginsLater(_ unit: UnitRecord) throws -> Bool {
        guard run.job.command == .backfill, let end = run.job.selection.end,
            case .continuous(let continuity) = try provider.expectation(of: unit.name, note: unit.note)
        else { return false }
        return continuity.from.map { end < $0.dayUTC } ?? false
    }

    private func resolve(_ candidate: Stage.Candidate, _ known: [Int64: UnitRecord], _ stage: Stage) -> UnitRecord? {
        switch candidate {
        case .unit(let unit): unit.id != 0 && stage.processed.contains(unit.id) ? nil : unit
        case .known(let id): stage.processed.contains(id) || stage.prologue.contains(id) ? nil : known[id]
        }
    }

    /// A unit whose time has come, or whose record is not believed, and that has nothing to be asked for.
    private func rest(of unit: UnitRecord) throws -> SettledUnit {
        let expectation = try provider.expectation(of: unit.name, note: unit.note)
        let (believed, coverage) = try targets.believed(unit, expectation)
        let plan = targets.planner.plan(believed, expectation: expectation, coverage: coverage)
        let isSealed = plan.isComplete
        let isMisdated = targets.misdated[unit.id] != nil
        guard isSealed else {
            return SettledUnit(
                unit, due: plan.due, isSealed: false, coverage: isMisdated ? coverage : nil, isMisdated: isMisdated)
        }
        // Where a binding total is not reached, there was something to be asked for.
        let difference: TotalCheck.Difference?
        do {
            difference =
                expectation.total?.isBinding == true
                ? nil
                : try TotalCheck(archive: run.archive.reader, provider: provider).difference(
                    of: believed, expectation, coverage)
        } catch let error as ArchiveError where error.isOfOneUnit {
            run.observer.observe(.flagged(label: unit.label, text: error.description))
            return SettledUnit(unit, due: now.adding(days: 1), isSealed: false)
        }
        var settled = coverage
        settled.settle()
        return SettledUnit(
            unit, due: nil, isSealed: true, coverage: settled, isMisdated: isMisdated,
            flags: difference.map { [RowFlag($0.line)] } ?? [])
    }

    /// What the upstream may stop serving comes first, the soonest before all.
    private func byExpiry(_ units: [Int64]) throws -> [Stage.Candidate] {
        let facts = try run.archive.record.facts(of: provider.manifest.name)
        let timed = try units.enumerated().map { place, id in
            let unit = try run.archive.record.unit(id)
            let expiry = unit.flatMap { try? provider.expiry(of: $0.name, note: $0.note, facts: facts) }
            return (expiry: expiry ?? Instant(microseconds: .max), place: place, id: id)
        }
        return timed.sorted { ($0.expiry, $0.place) < ($1.expiry, $1.place) }.map { .known($0.id) }
    }
}

extension LoadedProvider {
    /// Whom a fetch asks; empty where it cannot be put as a question.
    func upstream(of fetch: StoredFetch) -> String {
        // Most have one.
        if manifest.upstreams.count == 1 { return manifest.upstreams[0].name }
        return (try? request(for: fetch).upstream) ?? ""
    }
}

/// What a provider's stages share: which units had their turn.
struct Stage {
    enum Candidate {
        /// By the archive's id: it is read when its turn comes.
        case known(Int64)
        case unit(UnitRecord)

        var id: Int64? {
            guard case .known(let id) = self else { return nil }
            return id
        }
    }

    /// So many units are planned and admitted in one transaction.
    static let chunk = 500

    /// Units that had their turn. In the beginning those that an earlier run left and this one does not speak of.
    var processed: Set<Int64>
    /// Units that set the facts: they are asked only where something else is.
    let prologue: Set<Int64>
    /// Units that are new to the archive by this run.
    var kept: Set<Int64> = []
    /// Units with nothing to be asked for that were looked at before an upstream had confirmed the clock.
    var unsettled: [Int64] = []
    /// Series that begin behind the last day that the job names.
    var later = 0
    var wasPlanned = false
    var hasFacts = false

    init(left: Set<Int64>, prologue: Set<Int64>) {
        self.prologue = prologue
        processed = left
    }
}

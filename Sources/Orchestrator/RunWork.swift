import Archive
import PluginKit
import Tabular
import Upstream

/// The run itself: stages of units of each provider, fetched side by side, applied one page after the other by the
/// single writer in whose turns all of this happens.
final class RunWork {
    let job: Job
    let archive: Archive
    let upstreams: Upstreams
    let clock: RunClock
    let firstAnswers: FirstAnswers
    let observer: any RunObserver
    let stop: StopSignal
    var report: RunReport
    var tally = RunTally()
    /// Providers of which a list was not read to its end in this run, and those whose facts could not be read.
    var failedLists: Set<String> = []
    var factless: Set<String> = []
    /// Of several providers, those that do not know a category; it is wrong when nobody knows it.
    var unknownCategories: [RunFailure] = []
    /// Lists that pages of this run told of, by provider.
    var discoveredLists: [String: Set<UnitName>] = [:]
    /// Units of which the record is not to be believed, by provider and id.
    private var misdated: [String: [Int64: Misdated]] = [:]
    /// When the run began, on the host's clock.
    private let hostStart: Instant
    /// Whether answers that cannot be read are asked for again, by provider.
    var secondLooks: [String: SecondLook] = [:]
    /// What units were met with whose answers came, and were none: the transport's part is the upstreams'.
    private var met = DiagnosisTally()
    /// Questions of units that were begun.
    var fetches = 0
    /// Units of a wave: they are not asked once more in this run.
    var inWaves: Set<Int64> = []
    /// Units that an earlier run has left in the frontier.
    private var left: Set<Int64> = []
    /// Of what an earlier run has left, those that this run has asked for all that they have: it does not ask them once
    /// more because it is forced.
    var askedWhole: Set<Int64> = []
    /// Units were worked on before the clock was set. Until they were worked on again the ledger keeps the start that
    /// the host's clock said: by it the next run knows that they are not to be believed.
    private var beganTooEarly = false
    /// Something was recorded by the time that the run went by.
    var hasBegun = false
    let writer: Writer
    /// What is done side by side.
    var errands: [Errand] = []
    /// Of those, stages that are over, and what was refused, by provider.
    var done: [(stages: Stages, stage: Stage)] = []
    var refusals: [String: RunFailure] = [:]
    /// What ended the work of all providers; nothing is written behind it.
    var breakdown: (any Error)?
    var isStopping = false

    init(
        job: Job, archive: Archive, upstreams: Upstreams, clock: RunClock, observer: any RunObserver, stop: StopSignal,
        report: RunReport, writer: Writer
    ) {
        self.job = job
        self.archive = archive
        self.upstreams = upstreams
        self.clock = clock
        self.observer = observer
        self.stop = stop
        self.report = report
        self.writer = writer
        self.report.killedRuns = archive.interruptedRuns
        firstAnswers = FirstAnswers(upstreams: upstreams, stop: stop)
        hostStart = report.started
    }

    func execute() async {
        for text in archive.gained {
            observer.observe(
                .flagged(
                    label: "columns",
                    text: "\(text) is new: a series has it when it is next written, null in older rows"))
        }
        for move in archive.moves { observer.observe(.flagged(label: "storage", text: move.text)) }
        do {
            try await work()
            try archive.commit()
        } catch {
            let failure = RunFailure(error)
            report.failure = failure
            tally.codes.insert(failure.exitCode)
        }
        finish()
    }

    /// Plans and works; anew where the clock had to be set, with what was not begun yet.
    private func work() async throws {
        while true {
            (breakdown, done, refusals) = (nil, [], [:])
            left = Set(try archive.record.frontierUnits())
            do {
                return try await plan()
            } catch is ClockMoved {
                try withdraw()
            }
        }
    }

    /// What this run has admitted and not finished was planned for another time.
    private func withdraw() throws {
        try archive.withdraw(try archive.record.frontierUnits().filter { !left.contains($0) })
    }

    /// Holds the clock against what the upstreams have said so far, before anything of their answers is committed.
    /// Throws `ClockMoved` where the plan is of another time.
    func lookAtClock() throws {
        switch clock.look(at: upstreams.clockReadings) {
        case .unchanged: return
        case .moved(let finding):
            report.clock = finding
            beganTooEarly = beganTooEarly || hasBegun
            report.started = clock.corrected(hostStart)
            try archive.goBy(report.started, run: report.run, isRecorded: !beganTooEarly)
            if let finding {
                observer.observe(.flagged(label: "clock", text: "\(finding.text); the run goes by the upstreams' time"))
            }
            throw ClockMoved()
        case .failed(let failure):
            beganTooEarly = beganTooEarly || hasBegun
            report.started = clock.corrected(hostStart)
            if !archive.abandon(because: failure.message) { try withdraw() }
            throw failure
        }
    }

    private func plan() async throws {
        // What is wanted is kept also where what an earlier run left comes to nothing, or one provider's work ends all.
        var failure: (any Error)?
        do {
            try await resume()
        } catch let moved as ClockMoved {
            throw moved
        } catch {
            failure = error
        }
        let now = clock.now()
        unknownCategories = []
        let stages: [(stages: Stages, wanted: Stages.Wanted)]
        do {
            try lookAtWish(now: now)
            stages = try job.providers.map { provider in
                try readMisdated(of: provider, now: now)
                let stages = Stages(run: self, targets: try targets(of: provider, now: now))
                return (stages, try stages.keepWish())
            }
        } catch {
            // What went wrong first is told.
            throw failure ?? error
        }
        if let failure { throw failure }
        try await sideBySide(stages.map { .stages($0.stages, $0.wanted) })
        if clock.isChecked { for (stages, stage) in done { try stages.settle(stage.unsettled) } }
        if let failure = job.providers.compactMap({ refusals[$0.manifest.name] }).first { throw failure }
        if let failure = unknownCategories.first,
            unknownCategories.count == job.providers.count(where: { $0.manifest.subjects != nil })
        {
            throw failure
        }
        report.isIdle = !done.contains { $0.stage.wasPlanned } && tally.units == 0
        // Without an answer nobody knows which of the clocks is wrong.
        if !clock.isChecked { try noteLaterRun() }
        if report.isIdle, !clock.isChecked, let later = report.laterRun,
            misdated.values.contains(where: { !$0.isEmpty })
        {
            throw RunFailure(now: now, before: later)
        }
        for provider in job.providers {
            let name = provider.manifest.name
            report.nextSessionClose = [report.nextSessionClose, try archive.record.nextDue(of: name)].compactMap { $0 }
                .min()
            report.waiting += try archive.record.waiting(of: name, limit: 100).map {
                RunReport.Waiting(label: $0.label, reason: $0.cause, next: $0.due)
            }
            report.waitingCount += try archive.record.waitingCount(of: name)
            guard report.counts.total == 0 else { continue }
            // Nothing of what people count was asked for: whether that is well, the record knows.
            let status = ArchiveStatus(archive.reader, now: now, tolerating: max(1, job.options.maximumAgeDays))
            report.standings.append(try status.status(of: provider))
        }
    }

    /// What cannot be had is refused, what is had in part is told.
    private func lookAtWish(now: Instant) throws {
        let wish = Wish(job: job, archiveStart: try archive.record.start, now: now)
        try wish.checkDates()
        try wish.checkContents(of: archive.reader)
        // What was gone on with before has notes of its own.
        for note in try wish.notes + wish.notes(on: archive.reader) { report.note(note) }
    }

    func readMisdated(of provider: any LoadedProvider, now: Instant) throws {
        let name = provider.manifest.name
        // What this run did before its clock was set is as little worth.
        misdated[name] = try archive.record.misdated(of: name, after: now, and: beganTooEarly ? report.run : nil)
    }

    /// Units are asked for again because their record is of a clock that was ahead.
    func noteMisdated(_ units: Int) throws {
        guard units > 0 else { return }
        try noteLaterRun()
        report.laterRun?.units += units
    }

    private func noteLaterRun() throws {
        guard report.laterRun == nil else { return }
        report.laterRun = RunReport.LaterRun(try archive.record.run(after: clock.now()))
    }

    func targets(of provider: any LoadedProvider, now: Instant) throws -> Targets {
        let planner = Planner(job: job, archiveStart: try archive.record.start, now: now)
        return Targets(
            job: job, provider: provider, planner: planner, archive: archive.reader,
            misdated: misdated[provider.manifest.name] ?? [:])
    }

    func walk(for entry: FrontierEntry, of provider: any LoadedProvider, now: Instant) throws -> Walk {
        let unit = entry.unit
        let expectation = try provider.expectation(of: unit.name, note: unit.note)
        var coverage = try archive.record.coverage(of: unit.id)
        let misdated = misdated[provider.manifest.name]?[unit.id]
        if entry.pages == 0, let misdated { coverage.distrust(misdated, expectation, at: now) }
        let series = try provider.series(of: unit.name, note: unit.note)
        var walk = Walk(
            provider: provider, unit: unit, expectation: expectation, series: series,
            fetch: StoredFetch(
                unit: unit.name, note: unit.note,
                facts: factless.contains(provider.manifest.name) ? nil : entry.facts, span: entry.span,
                cursor: entry.cursor, purpose: entry.purpose, now: now),
            coverage: coverage,
            report: UnitReport(
                provider: provider.manifest.name, unit: unit.name, label: unit.label,
                selector: "\(provider.manifest.selector) \(unit.subject?.name ?? unit.label)",
                isSeries: !series.isEmpty, result: .done))
        walk.isMisdated = misdated != nil
        walk.hadRows = try series.contains { try archive.reader.extent(of: unit, in: $0)?.rows ?? 0 > 0 }
        walk.isWitness = walk.hadRows && WaveWatch.isWell(unit, walk.coverage)
        walk.holdsRows = try entry.pages > 0 && archive.record.holdsRows(of: unit)
        // The frontier keeps the span that was planned; a unit that turned out to be restated is fetched whole.
        if entry.purpose == .replace, entry.cursor == nil { walk.replaceWhole() }
        // Whom a list still has to ask for is in the record: a batch that was under way is asked again.
        if entry.isDirect { try PageApplication.lookUp(&walk, in: archive) }
        return walk
    }

    /// What the subjects that a list has to show were made from last. Nothing of it is passed over in the list's first
    /// walk, in one that is to compare everything, or after a clock that was ahead. nil: the unit shows no subjects.
    func knownTexts(for walk: Walk, _ planner: Planner) throws -> KnownTexts? {
        guard walk.isList, walk.provider.manifest.subjects != nil else { return nil }
        let isRead = walk.unit.completed != nil && !walk.isDirect && !walk.isMisdated && !planner.asksAgain
        return KnownTexts(
            version: job.options.version,
            isRead ? try archive.record.texts(shownBy: walk.unit, now: walk.fetch.now) : [])
    }

    /// An answer came that says something of the upstream rather than of the unit.
    func met(_ kind: UpstreamDiagnosis.Kind, _ walk: Walk, _ reason: Reason) {
        guard let upstream = try? walk.provider.request(for: walk.fetch).upstream else { return }
        met.add(
            UpstreamDiagnosis(
                kind, upstream: upstream, host: upstreams.hosts[upstream] ?? "", detail: reason.description))
    }

    /// Whether another question may be begun (`JobOptions.maximumRequests`). A first answer that waits for its unit was
    /// asked for already: the unit is begun all the same.
    var mayAsk: Bool {
        guard let most = job.options.maximumRequests else { return true }
        return max(fetches, requests - firstAnswers.waiting) < most
    }

    /// Ends the run as a signal does, where there is more to ask than it may.
    func stopAsking() {
        tally.isSpent = true
        tally.codes.insert(.tryAgain)
    }

    private var requests: Int { upstreams.counts.values.reduce(0) { $0 + $1.requests } }

    /// Old facts are worse than none: a boundary may have moved.
    func facts(of provider: any LoadedProvider) throws -> String? {
        factless.contains(provider.manifest.name) ? nil : try archive.record.facts(of: provider.manifest.name)
    }

    private func finish() {
        let counts = upstreams.counts.values
        report.counts.requests = requests
        if tally.isSpent {
            let most = job.options.maximumRequests ?? 0
            report.note("no request more was begun after \(requests) (--max-requests \(most))")
        }
        report.counts.retries = counts.reduce(0) { $0 + $1.retries }
        report.counts.bytes = counts.reduce(0) { $0 + $1.wireBytes }
        report.upstreams = upstreams.hosts
        for move in upstreams.moves { report.tell(move) }
        report.order(by: job.providers.map(\.manifest.name))
        met.add(upstreams.met)
        report.diagnoses = met.diagnoses
        if stop.isRequested { tally.codes.insert(.tryAgain) }
        if tally.mustStop { report.remaining = (try? archive.record.frontier()?.remaining) ?? 0 }
        // Where nothing was due, nothing was updated: that is a count too.
        let markets = tally.markets
        report.markets = job.providers.map(\.manifest).compactMap { manifest in
            markets[manifest.name]
                ?? (manifest.subjects == nil ? nil : MarketCount(provider: manifest.name, markets: 0, prices: 0))
        }
        // A schema that nobody knows is 65, as long as nothing says that it is of some units only.
        if report.counts.success > 0, tally.waveCodes.remove(.malformed) != nil { tally.waveCodes.insert(.unavailable) }
        report.exitCode = tally.exitCode(of: report.counts)
        report.isClockConfirmed = clock.isConfirmed
        report.ended = clock.now()
        do {
            var summary = report.summary
            if beganTooEarly, tally.mustStop || report.failure != nil { summary.started = nil }
            try archive.endRun(summary)
            if report.failure != nil, let run = try archive.record.runs(limit: 1).first, run.id == report.run {
                report.counts.take(asIn: run.counts)
            }
        } catch {
            let failure = RunFailure(error)
            report.failure = report.failure ?? failure
            report.exitCode = .worst([report.exitCode, failure.exitCode])
        }
    }
}

extension Archive.Move {
    fileprivate var text: String {
        if let failure {
            return """
                \(dataset) stays in the files of its units until penstock verify --full --repair has put this right: \
                \(failure.message)
                """
        }
        return """
            \(dataset) is kept in the archive's database from now on and rendered to one file for all units; \(units) \
            were moved
            """
    }
}

import Archive
import PluginKit
import Tabular
import Upstream

/// The run itself: stages of units, fetched side by side, applied one page after the other by the single writer that this object is.
final class RunLoop {
    let job: Job
    let archive: Archive
    let upstreams: Upstreams
    let clock: any UpstreamClock
    let observer: any RunObserver
    let stop: StopSignal
    var report: RunReport
    var tally = RunTally()
    /// Providers of which a list was not read to its end in this run, and those whose facts could not be read.
    var failedLists: Set<String> = []
    var factless: Set<String> = []
    /// Of several providers, those that do not know a category; it is wrong when nobody knows it.
    var unknownCategories: [RunFailure] = []
    /// Lists that pages of this run told of.
    var discoveredLists: Set<UnitName> = []

    init(
        job: Job, archive: Archive, upstreams: Upstreams, clock: any UpstreamClock, observer: any RunObserver, stop: StopSignal,
        report: RunReport
    ) {
        self.job = job
        self.archive = archive
        self.upstreams = upstreams
        self.clock = clock
        self.observer = observer
        self.stop = stop
        self.report = report
    }

    func execute() async {
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

    private func work() async throws {
        try await resume()
        let now = clock.now()
        var wasPlanned = false
        for provider in job.providers where !tally.mustStop {
            let stages = Stages(loop: self, targets: try targets(of: provider, now: now))
            if try await stages.execute() { wasPlanned = true }
        }
        if let failure = unknownCategories.first, unknownCategories.count == job.providers.count(where: { $0.manifest.subjects != nil }) {
            throw failure
        }
        report.isIdle = !wasPlanned && tally.units == 0
        for provider in job.providers {
            let name = provider.manifest.name
            report.nextSessionClose = [report.nextSessionClose, try archive.nextDue(of: name)].compactMap { $0 }.min()
            report.waiting += try archive.waiting(of: name, limit: 100).map {
                RunReport.Waiting(label: $0.label, reason: $0.cause ?? Reason("unknown"), next: $0.due ?? now)
            }
        }
    }

    /// Finishes what an interrupted run left, with the `now` that it had taken.
    private func resume() async throws {
        guard let frontier = try archive.frontier() else { return }
        guard job.options.resumes else { return try archive.dropFrontier() }
        report.doneBefore = frontier.finished
        for provider in job.providers where !tally.mustStop {
            let targets = try targets(of: provider, now: frontier.now)
            let units = try archive.frontierUnits(of: provider.manifest.name).filter { id in
                try archive.unit(id).map(targets.isMeant) ?? false
            }
            guard !units.isEmpty else { continue }
            observer.observe(.resumed(now: frontier.now, remaining: units.count, done: frontier.finished))
            try await Stages(loop: self, targets: targets).readFacts()
            try await UnitLoop(run: self, planner: targets.planner).work(units) { entry in
                // A list has no span that was planned: what it shows is seen now.
                try work(for: entry, of: provider, now: entry.span == nil ? clock.now() : frontier.now)
            }
        }
    }

    func targets(of provider: any LoadedProvider, now: Instant) throws -> Targets {
        let planner = Planner(job: job, archiveStart: try archive.start, now: now)
        return Targets(job: job, provider: provider, planner: planner, archive: archive)
    }

    func work(for entry: FrontierEntry, of provider: any LoadedProvider, now: Instant) throws -> UnitWork {
        let unit = entry.unit
        let coverage = try archive.coverage(of: unit.id)
        let series = try provider.series(of: unit.name, note: unit.note)
        var work = UnitWork(
            provider: provider, unit: unit, expectation: try provider.expectation(of: unit.name, note: unit.note), series: series,
            fetch: StoredFetch(
                unit: unit.name, note: unit.note, facts: try facts(of: provider), span: entry.span,
                cursor: entry.cursor, purpose: entry.purpose, now: now),
            coverage: coverage,
            report: UnitReport(
                provider: provider.manifest.name, unit: unit.name, label: unit.label,
                selector: "\(provider.manifest.selector) \(unit.subject?.name ?? unit.label)",
                isSeries: !series.isEmpty, result: .done))
        work.holdsRows = try entry.pages > 0 && archive.holdsRows(of: unit)
        // The frontier keeps the span that was planned; a unit that turned out to be restated is fetched whole.
        if entry.purpose == .replace, entry.cursor == nil { work.replaceWhole() }
        // Whom a list still has to ask for is in the record: a batch that was under way is asked again.
        if entry.purpose == .confirm { try ListConfirmation(archive: archive).begin(&work) }
        return work
    }

    /// Old facts are worse than none: a boundary may have moved.
    private func facts(of provider: any LoadedProvider) throws -> String? {
        factless.contains(provider.manifest.name) ? nil : try archive.facts(of: provider.manifest.name)
    }

    private func finish() {
        let counts = upstreams.counts.values
        report.requests = counts.reduce(0) { $0 + $1.requests }
        report.retries = counts.reduce(0) { $0 + $1.retries }
        report.bytes = counts.reduce(0) { $0 + $1.wireBytes }
        if stop.isRequested { tally.codes.insert(.tryAgain) }
        if tally.mustStop { report.remaining = (try? archive.frontier()?.remaining) ?? 0 }
        report.markets = job.providers.compactMap { tally.markets[$0.manifest.name] }
        report.exitCode = tally.exitCode
        report.ended = clock.now()
        do {
            try archive.endRun(report.summary)
        } catch {
            let failure = RunFailure(error)
            report.failure = report.failure ?? failure
            report.exitCode = .worst([report.exitCode, failure.exitCode])
        }
    }
}

import Archive
import PluginKit
import Tabular
import Upstream

/// Works on units side by side: each upstream has a bounded number of fetches under way, and each answer is applied by
/// the one writer before the next question of its unit is asked. What has not been applied is never more than the
/// fetches under way, which are at most as many as an upstream may have (`--concurrency`) for each upstream that the
/// units ask.
struct UnitLoop {
    let run: RunWork
    let planner: Planner

    private enum Delivery: Sendable {
        case outcome(UnitQueue.Place, FetchTask.Outcome)
        case stopRequested
    }

    /// A walk and what it asks next.
    private struct Question {
        var walk: Walk
        let request: Result<Request, any Error>

        init(_ walk: Walk) {
            self.walk = walk
            request = Result { try walk.provider.request(for: walk.fetch) }
        }

        /// A question that cannot be put has a lane of its own: it is told when its turn comes.
        var upstream: String { (try? request.get().upstream) ?? "" }
    }

    /// - Parameter start: makes the walk of an entry when its turn has come, so that what waits costs little.
    func work(
        _ units: UnitQueue, isolation: isolated (any Actor)? = #isolation, start: (FrontierEntry) throws -> Walk
    ) async throws {
        var queue = units
        var open: [UnitQueue.Place: Question] = [:]
        var watch = WaveWatch()
        let application = PageApplication(
            archive: run.archive, clock: run.clock, context: Walk.Context(run: run.report.run, planner: planner))
        let stop = run.stop
        try await withThrowingTaskGroup(of: Delivery.self) { group in
            _ = isolation
            group.addTask {
                await stop.wait()
                return .stopRequested
            }
            defer { group.cancelAll() }
            do {
                while true {
                    while !run.tally.mustStop, !stop.isRequested, run.mayAsk, let turn = queue.next() {
                        let place: UnitQueue.Place
                        switch turn {
                        case .goOn(let next): place = next
                        case .begin(let next):
                            place = next
                            let unit = queue[place]
                            let begun: (FrontierEntry, Walk)?
                            do {
                                begun = try run.archive.record.atWork {
                                    try run.archive.record.frontierEntry(of: unit).map { ($0, try start($0)) }
                                }
                            } catch {
                                guard let failure = UnitFailure(unreadable: error),
                                    let unit = try run.archive.record.unit(unit)
                                else { throw error }
                                try passOver(unit, failure)
                                continue
                            }
                            guard case (let entry, var walk)? = begun else { continue }
                            if walk.isConfirmed {
                                run.observer.observe(.unitStarted(label: entry.unit.label))
                                try application.end(&walk)
                                try report(walk, failure: nil)
                                continue
                            }
                            var question = Question(walk)
                            guard queue.begins(place, asking: question.upstream) else { continue }
                            question.walk.known = try run.knownTexts(for: walk, planner)
                            run.observer.observe(.unitStarted(label: entry.unit.label))
                            open[place] = question
                        }
                        guard let question = open[place] else { continue }
                        let task = FetchTask(
                            provider: question.walk.provider, upstreams: run.upstreams, fetch: question.walk.fetch,
                            request: question.request, lifetime: question.walk.lifetime, known: question.walk.known,
                            kept: run.firstAnswers.take(question.request),
                            looksTwice: run.secondLooks[question.walk.provider.manifest.name, default: SecondLook()]
                                .isUseful)
                        group.addTask { .outcome(place, await task.run()) }
                        run.fetches += 1
                    }
                    guard queue.underWay > 0, let delivery = try await group.next() else { break }
                    // Another provider's work may have ended the run while this one waited.
                    try run.checkGoesOn()
                    switch delivery {
                    case .stopRequested:
                        run.hearStop()
                        group.cancelAll()
                    case .outcome(let place, let outcome):
                        queue.answered(place)
                        guard var walk = open.removeValue(forKey: place)?.walk else { continue }
                        let goesOn = try run.archive.record.atWork {
                            try settle(outcome, &walk, application, &watch)
                        }
                        if goesOn {
                            let question = Question(walk)
                            open[place] = question
                            queue.waits(place, asking: question.upstream)
                        } else {
                            queue.ends()
                        }
                    }
                }
            } catch {
                // What is under way is waited for: until then nobody else is to write anything.
                run.breakOff(error)
                throw error
            }
        }
        try run.checkGoesOn()
        // The signal may have come when nothing was under way any more.
        if stop.isRequested { run.tally.isEnded = true }
        // Judged by who has been asked, also where there were more to ask: a unit that failed is not asked again before
        // all others at each run of so many requests.
        try WaveEnding(loop: self, application: application, watch: watch).end()
        if !run.mayAsk, !run.tally.mustStop, queue.isWaitedFor { run.stopAsking() }
    }

    /// Whether the unit has another page to ask for.
    private func settle(
        _ outcome: FetchTask.Outcome, _ walk: inout Walk, _ application: PageApplication, _ watch: inout WaveWatch
    ) throws -> Bool {
        switch outcome {
        case .cancelled:
            return false
        case .failed(let failure, let isRepeated):
            if isRepeated { run.secondLooks[walk.provider.manifest.name, default: SecondLook()].ended(mended: false) }
            return try fail(&walk, failure, application, &watch)
        case .page(let page, let answer, let mended):
            if let mended {
                run.secondLooks[walk.provider.manifest.name, default: SecondLook()].ended(mended: true)
                run.observer.observe(
                    .flagged(
                        label: walk.report.label,
                        text: "an answer could not be read, the next one could: \(mended.reason)"))
            }
            try run.lookAtClock()
            for text in page.flags + answer.warnings.map(\.description) {
                run.observer.observe(.flagged(label: walk.report.label, text: text))
            }
            if watch.holds(page, answer, walk) { return false }
            do {
                let step = try take(page, answer, &walk, application)
                switch step {
                case .next: return true
                case .absent(let absence):
                    if watch.holds(absence, walk) { return false }
                    try application.absent(absence, &walk)
                case .finished:
                    if watch.holds(answered: walk) { return false }
                }
            } catch let failure as UnitFailure {
                return try fail(&walk, failure, application, &watch)
            } catch let error as ArchiveError where error.isOfOneUnit {
                return try fail(&walk, UnitFailure(damagedBy: error), application, &watch)
            }
            try report(walk, failure: nil)
            return false
        }
    }

    /// Applies a page, and tells what is odd about it.
    func take(
        _ page: CheckedPage, _ answer: FetchedAnswer, _ walk: inout Walk, _ application: PageApplication
    ) throws -> PageApplication.Outcome {
        let step = try application.apply(page, answer, to: &walk)
        for text in walk.takeFlags() { run.observer.observe(.flagged(label: walk.report.label, text: text)) }
        let lists = try page.content.discoveries.map(\.unit).filter(walk.provider.isList)
        run.discoveredLists[walk.provider.manifest.name, default: []].formUnion(lists)
        if try run.archive.commitIfDue() { run.observer.observe(.committed) }
        return step
    }

    /// Whether the unit has another page to ask for all the same: a batch of direct questions that went wrong is passed
    /// over, and the subjects behind it are asked for.
    private func fail(
        _ walk: inout Walk, _ failure: UnitFailure, _ application: PageApplication, _ watch: inout WaveWatch
    ) throws -> Bool {
        if let subjects = walk.fetch.subjects, [.malformed, .mismatch, .transport].contains(failure.kind),
            !run.job.options.failsFast
        {
            run.observer.observe(
                .flagged(
                    label: walk.report.label, text: "\(subjects.joined(separator: ", ")): \(failure.reason)"))
            walk.report.result = .incomplete
            walk.report.reason = failure.reason
            if try application.passOver(&walk) { return true }
            try report(walk, failure: nil)
            return false
        }
        if !run.job.options.failsFast, watch.holds(failure, walk) { return false }
        try end(&walk, failure)
        return false
    }

    /// - Parameter recorded: what the ledger has as its reason; nil: the failure's own.
    func end(_ walk: inout Walk, _ failure: UnitFailure, recorded: Reason? = nil) throws {
        let name = walk.provider.manifest.name
        if walk.isList {
            if try walk.provider.prologue().contains(walk.unit.name) {
                run.factless.insert(name)
            } else {
                run.failedLists.insert(name)
            }
        }
        walk.report.result = .failed
        walk.report.reason = failure.reason
        if failure.kind == .malformed, failure.reason.code == PluginError.Code.malformed.rawValue {
            run.met(.unreadable, walk, failure.reason)
        }
        try run.archive.fail(walk.unit, run: run.report.run, reason: recorded ?? failure.reason)
        try report(walk, failure: failure)
        if run.job.options.failsFast { run.tally.isEnded = true }
    }

    /// A unit of which something cannot be read that is in the archive: it fails for itself, and nothing is asked of
    /// it.
    func passOver(_ unit: UnitRecord, _ failure: UnitFailure) throws {
        try run.archive.fail(unit, run: run.report.run, reason: failure.reason)
        var report = UnitReport(
            provider: unit.provider, unit: unit.name, label: unit.label, isSeries: !unit.partition.isEmpty,
            result: .failed)
        report.reason = failure.reason
        run.tally.count(report, failure: failure, isStrict: run.job.options.isStrict)
        run.report.add(report)
        run.observer.observe(.unitFinished(report))
        if run.job.options.failsFast { run.tally.isEnded = true }
    }

    /// A unit that the archive would not admit.
    func refuse(_ refusal: Refusal, series: [Dataset]) {
        let failure = UnitFailure(.integrity, Reason("not_admitted", refusal.error.description))
        var report = UnitReport(
            provider: refusal.unit.provider, unit: refusal.unit.name, label: refusal.unit.label,
            isSeries: !series.isEmpty, result: .failed)
        report.reason = failure.reason
        run.tally.count(report, failure: failure, isStrict: run.job.options.isStrict)
        run.report.add(report)
        run.observer.observe(.unitFinished(report))
    }

    func report(_ walk: Walk, failure: UnitFailure?) throws {
        var unit = walk.report
        if let dataset = walk.denseDataset ?? walk.series.first,
            let extent = try run.archive.reader.extent(of: walk.unit, in: dataset)
        {
            unit.rows = extent.rows
            unit.first = extent.rows > 0 ? dataset.axis.text(extent.first) : nil
            unit.last = extent.rows > 0 ? dataset.axis.text(extent.last) : nil
        }
        run.tally.count(unit, failure: failure, isStrict: run.job.options.isStrict)
        if let subjects = walk.provider.manifest.subjects {
            run.tally.count(
                unit, of: walk.unit.subject?.id, isPrices: walk.series.contains { subjects.prices.contains($0.name) })
        }
        run.report.add(unit)
        run.observer.observe(.unitFinished(unit))
        if !unit.joined.isEmpty || !unit.left.isEmpty {
            run.observer.observe(.membership(list: unit.label, joined: unit.joined, left: unit.left))
        }
    }
}

import Archive
import PluginKit
import Tabular
import Upstream

/// Works on units side by side: a bounded number of fetches under way, each answer applied by the one writer before the
/// next question of its unit is asked. What has not been applied is never more than the fetches under way.
struct UnitLoop {
    let run: RunWork
    let planner: Planner

    private enum Delivery: Sendable {
        case outcome(Int, FetchTask.Outcome)
        case stopRequested
    }

    /// - Parameter start: makes the walk of an entry when its turn has come, so that what waits costs little.
    func work(_ units: [Int64], start: (FrontierEntry) throws -> Walk) async throws {
        var active: [Int: Walk] = [:]
        var next = units.startIndex
        /// Units whose next page is to be asked for; before new ones, so that few are half done.
        var waiting: [Int] = []
        var underWay = 0
        var watch = WaveWatch()
        let application = PageApplication(
            archive: run.archive, clock: run.clock, context: Walk.Context(run: run.report.run, planner: planner))
        let stop = run.stop
        try await withThrowingTaskGroup(of: Delivery.self) { group in
            group.addTask {
                await stop.wait()
                return .stopRequested
            }
            defer { group.cancelAll() }
            while true {
                while underWay < max(1, run.job.options.concurrency), !run.tally.mustStop, !stop.isRequested,
                    run.mayAsk
                {
                    let index: Int
                    if let page = waiting.popLast() {
                        index = page
                    } else if next < units.endIndex {
                        index = next
                        next += 1
                        guard let entry = try run.archive.record.frontierEntry(of: units[index]) else { continue }
                        var walk = try start(entry)
                        walk.known = try run.knownTexts(for: walk, planner)
                        run.observer.observe(.unitStarted(label: entry.unit.label))
                        if walk.isConfirmed {
                            try application.end(&walk)
                            try report(walk, failure: nil)
                            continue
                        }
                        active[index] = walk
                    } else {
                        break
                    }
                    guard let walk = active[index] else { continue }
                    let task = FetchTask(
                        provider: walk.provider, upstreams: run.upstreams, fetch: walk.fetch, lifetime: walk.lifetime,
                        known: walk.known, kept: run.firstAnswers.take(for: walk),
                        looksTwice: run.secondLooks[walk.provider.manifest.name, default: SecondLook()].isUseful)
                    group.addTask { .outcome(index, await task.run()) }
                    underWay += 1
                    run.fetches += 1
                }
                guard underWay > 0, let delivery = try await group.next() else { break }
                switch delivery {
                case .stopRequested:
                    run.tally.mustStop = true
                    run.observer.observe(.stopping)
                    group.cancelAll()
                case .outcome(let index, let outcome):
                    underWay -= 1
                    guard var walk = active.removeValue(forKey: index) else { continue }
                    if try settle(outcome, &walk, application, &watch) {
                        active[index] = walk
                        waiting.append(index)
                    }
                }
            }
        }
        // The signal may have come when nothing was under way any more.
        if stop.isRequested { run.tally.mustStop = true }
        // Judged by who has been asked, also where there were more to ask: a unit that failed is not asked again before
        // all others at each run of so many requests.
        try WaveEnding(loop: self, application: application, watch: watch).end()
        if !run.mayAsk, !run.tally.mustStop, !waiting.isEmpty || next < units.endIndex { run.stopAsking() }
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
        run.discoveredLists.formUnion(try page.content.discoveries.map(\.unit).filter(walk.provider.isList))
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
        if run.job.options.failsFast { run.tally.mustStop = true }
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

import Archive
import PluginKit
import Tabular
import Upstream

/// Works on units side by side: a bounded number of fetches under way, each answer applied by the one writer before the next question of
/// its unit is asked. What has not been applied is never more than the fetches under way.
struct UnitLoop {
    let run: RunLoop
    let planner: Planner

    private enum Delivery: Sendable {
        case outcome(Int, FetchTask.Outcome)
        case stopRequested
    }

    /// - Parameter start: makes the work of an entry when its turn has come, so that what waits costs little.
    func work(_ units: [Int64], start: (FrontierEntry) throws -> UnitWork) async throws {
        var active: [Int: UnitWork] = [:]
        var next = units.startIndex
        /// Units whose next page is to be asked for; before new ones, so that few are half done.
        var waiting: [Int] = []
        var underWay = 0
        var watch = WaveWatch()
        let application = PageApplication(archive: run.archive, run: run.report.run, planner: planner, clock: run.clock)
        let stop = run.stop
        try await withThrowingTaskGroup(of: Delivery.self) { group in
            group.addTask {
                await stop.wait()
                return .stopRequested
            }
            defer { group.cancelAll() }
            while true {
                while underWay < max(1, run.job.options.concurrency), !run.tally.mustStop, !stop.isRequested {
                    let index: Int
                    if let page = waiting.popLast() {
                        index = page
                    } else if next < units.endIndex {
                        index = next
                        next += 1
                        guard let entry = try run.archive.record.frontierEntry(of: units[index]) else { continue }
                        var work = try start(entry)
                        run.observer.observe(.unitStarted(label: entry.unit.label))
                        if work.isConfirmed {
                            try application.end(&work)
                            try report(work, failure: nil)
                            continue
                        }
                        active[index] = work
                    } else {
                        break
                    }
                    guard let work = active[index] else { continue }
                    let task = FetchTask(
                        provider: work.provider, upstreams: run.upstreams, fetch: work.fetch, lifetime: work.lifetime,
                        kept: run.firstAnswers.take(for: work),
                        looksTwice: run.secondLooks[work.provider.manifest.name, default: SecondLook()].isUseful)
                    group.addTask { .outcome(index, await task.run()) }
                    underWay += 1
                }
                guard underWay > 0, let delivery = try await group.next() else { break }
                switch delivery {
                case .stopRequested:
                    run.tally.mustStop = true
                    run.observer.observe(.stopping)
                    group.cancelAll()
                case .outcome(let index, let outcome):
                    underWay -= 1
                    guard var work = active.removeValue(forKey: index) else { continue }
                    if try settle(outcome, &work, application, &watch) {
                        active[index] = work
                        waiting.append(index)
                    }
                }
            }
        }
        // The signal may have come when nothing was under way any more.
        if stop.isRequested { run.tally.mustStop = true }
        try WaveEnding(loop: self, application: application, watch: watch).end()
    }

    /// Whether the unit has another page to ask for.
    private func settle(
        _ outcome: FetchTask.Outcome, _ work: inout UnitWork, _ application: PageApplication, _ watch: inout WaveWatch
    ) throws -> Bool {
        switch outcome {
        case .cancelled:
            return false
        case .failed(let failure, let isRepeated):
            if isRepeated { run.secondLooks[work.provider.manifest.name, default: SecondLook()].ended(mended: false) }
            return try fail(&work, failure, application, &watch)
        case .page(let page, let answer, let mended):
            if let mended {
                run.secondLooks[work.provider.manifest.name, default: SecondLook()].ended(mended: true)
                run.observer.observe(
                    .flagged(label: work.report.label, text: "an answer could not be read, the next one could: \(mended.reason)"))
            }
            try run.lookAtClock()
            for text in page.flags + answer.warnings.map(\.description) {
                run.observer.observe(.flagged(label: work.report.label, text: text))
            }
            if watch.holds(page, answer, work) { return false }
            do {
                let step = try take(page, answer, &work, application)
                switch step {
                case .next: return true
                case .absent(let absence):
                    if watch.holds(absence, work) { return false }
                    try application.absent(absence, &work)
                case .finished:
                    if watch.holds(answered: work) { return false }
                }
            } catch let failure as UnitFailure {
                return try fail(&work, failure, application, &watch)
            } catch let error as ArchiveError where error.isOfOneUnit {
                return try fail(&work, UnitFailure(damagedBy: error), application, &watch)
            }
            try report(work, failure: nil)
            return false
        }
    }

    /// Applies a page, and tells what is odd about it.
    func take(
        _ page: CheckedPage, _ answer: FetchedResponse, _ work: inout UnitWork, _ application: PageApplication
    ) throws -> PageApplication.Step {
        let step = try application.apply(page, answer, to: &work)
        for text in work.takeFlags() { run.observer.observe(.flagged(label: work.report.label, text: text)) }
        run.discoveredLists.formUnion(try page.content.discoveries.map(\.unit).filter(work.provider.isList))
        if try run.archive.commitIfDue() { run.observer.observe(.committed) }
        return step
    }

    /// Whether the unit has another page to ask for all the same: a batch of direct questions that went wrong is passed over, and the
    /// subjects behind it are asked for.
    private func fail(
        _ work: inout UnitWork, _ failure: UnitFailure, _ application: PageApplication, _ watch: inout WaveWatch
    ) throws -> Bool {
        if work.fetch.purpose == .confirm, [.malformed, .mismatch, .transport].contains(failure.kind), !run.job.options.failsFast {
            run.observer.observe(
                .flagged(label: work.report.label, text: "\(work.fetch.subjects.joined(separator: ", ")): \(failure.reason)"))
            work.report.result = .incomplete
            work.report.reason = failure.reason
            if try application.passOver(&work) { return true }
            try report(work, failure: nil)
            return false
        }
        if !run.job.options.failsFast, watch.holds(failure, work) { return false }
        try end(&work, failure)
        return false
    }

    /// - Parameter recorded: what the ledger has as its reason; nil: the failure's own.
    func end(_ work: inout UnitWork, _ failure: UnitFailure, recorded: Reason? = nil) throws {
        let name = work.provider.manifest.name
        if work.isList {
            if try work.provider.prologue().contains(work.unit.name) { run.factless.insert(name) } else { run.failedLists.insert(name) }
        }
        work.report.result = .failed
        work.report.reason = failure.reason
        if failure.kind == .malformed, failure.reason.code == PluginError.Code.malformed.rawValue {
            run.met(.unreadable, work, failure.reason)
        }
        try run.archive.fail(work.unit, run: run.report.run, reason: recorded ?? failure.reason)
        try report(work, failure: failure)
        if run.job.options.failsFast { run.tally.mustStop = true }
    }

    /// A unit that the archive would not admit.
    func refuse(_ refusal: Refusal, series: [Dataset]) {
        let failure = UnitFailure(.integrity, Reason("not_admitted", refusal.error.description))
        var report = UnitReport(
            provider: refusal.unit.provider, unit: refusal.unit.name, label: refusal.unit.label, isSeries: !series.isEmpty, result: .failed)
        report.reason = failure.reason
        run.tally.count(report, failure: failure, isStrict: run.job.options.isStrict)
        run.report.add(report)
        run.observer.observe(.unitFinished(report))
    }

    func report(_ work: UnitWork, failure: UnitFailure?) throws {
        var unit = work.report
        if let dataset = work.denseDataset ?? work.series.first, let extent = try run.archive.reader.extent(of: work.unit, in: dataset) {
            unit.rows = extent.rows
            unit.first = extent.rows > 0 ? dataset.axis.text(extent.first) : nil
            unit.last = extent.rows > 0 ? dataset.axis.text(extent.last) : nil
        }
        run.tally.count(unit, failure: failure, isStrict: run.job.options.isStrict)
        if let subjects = work.provider.manifest.subjects {
            run.tally.count(unit, of: work.unit.subject?.id, isPrices: work.series.contains { subjects.prices.contains($0.name) })
        }
        run.report.add(unit)
        run.observer.observe(.unitFinished(unit))
        if !unit.joined.isEmpty || !unit.left.isEmpty {
            run.observer.observe(.membership(list: unit.label, joined: unit.joined, left: unit.left))
        }
    }
}

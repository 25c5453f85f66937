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
    func work(_ entries: [FrontierEntry], start: (FrontierEntry) throws -> UnitWork) async throws {
        var active: [Int: UnitWork] = [:]
        var next = entries.startIndex
        /// Units whose next page is to be asked for; before new ones, so that few are half done.
        var waiting: [Int] = []
        var underWay = 0
        let application = PageApplication(archive: run.archive, run: run.report.run, planner: planner)
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
                    } else if next < entries.endIndex {
                        index = next
                        next += 1
                        active[index] = try start(entries[index])
                        run.observer.observe(.unitStarted(label: entries[index].unit.label))
                    } else {
                        break
                    }
                    guard let work = active[index] else { continue }
                    let task = FetchTask(provider: work.provider, upstreams: run.upstreams, fetch: work.fetch)
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
                    if try settle(outcome, &work, application) {
                        active[index] = work
                        waiting.append(index)
                    }
                }
            }
        }
        run.report.remaining += entries.endIndex - next + waiting.count + run.tally.cancelled
        run.tally.cancelled = 0
    }

    /// Whether the unit has another page to ask for.
    private func settle(_ outcome: FetchTask.Outcome, _ work: inout UnitWork, _ application: PageApplication) throws -> Bool {
        switch outcome {
        case .cancelled:
            run.tally.cancelled += 1
            return false
        case .failed(let failure):
            try fail(&work, failure)
            return false
        case .page(let page, let answer):
            for text in page.flags + answer.warnings.map(\.description) {
                run.observer.observe(.flagged(label: work.report.label, text: text))
            }
            do {
                let step = try application.apply(page, answer, to: &work)
                work.lastAnswer = (answer.sha256, work.fetch.cursor)
                if try run.archive.commitIfDue() { run.observer.observe(.committed) }
                guard step == .finished else { return true }
            } catch let failure as UnitFailure {
                try fail(&work, failure)
                return false
            } catch let error as ArchiveError where error.isOfOneUnit {
                try fail(&work, UnitFailure(.integrity, Reason("damaged_file", error.description)))
                return false
            }
            try report(work, failure: nil)
            return false
        }
    }

    private func fail(_ work: inout UnitWork, _ failure: UnitFailure) throws {
        work.report.result = .failed
        work.report.reason = failure.reason
        try run.archive.fail(work.unit, run: run.report.run, reason: failure.reason)
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

    private func report(_ work: UnitWork, failure: UnitFailure?) throws {
        var unit = work.report
        if let dataset = work.denseDataset ?? work.series.first, let extent = try run.archive.extent(of: work.unit, in: dataset) {
            unit.rows = extent.rows
            unit.first = extent.rows > 0 ? dataset.axis.text(extent.first) : nil
            unit.last = extent.rows > 0 ? dataset.axis.text(extent.last) : nil
        }
        run.tally.count(unit, failure: failure, isStrict: run.job.options.isStrict)
        run.report.add(unit)
        run.observer.observe(.unitFinished(unit))
        if !unit.joined.isEmpty || !unit.left.isEmpty {
            run.observer.observe(.membership(list: unit.label, joined: unit.joined, left: unit.left))
        }
    }
}

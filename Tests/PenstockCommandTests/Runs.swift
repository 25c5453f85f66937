import Archive
import PluginKit
import Tabular
import Upstream

@testable import Orchestrator
@testable import PenstockCommand

/// Runs and units as values.
enum Runs {
    static func instant(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }

    static func planned(_ command: Job.Command = .backfill, start: String? = "2020-01-01") throws -> PlannedJob {
        let job = Job(
            name: "\(command.rawValue) equities", command: command,
            providers: [try Host.current.registry.provider(named: "equities").load()],
            selection: Selection(start: start.flatMap { Day($0) }), archive: "/work/data/historical")
        return PlannedJob(job: job, logDirectory: "/work/data/logs", upstreams: UpstreamSettings())
    }

    static func report(_ change: (inout RunReport) -> Void = { _ in }) -> RunReport {
        var report = RunReport(started: instant("2026-11-24T04:13:37Z"))
        report.ended = instant("2026-11-24T04:13:38.340Z")
        report.archive = "/work/data/historical"
        report.run = 1
        report.counts.requests = 4
        report.counts.bytes = 312_400
        change(&report)
        return report
    }

    static func unit(
        _ label: String, _ result: UnitReport.Result = .done, _ change: (inout UnitReport) -> Void = { _ in }
    ) -> UnitReport {
        var unit = UnitReport(
            provider: "equities", unit: UnitName(text: "bars(\(label))"), label: label, isSeries: true, result: result)
        if result == .done || result == .incomplete {
            unit.rows = 1734
            unit.counts.stored = 1734
            unit.first = "2020-01-02"
            unit.last = "2026-11-23"
        }
        change(&unit)
        return unit
    }

    static var nope: UnitReport {
        unit("NOPE", .absent) {
            $0.reason = Reason("unknown_symbol", "No data found, symbol may be delisted")
            $0.nextTry = "2026-11-25T04:13:37Z"
        }
    }

    static func totals(_ units: [UnitReport], planned: Int? = nil) -> RunTotals {
        var totals = RunTotals()
        totals.observe(.planned(units: planned ?? units.count, now: instant("2026-11-24T04:13:37Z")))
        for unit in units { totals.observe(.unitFinished(unit)) }
        return totals
    }

    static func summary(_ planned: PlannedJob, _ report: RunReport, _ totals: RunTotals) -> String {
        let log = "/work/data/logs/\(planned.logStem)_20261124_041337.log"
        return RunPage(FinishedRun(planned: planned, report: report, totals: totals, log: log)).text
    }
}

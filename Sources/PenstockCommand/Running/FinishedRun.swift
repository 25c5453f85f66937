import LosslessJSON
import Orchestrator

/// A run that is over.
struct FinishedRun {
    let planned: PlannedJob
    let report: RunReport
    let totals: RunTotals
    /// The path of its log.
    let log: String
    /// For alerts.
    var ends = UnitEnds()

    var json: JSONOutput { RunReportOutput(planned: planned, report: report, totals: totals, log: log).json }
}

import Orchestrator

/// What came of a `backfill` or an `update`: a run for each archive.
struct FinishedJob {
    var runs: [FinishedRun] = []

    var exitCode: ExitCode { .worst(runs.map(\.report.exitCode)) }
    var json: JSONOutput { RunReportOutput.document(runs.map(\.json), exitCode: exitCode) }
}

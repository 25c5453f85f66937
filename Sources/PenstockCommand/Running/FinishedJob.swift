import LosslessJSON
import Orchestrator

/// What came of a `backfill` or an `update`: a run for each archive.
struct FinishedJob {
    var runs: [FinishedRun] = []
    /// Why the run over an archive could not begin.
    var failures: [RunFailure] = []
    /// Archives that were not come to, because the run was stopped.
    var skipped = 0

    var exitCode: ExitCode {
        .worst(runs.map(\.report.exitCode) + failures.map(\.exitCode) + (skipped > 0 ? [.tryAgain] : []))
    }

    var json: JSONOutput { RunReportOutput.document(runs.map(\.json), exitCode: exitCode) }
}

import LosslessJSON
import Orchestrator

/// What came of a job of the file.
struct JobOutcome {
    let job: NamedJob
    let exitCode: ExitCode
    /// Of a backfill or an update; empty where it came to none.
    var runs: [FinishedRun] = []
    /// Why it did not begin.
    var failure: RunFailure?
    /// What another verb printed and said, the first of it.
    var text = ""

    var json: JSONOutput {
        .object([
            .init("job", .string(job.name)), .init("command", .string(job.verb.name)),
            .init("exit_code", .integer(Int(exitCode.number))),
            .init("failure", .text(failure?.description)), .init("runs", .array(runs.map(\.json))),
            .init("output", .text(text.isEmpty ? nil : text)),
        ])
    }
}

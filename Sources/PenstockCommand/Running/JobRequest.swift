import Orchestrator

/// A `backfill` or an `update` as it was typed.
struct JobRequest {
    let command: Job.Command
    let providers: ProviderArguments
    let selection: SelectionArguments
    let run: RunArguments
    var startDate: String?
    var endDate: String?
    var resumes = true
    var isForced = false
    var maxAgeDays: String?
    var fillsGaps = true
}

import ArgumentParser
import Orchestrator

/// A `backfill` or an `update` as it was typed.
struct JobRequest {
    let command: Job.Command
    let providers: ProviderArguments
    let selection: SelectionArguments
    let run: RunArguments
    var markets = MarketArguments()
    var startDate: String?
    var endDate: String?
    var resumes = true
    var isForced = false
    var maxAgeDays: String?
    var recheckSessions: String?
    var fillsGaps = true
    var updatesSeries = true
    /// Of the jobs file; nil: the job is called by its command and providers.
    var jobName: String?

    /// What a command line asks for; nil when it is neither a `backfill` nor an `update`.
    static func read(_ arguments: [String]) async throws -> JobRequest? {
        let command = try await Penstock.asyncParseAsRoot(arguments)
        return (command as? Backfill)?.request ?? (command as? Update)?.request
    }
}

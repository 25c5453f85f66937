import Orchestrator

/// A `backfill` or an `update`, with what was said of it: by a line that was typed, by a job of the file, or by whoever
/// has one run.
struct JobRequest {
    let command: Job.Command
    var values: SettingValues
    /// Of the jobs file; nil: the job is called by its command and providers.
    var jobName: String?

    /// What an archive that was looked at lacks, fetched again.
    static func refetching(
        _ provider: String, markets: [String], symbols: [String], in archive: String, as values: SettingValues
    ) -> JobRequest {
        var request = JobRequest(command: .update, values: SettingValues(environment: values.environment))
        request.values.take(Verb.update.rows.filter { $0.use(by: .verify)?.section == .fetchedAgain }, from: values)
        request.values.take([SettingTable.all.waitLock.row], from: values)
        request.values.type(\.providers, provider)
        request.values.type(\.dataDirectory, archive)
        request.values.type(\.quiet, true)
        if markets.isEmpty {
            request.values.type(\.symbols, symbols.joined(separator: ","))
        } else {
            request.values.type(\.marketIDs, markets.joined(separator: ","))
        }
        return request
    }
}

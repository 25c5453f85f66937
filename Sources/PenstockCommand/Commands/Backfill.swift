import ArgumentParser
import Orchestrator

/// `penstock backfill PROVIDER...`: makes an archive, or adds to one.
struct Backfill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Fetch what an archive should hold from a date on, making the archive if there is none.",
        discussion: HelpWording.backfill)

    @OptionGroup(title: "What") var what: BackfillArguments
    @OptionGroup var how: RunArguments

    /// What was typed.
    var request: JobRequest {
        var request = JobRequest(command: .backfill, providers: what.providers, selection: what.selection, run: how)
        request.markets = what.markets
        request.startDate = what.startDate
        request.endDate = what.endDate
        request.resumes = what.resume
        return request
    }

    func run() async throws { try await JobRunner(request: request, host: .current).run() }
}

import ArgumentParser
import Orchestrator

/// `penstock update PROVIDER...`: brings an archive up to the last closed session. Never makes one.
struct Update: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Bring an archive up to date: only what is due is asked for.",
        discussion: HelpWording.update)

    @OptionGroup(title: "What") var what: UpdateArguments
    @OptionGroup var how: RunArguments

    /// What was typed.
    var request: JobRequest {
        var request = JobRequest(command: .update, providers: what.providers, selection: what.selection, run: how)
        request.markets = what.markets
        request.isForced = what.force
        request.updatesSeries = !what.noUpdatePrices
        request.maxAgeDays = what.maxAgeDays
        request.recheckSessions = what.recheckSessions
        request.fillsGaps = !what.noFillGaps
        return request
    }

    func run() async throws { try await JobRunner(request: request, host: .current).run() }
}

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

/// What an update is about.
struct UpdateArguments: ParsableArguments {
    @OptionGroup var providers: ProviderArguments
    @OptionGroup var selection: SelectionArguments
    @OptionGroup var markets: MarketArguments

    @Flag(help: "Ask everything again, compare it with what is stored, and keep what the upstream corrected.")
    var force = false

    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp(
            "Leave a symbol alone while fewer than this many sessions are missing. Default: 1.", valueName: "n"))
    var maxAgeDays: String?

    @Option(
        name: .customLong("recheck-sessions"),
        help: ArgumentHelp(
            """
            Hold every stored row against the upstream once within so many sessions: each night a share of the symbols \
            is read whole. 0: never. Default: 20.
            """,
            valueName: "n"))
    var recheckSessions: String?

    @Flag(name: .customLong("no-fill-gaps"), help: "Do not ask again for sessions missing between stored ones.")
    var noFillGaps = false

    @Flag(
        name: .customLong("no-update-prices"),
        help: "Read the lists of markets only: no prices, no trades, and no market is let in.")
    var noUpdatePrices = false
}

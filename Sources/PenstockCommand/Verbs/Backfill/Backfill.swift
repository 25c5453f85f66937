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

/// What a backfill is about.
struct BackfillArguments: ParsableArguments {
    @OptionGroup var providers: ProviderArguments
    @OptionGroup var selection: SelectionArguments
    @OptionGroup var markets: MarketArguments

    @Option(
        name: .customLong("start-date"),
        help: ArgumentHelp("First date, inclusive. A new archive of equities needs one.", valueName: "date"))
    var startDate: String?

    @Option(
        name: .customLong("end-date"),
        help: ArgumentHelp("Last date, inclusive. Default: the last session that has closed.", valueName: "date"))
    var endDate: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            """
            Continue an interrupted run and ask only for what is missing; --no-resume asks everything again, compares \
            and replaces.
            """
    )
    var resume = true
}

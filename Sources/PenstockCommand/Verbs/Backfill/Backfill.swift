import ArgumentParser
import Orchestrator

/// `penstock backfill PROVIDER...`: makes an archive, or adds to one.
struct Backfill: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.backfill
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Fetch what an archive should hold from a date on, making the archive if there is none.",
        discussion: """
            Without --symbols a new archive follows the provider's own universe (the S&P 500 for equities). Of \
            markets, --limit, --category, --status and --market-ids say which are followed. Run the same line again \
            after an interruption: it goes on where it was. A later start date never removes rows.

            Examples: penstock backfill equities --start-date 2020-01-01
                      penstock backfill polymarket kalshi --limit 100
            """)

    @OptionGroup var flags: Flags<Backfill>

    func run() async throws {
        try await JobRunner(request: JobRequest(command: .backfill, values: values), host: host).run()
    }
}

/// `penstock update PROVIDER...`: brings an archive up to the last closed session. Never makes one.
struct Update: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.update
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Bring an archive up to date: only what is due is asked for.",
        discussion: """
            Asks for what is due: sessions that have closed since, and gaps whose next try has come. Safe to run at \
            any time and as often as you like; with nothing due it makes no request.

            Example, the mornings after sessions, at 06:00: 0 6 * * 2-6 cd /path/to/project && penstock update \
            equities --quiet
            """)

    @OptionGroup var flags: Flags<Update>

    func run() async throws {
        try await JobRunner(request: JobRequest(command: .update, values: values), host: host).run()
    }
}

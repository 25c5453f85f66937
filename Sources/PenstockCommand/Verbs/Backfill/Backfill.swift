import ArgumentParser
import Orchestrator

/// `penstock backfill PROVIDER...`: makes an archive, or adds to one.
struct Backfill: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.backfill
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Fetch what an archive should hold from a date on, making the archive if there is none.",
        discussion: HelpWording.backfill)

    @OptionGroup var flags: Flags<Backfill>

    func run() async throws {
        try await JobRunner(request: JobRequest(command: .backfill, values: values), host: .current).run()
    }
}

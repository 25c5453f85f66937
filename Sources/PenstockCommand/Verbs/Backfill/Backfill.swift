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
        try await JobRunner(request: JobRequest(command: .backfill, values: values), host: host).run()
    }
}

/// `penstock update PROVIDER...`: brings an archive up to the last closed session. Never makes one.
struct Update: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.update
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Bring an archive up to date: only what is due is asked for.",
        discussion: HelpWording.update)

    @OptionGroup var flags: Flags<Update>

    func run() async throws {
        try await JobRunner(request: JobRequest(command: .update, values: values), host: host).run()
    }
}

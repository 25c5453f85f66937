import ArgumentParser
import Orchestrator

/// `penstock update PROVIDER...`: brings an archive up to the last closed session. Never makes one.
struct Update: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.update
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Bring an archive up to date: only what is due is asked for.",
        discussion: HelpWording.update)

    @OptionGroup var flags: Flags<Update>

    func run() async throws {
        try await JobRunner(request: JobRequest(command: .update, values: values), host: .current).run()
    }
}

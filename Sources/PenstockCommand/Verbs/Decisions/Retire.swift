import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock retire PROVIDER --symbols`: what is over keeps its rows, and nobody asks for more. With `--undo` it is not
/// over after all.
struct Retire: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.retire
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Say that symbols or markets are over: their rows stay, and no run asks for them again.",
        discussion: HelpWording.retire)

    @OptionGroup var flags: Flags<Retire>

    func run() async throws {
        let host = Host.current
        let named = try NamedUnits(values: values, verb: OwnersWord.retire.verb, example: "AAPL", host: host)
        try OwnersDecisions(word: values.undo ? .reopen : .retire, values: values, host: host).run(
            named.plugins, names: named.names(of:))
    }
}

import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock retire PROVIDER --symbols`: what is over keeps its rows, and nobody asks for more. With `--undo` it is not
/// over after all.
struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Say that symbols or markets are over: their rows stay, and no run asks for them again.",
        discussion: HelpWording.retire)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @Flag(help: "Take it back: the next update asks for them again, and for what is missing.") var undo = false
    @OptionGroup var how: DecisionArguments

    func run() async throws {
        let host = Host.current
        let named = try NamedUnits(
            providers: providers, selection: selection, verb: OwnersWord.retire.verb, example: "AAPL", host: host)
        try OwnersDecisions(word: undo ? .reopen : .retire, how: how, host: host).run(
            named.plugins, names: named.names(of:))
    }
}

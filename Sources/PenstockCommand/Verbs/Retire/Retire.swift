import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock retire PROVIDER --symbols`: what is over keeps its rows, and nobody asks for more.
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
        let word = undo ? OwnersWord.reopen : .retire
        let named = try NamedUnits(
            providers: providers, selection: selection, verb: OwnersWord.retire.verb, example: "AAPL", host: host)
        let undo = undo
        try OwnersDecisions(word: word, how: how, host: host).run(
            named.plugins, names: named.names(of:), key: undo ? "reopened" : "retired"
        ) { labels, archive, _ in
            undo
                ? "The next update asks for \(labels) again, in \(archive)."
                : """
                Retired \(labels) in \(archive): rows stay, nothing more is asked for; the same line with --undo takes \
                it back.
                """
        }
    }
}

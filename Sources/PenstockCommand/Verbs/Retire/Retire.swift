import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock retire PROVIDER --symbols`: what is over keeps its rows, and nobody asks for more.
struct Retire: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.retire
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Say that symbols or markets are over: their rows stay, and no run asks for them again.",
        discussion: HelpWording.retire)

    @OptionGroup var flags: Flags<Retire>

    func run() async throws {
        let host = Host.current
        let undo = values.undo
        let word = undo ? OwnersWord.reopen : .retire
        let named = try NamedUnits(
            values: values, verb: OwnersWord.retire.verb, example: "AAPL", host: host)
        try OwnersDecisions(word: word, values: values, host: host).run(
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

import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock accept PROVIDER SYMBOL --as continuation|newcomer`: the owner's word where an answer was refused or waits.
struct Accept: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.accept
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Take what the upstream sends of a symbol whose answers were refused, or wait.",
        discussion: HelpWording.accept)

    @Argument(help: ArgumentHelp("The provider by name; see `penstock providers`.", valueName: "provider"))
    var provider: String
    @Argument(help: ArgumentHelp("Symbols.", valueName: "symbol")) var units: [String]
    @OptionGroup var flags: Flags<Accept>

    func run() async throws {
        let word = OwnersWord.accept(try values.acceptance ?? .continuation)
        let names = units.flatMap(SettingText.list)
        let plugins = try host.registry.providers(named: [provider], verb: word.verb)
        try OwnersDecisions(word: word, values: values, host: host).run(plugins, names: { _ in names })
    }
}

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
        let named = try SpokenUnits(values: values, verb: OwnersWord.retire.verb, example: "AAPL", host: host)
        try OwnersDecisions(word: values.undo ? .reopen : .retire, values: values, host: host).run(
            named.plugins, names: named.names(of:))
    }
}

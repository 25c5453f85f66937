import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock accept PROVIDER SYMBOL --as continuation|newcomer`: the owner's word where an answer was refused or waits.
struct Accept: ParsableCommand, TakesSettings {
    static let verb = Verb.accept
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Take what the upstream sends of a symbol whose answers were refused, or wait.",
        discussion: """
            For a symbol whose rows wait because it was renamed or is used again by somebody else, or because the \
            upstream does not restate a split, and for one whose answers are refused because they are not the stored \
            series. The next update reads it whole and takes it as it comes: as a continuation what lies between \
            stored and new rows is a gap, as a newcomer the series begins with the first row that is its own. What was \
            stored is kept once, compressed, in the table `replaced` of the archive's database. A name that a series \
            had before it was renamed can be asked for again when it is a newcomer's.

            Examples: penstock accept equities ABC --as continuation
                      penstock accept equities ABC --as newcomer
            """)

    @Argument(help: ArgumentHelp("The provider by name; see `penstock providers`.", valueName: "provider"))
    var provider: String
    @Argument(help: ArgumentHelp("Symbols.", valueName: "symbol")) var units: [String]
    @OptionGroup var flags: Flags<Accept>

    func run() throws {
        let word = OwnersWord.accept(try values.acceptance ?? .continuation)
        let names = units.flatMap(SettingText.list)
        let plugins = try host.registry.providers(named: [provider], verb: word.verb)
        try OwnersDecisions(word: word, values: values, host: host).run(plugins, names: { _ in names })
    }
}

/// `penstock retire PROVIDER --symbols`: what is over keeps its rows, and nobody asks for more. With `--undo` it is not
/// over after all.
struct Retire: ParsableCommand, TakesSettings {
    static let verb = Verb.retire
    static let configuration = CommandConfiguration(
        commandName: "retire",
        abstract: "Say that symbols or markets are over: their rows stay, and no run asks for them again.",
        discussion: """
            For what is over: a delisted symbol, a market that nobody wants more of. Its rows stay; its gaps and what \
            follows its last row are unavailable, because you say so; no run asks for it again, not with --force \
            either; status counts it apart and coverage can be proved. --undo takes it back.

            Examples: penstock retire equities --symbols ABC
                      penstock retire kalshi --market-ids KXABC-26
                      penstock retire equities --symbols ABC --undo
            """)

    @OptionGroup var flags: Flags<Retire>

    func run() throws {
        let named = try SpokenUnits(values: values, verb: OwnersWord.retire.verb, example: "AAPL", host: host)
        try OwnersDecisions(word: values.undo ? .reopen : .retire, values: values, host: host).run(
            named.plugins, names: named.names(of:))
    }
}

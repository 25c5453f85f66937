import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock accept PROVIDER SYMBOL --as continuation|newcomer`: the owner's word where an answer was refused or waits.
struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Take what the upstream sends of a symbol whose answers were refused, or wait.",
        discussion: HelpWording.accept)

    @Argument(help: ArgumentHelp("The provider by name; see `penstock providers`.", valueName: "provider"))
    var provider: String

    @Argument(help: ArgumentHelp("Symbols.", valueName: "symbol"))
    var symbols: [String]

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            """
            continuation: the same listing goes on, stored rows make way for those that are sent and others stay; \
            newcomer: another listing under the same name, whose rows are all that stays.
            """,
            valueName: "continuation|newcomer"))
    var acceptance: String

    @OptionGroup var how: DecisionArguments

    func run() async throws {
        let host = Host.current
        let name = try SettingText(acceptance, source: "--as").choice(Acceptance.allCases.map(\.rawValue))
        let word = OwnersWord.accept(Acceptance(rawValue: name) ?? .continuation)
        let names = symbols.flatMap(SettingText.list)
        let plugins = try ProviderChoice(host.registry).plugins(named: [provider], verb: word.verb)
        try OwnersDecisions(word: word, how: how, host: host).run(plugins, names: { _ in names })
    }
}

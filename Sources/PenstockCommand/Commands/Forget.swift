import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock forget PROVIDER --symbols`: the way out of a typo.
struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Take symbols or markets out of an archive: the way out of a typo.",
        discussion: HelpWording.forget)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @Flag(help: "Also what has rows, or is the list of the index, without asking.") var yes = false
    @OptionGroup var how: DecisionArguments

    func run() async throws {
        let host = Host.current
        let named = try NamedUnits(
            providers: providers, selection: selection, verb: OwnersWord.forget.verb, example: "NOPE", host: host)
        try OwnersDecisions(word: .forget, how: how, host: host).run(
            named.plugins, names: named.names(of:), key: "removed",
            confirm: { try ForgetConfirmation(host: host, now: $1).confirm($0, isSure: yes) }
        ) {
            """
            Removed \($0) from \($1): gaps and next \
            tries\($2.hadRows ? "; rows are kept as \(ForgetWording.kept)" : "").
            """
        }
    }
}

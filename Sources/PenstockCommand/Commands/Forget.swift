import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock forget PROVIDER --symbols`: the way out of a typo.
struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Remove symbols or markets from an archive: their rows, their gaps and their next tries.",
        discussion: HelpWording.forget)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(name: .customLong("wait-lock"), help: ArgumentHelp("Seconds to wait for another writer. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when it went well.") var quiet = false

    func run() async throws {
        let host = Host.current
        let plugins = try ProviderChoice(host.registry).plugins(named: providers.names, verb: OwnersWord.forget.verb)
        let settings = SelectionSettings(host: host)
        for plugin in plugins where try settings.names(selection, of: plugin.manifest).isEmpty {
            throw UsageWording.nothingToForget(plugin.manifest)
        }
        try OwnersDecisions(word: .forget, place: place, waitLock: waitLock, isJSON: json, isQuiet: quiet, host: host).run(
            plugins, names: { try settings.names(selection, of: $0) }, key: "removed"
        ) { "Removed \($0) from \($1): rows, gaps and next tries." }
    }
}

import Archive
import Orchestrator
import PluginKit
import Tabular

/// `forget`: removes units that a person names from a provider's archive.
struct Removal {
    let providers: [String]
    let selection: SelectionArguments
    let place: PlaceArguments
    let waitLock: String?
    let isJSON: Bool
    let isQuiet: Bool
    let host: Host

    func run() throws {
        let plugins = try ProviderChoice(host.registry).plugins(named: providers, verb: "forget")
        let settings = SelectionSettings(host: host)
        for plugin in plugins where try settings.names(selection, of: plugin.manifest).isEmpty {
            throw UsageWording.nothingToForget(plugin.manifest)
        }
        let options = try UpkeepOpening(host: host, waitLock: waitLock).options()
        let now = try UpstreamConnection.present(host)
        var removed: [(archive: String, labels: [String])] = []
        for (archive, plugins) in try ArchivePlaces(place: place, host: host).groups(of: plugins) {
            guard Archive.exists(at: archive) else {
                throw ArchiveWording.noArchive(archive, providers: plugins.map(\.manifest), verb: "forget")
            }
            for plugin in plugins {
                let forgetting = Forgetting(
                    try settings.names(selection, of: plugin.manifest), of: try plugin.load(), in: archive,
                    sinks: SinkOpening(host: host).open, options: options)
                removed.append((archive, try forgetting.execute(now: now)))
            }
        }
        say(removed)
    }

    private func say(_ removed: [(archive: String, labels: [String])]) {
        if isJSON {
            let object = JSONOutput.object([.init("removed", .strings(removed.flatMap(\.labels)))])
            return host.console.print(object.text)
        }
        guard !isQuiet else { return }
        for (archive, labels) in removed {
            host.console.print("Removed \(Figures.names(labels)) from \(archive): rows, gaps and next tries.")
        }
    }
}

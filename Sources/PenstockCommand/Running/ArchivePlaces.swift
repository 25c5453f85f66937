import Orchestrator
import PluginKit

/// Where the archives of providers are.
struct ArchivePlaces {
    let place: PlaceArguments
    let host: Host

    /// Providers by archive, in the order in which they were named. `--data-dir` puts all of them into one.
    func groups(of plugins: [ProviderPlugin]) throws -> [(archive: String, plugins: [ProviderPlugin])] {
        if let path = place.databasePath { throw UsageWording.databasePath(path) }
        let lookup = SettingLookup(environment: host.environment)
        let common = lookup.find(place.dataDirectory, "data-dir")
        if let common, common.text.isEmpty {
            throw RunFailure(.usage, "\(common.source) names no directory", fix: "such as --data-dir data/historical")
        }
        var groups: [(archive: String, plugins: [ProviderPlugin])] = []
        for plugin in plugins {
            let archive = host.absolute(common?.text ?? old(plugin) ?? plugin.manifest.defaultArchive)
            if let index = groups.firstIndex(where: { $0.archive == archive }) {
                groups[index].plugins.append(plugin)
            } else {
                groups.append((archive, [plugin]))
            }
        }
        return groups
    }

    /// The brief's scripts moved their one equity archive with a variable; it means the archive that is at that place by default.
    private func old(_ plugin: ProviderPlugin) -> String? {
        guard plugin.manifest.defaultArchive == "data/historical", let value = host.environment["COPILOT_QUANT_DATA_DIR"] else {
            return nil
        }
        return value.isEmpty ? nil : value
    }
}

import Archive
import Orchestrator
import PluginKit

/// Where the archives of providers are.
struct ArchivePlaces {
    let place: PlaceArguments
    let host: Host

    /// Providers by archive, in the order in which they were named. `--data-dir` puts all of them into one.
    /// - Parameter existing: only archives that are there.
    func groups(of plugins: [ProviderPlugin], existing: Bool = false) throws -> [(archive: String, plugins: [ProviderPlugin])] {
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
        if existing { groups.removeAll { !Archive.exists(at: $0.archive) } }
        try check(groups.map(\.archive))
        return groups
    }

    /// The database that was named for the archive, absolute.
    func database() throws -> String? {
        guard let text = SettingLookup(environment: host.environment).find(place.databasePath, "db-path") else { return nil }
        guard !text.text.isEmpty else {
            throw RunFailure(.usage, "\(text.source) names no file", fix: "such as --db-path data/market_data.db")
        }
        return host.absolute(text.text)
    }

    /// One archive has one database, and keeps it.
    private func check(_ archives: [String]) throws {
        guard let database = try database() else { return }
        guard let archive = archives.first else { return }
        guard archives.count == 1 else { throw UsageWording.databaseOfSeveral(database, archives) }
        guard let known = DatabasePlace.path(ofArchiveAt: archive), !DatabasePlace.isSame(known, database) else { return }
        throw ArchiveWording.otherDatabase(database, known: known, archive: archive)
    }

    /// The brief's scripts moved their one equity archive with a variable; it means the archive that is at that place by default.
    private func old(_ plugin: ProviderPlugin) -> String? {
        guard plugin.manifest.defaultArchive == "data/historical", let value = host.environment["COPILOT_QUANT_DATA_DIR"] else {
            return nil
        }
        return value.isEmpty ? nil : value
    }
}

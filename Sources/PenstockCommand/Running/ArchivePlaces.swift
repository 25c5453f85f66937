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
        if let typed = place.dataDirectory, typed.isEmpty {
            throw RunFailure(.usage, "--data-dir names no directory", fix: "such as --data-dir data/historical")
        }
        var groups: [(archive: String, plugins: [ProviderPlugin])] = []
        for plugin in plugins {
            let archive = host.absolute(
                place.dataDirectory ?? Self.variable(of: plugin.manifest, host)?.text ?? host.jobArchive ?? plugin.manifest.defaultArchive)
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

    /// The variable that moves a provider's archive: its own, then the one for all, then that of the brief's scripts.
    static func variable(of manifest: ProviderManifest, _ host: Host) -> SettingText? {
        let lookup = SettingLookup(environment: host.environment)
        return lookup.find(nil, "\(manifest.archiveName)-data-dir") ?? lookup.find(nil, "data-dir")
            ?? lookup.findOld("\(manifest.archiveName)-data-dir")
    }
}

import Archive
import Host
import Orchestrator
import PluginKit

/// Where the archives of providers are. Every command asks here: what was typed goes before a variable, that before the
/// jobs of the jobs file that run the provider, and those before the provider's own place.
struct ArchivePlaces {
    /// An archive, by its absolute path, with the providers that are meant of it.
    typealias Group = (archive: String, plugins: [ProviderPlugin])

    /// What the command was told.
    let values: SettingValues
    var host: Host
    /// Whether the command makes an archive where there is none: then a file of the home directory does not send it
    /// away from here.
    var makesOne = false

    /// Providers by archive, in the order in which they were named. `--data-dir` puts all of them into one.
    /// - Parameter existing: only archives that are there.
    func groups(of plugins: [ProviderPlugin], existing: Bool = false) throws -> [Group] {
        if directory?.isEmpty == true {
            throw RunFailure(.usage, "--data-dir names no directory", fix: "such as --data-dir data/historical")
        }
        var jobs: JobArchives?
        var groups: [Group] = []
        for plugin in plugins {
            for archive in try archives(of: plugin.manifest, &jobs) {
                if let index = groups.firstIndex(where: { $0.archive == archive }) {
                    groups[index].plugins.append(plugin)
                } else {
                    groups.append((archive, [plugin]))
                }
            }
        }
        if existing { groups.removeAll { !Archive.exists(at: $0.archive) } }
        try check(groups.map(\.archive))
        return groups
    }

    /// The same for what can be done to one archive of a provider only.
    func groupsOfOne(of plugins: [ProviderPlugin], existing: Bool = false) throws -> [Group] {
        let groups = try groups(of: plugins, existing: existing)
        for plugin in plugins {
            let own = groups.filter { $0.plugins.contains { $0.manifest.name == plugin.manifest.name } }.map(\.archive)
            if own.count > 1 { throw UsageWording.severalArchives(of: plugin.manifest, own) }
        }
        return groups
    }

    /// `--data-dir`, as typed.
    private var directory: String? { values.typed(\.dataDirectory) }

    /// More than one only where several jobs run the provider into archives of their own. Of those that are not there
    /// yet nothing is shown while one is.
    private func archives(of manifest: ProviderManifest, _ jobs: inout JobArchives?) throws -> [String] {
        if let named = directory ?? Self.variable(of: manifest, host)?.text { return [host.absolute(named)] }
        if case .own(let archive?) = host.jobs { return [host.absolute(archive)] }
        let known = try jobs ?? ofJobs()
        jobs = known
        let kept = known?.archives(of: manifest.name) ?? []
        let usual = host.absolute(manifest.defaultArchive)
        guard !kept.isEmpty else { return [usual] }
        // Who stands beside an archive means it, whatever the file of the home directory says.
        if known?.isOfPerson == true, Archive.exists(at: usual) { return [usual] }
        let present = kept.filter { Archive.exists(at: $0) }
        return present.isEmpty ? kept : present
    }

    /// nil: there is no jobs file, or it has nothing to say here.
    func ofJobs() throws -> JobArchives? {
        switch host.jobs {
        case .own: return nil
        case .all(let archives): return archives
        case .lookedFor:
            do {
                let place = JobsFilePlace(host: host, values: values)
                if makesOne, place.isOfPerson { return nil }
                return try place.find().map { try JobArchives(of: $0, host: host, isOfPerson: place.isOfPerson) }
            } catch {
                // Which archive is meant cannot be known, and a guess would show another one.
                let failure = RunFailure(error)
                throw RunFailure(
                    failure.exitCode, failure.message,
                    fix: failure.fix + "; or say where the archive is with --data-dir")
            }
        }
    }

    /// The database that was named for the archive, absolute.
    func database() throws -> String? {
        guard let text = values.databasePath else { return nil }
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
        guard let known = DatabasePlace.path(ofArchiveAt: archive), !HostPath.isSame(known, database) else { return }
        throw ArchiveWording.otherDatabase(database, known: known, archive: archive)
    }

    /// The variable that moves a provider's archive.
    static func variable(of manifest: ProviderManifest, _ host: Host) -> SettingText? {
        SettingVariables(environment: host.environment).place(ofArchive: manifest.archiveName)
    }
}

import Archive
import Orchestrator
import PluginKit

/// Opens archives for the commands that only look.
struct ArchiveReading {
    let host: Host

    func open(_ directory: String) throws -> ArchiveReader {
        do {
            return try ArchiveReader.openReadOnly(at: directory, sinks: SinkOpening(host: host).open)
        } catch {
            throw RunFailure(error)
        }
    }

    /// The archives of the named providers, which must be there; without names, of those that have one.
    func archives(of names: [String], place: PlaceArguments, verb: String) throws -> [(archive: String, plugins: [ProviderPlugin])] {
        let plugins = names.isEmpty ? host.registry.providers : try ProviderChoice(host.registry).plugins(named: names, verb: verb)
        let places = ArchivePlaces(place: place, host: host)
        let present = try places.groups(of: plugins, existing: names.isEmpty)
        if names.isEmpty, !present.isEmpty { return present }
        let groups = names.isEmpty ? try places.groups(of: plugins) : present
        if let missing = groups.first(where: { !Archive.exists(at: $0.archive) }) {
            throw ArchiveWording.noArchive(missing.archive, providers: missing.plugins.map(\.manifest), verb: verb)
        }
        return groups
    }
}

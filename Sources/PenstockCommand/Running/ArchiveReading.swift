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
        if names.isEmpty, !present.isEmpty { return try present.map { ($0.archive, try known($0.plugins, in: $0.archive)) } }
        let groups = names.isEmpty ? try places.groups(of: plugins) : present
        if let missing = groups.first(where: { !Archive.exists(at: $0.archive) }) {
            throw ArchiveWording.noArchive(missing.archive, providers: missing.plugins.map(\.manifest), verb: verb)
        }
        return groups
    }

    /// Of several providers that may share an archive, those that it has something of; all of them where it has nothing yet.
    private func known(_ plugins: [ProviderPlugin], in archive: String) throws -> [ProviderPlugin] {
        guard plugins.count > 1 else { return plugins }
        let names = try open(archive).providers()
        let known = plugins.filter { names.contains($0.manifest.name) }
        return known.isEmpty ? plugins : known
    }
}

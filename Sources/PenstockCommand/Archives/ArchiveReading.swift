import Archive
import Orchestrator
import PluginKit
import Synchronization

/// Opens archives for the commands that only look.
struct ArchiveReading {
    let host: Host

    /// Opens an archive, and hands it over with a console for what is printed of it while it is read. Where no lock
    /// guards what is read, and somebody wrote meanwhile, `body` is run once more, and what was printed before is not
    /// seen. Throws `RunFailure`.
    func read<Result>(_ directory: String, _ body: (ArchiveReader, Console) throws -> Result) throws -> Result {
        do {
            return try ArchiveReader.reading(at: directory, sinks: SinkOpening(host: host).open) { reader in
                guard reader.isUnguarded else { return try body(reader, host.console) }
                let waiting = WaitingOutput()
                let result = try body(reader, waiting.console(before: host.console))
                try reader.refuseIfWritten()
                waiting.flush(to: host.console)
                return result
            }
        } catch {
            throw RunFailure(error)
        }
    }

    func read<Result>(_ directory: String, _ body: (ArchiveReader) throws -> Result) throws -> Result {
        try read(directory) { reader, _ in try body(reader) }
    }

    /// The archives of the providers that a command names, which must be there; without names, of those that have one.
    func archives(_ values: SettingValues, verb: String) throws -> [ArchivePlaces.Group] {
        try archives(values, verb: verb, isOfOne: false)
    }

    /// The one archive that is meant, where a command makes sense of one only.
    /// - Parameter several: what is said where more than one is.
    func archive(
        _ values: SettingValues, verb: String, several: ([ArchivePlaces.Group]) -> RunFailure
    ) throws -> ArchivePlaces.Group {
        let archives = try archives(values, verb: verb, isOfOne: true)
        guard let archive = archives.first, archives.count == 1 else { throw several(archives) }
        return archive
    }

    private func archives(_ values: SettingValues, verb: String, isOfOne: Bool) throws -> [ArchivePlaces.Group] {
        let names = values.providers
        let plugins =
            names.isEmpty ? host.registry.providers : try host.registry.providers(named: names, verb: verb)
        let places = ArchivePlaces(values: values, host: host)
        func groups(existing: Bool) throws -> [ArchivePlaces.Group] {
            try isOfOne
                ? places.groupsOfOne(of: plugins, existing: existing) : places.groups(of: plugins, existing: existing)
        }
        let present = try groups(existing: names.isEmpty)
        if names.isEmpty, !present.isEmpty {
            return try present.map { ($0.archive, try known($0.plugins, in: $0.archive)) }
        }
        let groups = names.isEmpty ? try groups(existing: false) : present
        if let missing = groups.first(where: { !Archive.exists(at: $0.archive) }) {
            throw ArchiveWording.noArchive(missing.archive, providers: missing.plugins.map(\.manifest), verb: verb)
        }
        return groups
    }

    /// Of several providers that may share an archive, those that it has something of; all of them where it has nothing
    /// yet.
    private func known(_ plugins: [ProviderPlugin], in archive: String) throws -> [ProviderPlugin] {
        guard plugins.count > 1 else { return plugins }
        let names = try read(archive) { try $0.record.providers() }
        let known = plugins.filter { names.contains($0.manifest.name) }
        return known.isEmpty ? plugins : known
    }
}

/// What is printed and may turn out not to be so: it is kept until that is known.
private final class WaitingOutput: Sendable {
    private let texts = Mutex<[(text: String, stream: Console.Stream)]>([])

    /// One that keeps results; what is said to a person goes through.
    func console(before console: Console) -> Console {
        Console { [self] text, stream in
            if stream == .error { console.say(text) } else { texts.withLock { $0.append((text, stream)) } }
            return nil
        }
    }

    func flush(to console: Console) {
        let kept = texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
        for (text, stream) in kept { console.pass(text, stream) }
    }
}

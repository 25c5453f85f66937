import Catalog
import Hashing
import Host
import Orchestrator
import PluginKit
import Synchronization

/// Sources that are files: `sources/NAME.yaml` in the working directory, or in the directory that `PENSTOCK_SOURCES`
/// names. They stand beside the providers of this build.
struct SourceFiles {
    let host: Host

    static let variable = "PENSTOCK_SOURCES"
    private static let endings = [".yaml", ".yml"]

    var directory: String {
        guard let named = host.environment[Self.variable], !named.isEmpty else { return host.absolute("sources") }
        return host.absolute(named)
    }

    /// Their paths, in order; none where there is no such directory.
    var paths: [String] {
        guard NamedPlace.isDirectory(directory), let names = try? NamedPlace.names(in: directory) else { return [] }
        return names.filter { name in !name.hasPrefix(".") && Self.endings.contains { name.hasSuffix($0) } }
            .map { directory + "/" + $0 }
    }

    /// The host with the sources of its files, which are read when a command first asks what there is. A file that
    /// cannot be read is said, and its source is left out: those of others go on.
    static func added(to host: Host) -> Host {
        let files = SourceFiles(host: host)
        guard !files.paths.isEmpty else { return host }
        var host = host
        let plugins = host.plugins
        let made = Mutex<Registry?>(nil)
        host.plugins = {
            made.withLock { made in
                if let made { return made }
                let registry = files.registry(beside: plugins())
                made = registry
                return registry
            }
        }
        return host
    }

    private func registry(beside registry: Registry) -> Registry {
        var registry = registry
        for path in paths {
            do {
                let source = try SourceFile(path: path)
                registry = try registry.changed(adding: [source.plugin], sinks: [], removing: [])
            } catch let failure as RunFailure {
                host.console.say("Warning: \(failure.message); the source is left out")
            } catch {
                host.console.say("Warning: \(HostPath.name(of: path)): \(error); the source is left out")
            }
        }
        return registry
    }
}

/// One source that is a file.
struct SourceFile {
    let plugin: ProviderPlugin

    /// Throws `RunFailure` with the line of what is wrong.
    init(path: String) throws {
        let name = HostPath.name(of: path)
        let text: String
        do throws(NamedFile.Fault) {
            text = try NamedFile(path: path, limit: NamedFile.longest).text()
        } catch {
            throw RunFailure(
                .configuration, "\(name): \(error.words)", fix: "name a file of YAML; docs/sources.md shows some")
        }
        try self.init(text, named: name)
    }

    init(_ text: String, named name: String) throws {
        let root = try FileEntry.root(of: text, file: name, fix: "docs/sources.md shows what stands in one")
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        var hash = SHA256()
        hash.update(Array(text.utf8))
        let digest = hash.hexadecimal().prefix(12)
        plugin = try SourceReader(root: root, name: stem).plugin(origin: "\(name) \(digest)")
        do {
            _ = try plugin.load()
        } catch let error as PluginError {
            throw RunFailure(
                .configuration, "\(name): \(error.message)", fix: "docs/sources.md says what each part means")
        }
    }
}

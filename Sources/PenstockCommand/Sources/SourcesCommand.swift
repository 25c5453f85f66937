import ArgumentParser
import Host
import Orchestrator
import PluginKit

/// `penstock sources` and `penstock sources check FILE`: sources that are files, and what is wrong with one.
struct SourcesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "List the sources that are files, or check one.",
        discussion:
            """
            A source is a file sources/NAME.yaml in the working directory, or in the directory that PENSTOCK_SOURCES \
            names; docs/sources.md says what stands in it. It is used as any provider is.
            """,
        subcommands: [List.self, Check.self], defaultSubcommand: List.self)

    /// The default.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the sources that are files.", shouldDisplay: false)

        func run() {
            let host = PenstockCommand.Host.current
            let sources = host.registry.providers.filter { $0.origin != nil }
            guard !sources.isEmpty else {
                return host.console.print("There are no sources in \(SourceFiles(host: host).directory)")
            }
            host.console.print(CatalogPage.providers(Registry(providers: sources, sinks: [])))
        }
    }

    /// All that is wrong with a file, or what it is.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say what is wrong with a source's file; 78 if anything is.")

        @Argument(help: "A file such as sources/fred.yaml.") var file: String

        func run() throws {
            let host = PenstockCommand.Host.current
            let source = try SourceFile(path: host.absolute(file)).plugin
            if source.isTaken(in: host.registry) {
                throw RunFailure(
                    .configuration, "\(source.manifest.name) is the name of a provider of this build",
                    fix: "call the file, or name: in it, otherwise")
            }
            host.console.print(CatalogPage.providers(Registry(providers: [source], sinks: [])))
            host.console.print(CatalogPage.datasets([source]))
        }
    }
}

extension ProviderPlugin {
    /// Whether a provider that is no file has its name.
    fileprivate func isTaken(in registry: Registry) -> Bool {
        registry.providers.contains { $0.manifest.name == manifest.name && $0.origin == nil }
    }
}

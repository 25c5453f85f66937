import ArgumentParser
import PluginKit

/// `penstock datasets [PROVIDER] [--markdown]`
struct Datasets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "List the datasets of a provider, or of all, with their columns.")

    @Argument(help: "A provider's name.") var provider: String?
    @Flag(help: "Print them as a page, which docs/datasets.md is.") var markdown = false

    func run() throws {
        let host = Host.current
        let plugins = try provider.map { [try host.registry.provider(named: $0)] } ?? host.registry.providers
        guard markdown else { return host.console.print(CatalogWording.datasets(plugins)) }
        host.console.emit(DatasetPages(Registry(providers: plugins, sinks: host.registry.sinks)).text)
    }
}

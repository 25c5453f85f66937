import ArgumentParser
import PluginKit

/// `penstock datasets [PROVIDER]`
struct Datasets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "List the datasets of a provider, or of all, with their columns.")

    @Argument(help: "A provider's name.") var provider: String?

    func run() throws {
        let host = Host.current
        let plugins = try provider.map { [try host.registry.provider(named: $0)] } ?? host.registry.providers
        host.console.print(CatalogWording.datasets(plugins))
    }
}

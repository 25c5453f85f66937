import ArgumentParser
import PluginKit
import Tabular
import Words

/// `penstock providers`: lists the providers of this build.
struct Providers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "List the providers of this build.")

    func run() {
        let host = Host.current
        host.console.print(CatalogWording.providers(host.registry))
    }
}

/// `penstock sinks`
struct Sinks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sinks", abstract: "List the kinds of storage of this build, for --storage.")

    func run() {
        let host = Host.current
        host.console.print(CatalogWording.sinks(host.registry))
    }
}

/// `penstock datasets [PROVIDER] [--markdown]`
struct Datasets: ParsableCommand, TakesSettings {
    static let verb = Verb.datasets
    static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "List the datasets of a provider, or of all, with their columns.")

    @Argument(help: "A provider's name.") var provider: String?
    @OptionGroup var flags: Flags<Datasets>

    func run() throws {
        let host = Host.current
        let plugins = try provider.map { [try host.registry.provider(named: $0)] } ?? host.registry.providers
        guard values.markdown else { return host.console.print(CatalogWording.datasets(plugins)) }
        host.console.emit(DatasetPages(Registry(providers: plugins, sinks: host.registry.sinks)).text)
    }
}

/// What this build has.
enum CatalogWording {
    static func providers(_ registry: Registry) -> String {
        registry.providers.map(\.manifest).map { manifest in
            """
            \(manifest.name)  \(manifest.summary)
              datasets   \(manifest.datasets.map(\.name).joined(separator: ", "))
              upstreams  \(manifest.upstreams.map { "\($0.name) (\($0.base))" }.joined(separator: ", "))
              archive    \(manifest.defaultArchive)
            """
        }.joined(separator: "\n")
    }

    static func sinks(_ registry: Registry) -> String {
        let width = registry.sinks.map(\.manifest.name.count).max() ?? 0
        return registry.sinks.map(\.manifest).map {
            "\($0.name.column(width + 2))\($0.summary)\($0.fileExtension.map { " (.\($0))" } ?? "")"
        }.joined(
            separator: "\n")
    }

    static func datasets(_ plugins: [ProviderPlugin]) -> String {
        plugins.flatMap { plugin in plugin.manifest.datasets.map { dataset(of: plugin.manifest.name, $0) } }.joined(
            separator: "\n")
    }

    private static func dataset(of provider: String, _ dataset: Dataset) -> String {
        let width = dataset.schema.columns.map(\.name.count).max() ?? 0
        var lines = ["\(provider)/\(dataset.name)  \(dataset.summary)", "  \(kind(dataset))"]
        lines.append("  key: \(dataset.schema.keyNames.joined(separator: ", "))")
        lines += dataset.schema.columns.map { "    \($0.name.column(width + 2))\(about($0))" }
        let name = dataset.rules.map(\.name.count).max() ?? 0
        lines += dataset.rules.map { "  rule \($0.name.column(name + 2))\($0.action.rawValue.column(12))\($0.summary)" }
        lines += dataset.views.map { "  view \($0.name) (sqlite): \($0.summary)" }
        return lines.joined(separator: "\n")
    }

    /// `series by date, a row for every session`
    static func kind(_ dataset: Dataset) -> String {
        switch dataset.kind {
        case .series(let axis, let isDense): "series by \(axis)\(isDense ? ", a row for every session" : "")"
        case .entities(let membership):
            membership == nil
                ? "entities"
                : dataset.keepsSpells ? "entities that come and go, a row for each time" : "entities that come and go"
        case .changes: "changes"
        }
    }

    /// `decimal, USD a share, may be missing. The last trade of the session.`
    private static func about(_ column: Column) -> String {
        let type = [column.type.name, column.unit, column.isNullable ? "may be missing" : ""].filter { !$0.isEmpty }
            .joined(separator: ", ")
        return column.summary.isEmpty ? type : "\(type). \(column.summary)"
    }
}

import ArgumentParser
import PluginKit
import Tabular
import Words

/// `penstock providers`: lists the providers of this build.
struct Providers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "List the providers of this build.")

    func run() { Host.current.console.print(CatalogPage.providers(Host.current.registry)) }
}

/// `penstock sinks`
struct Sinks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sinks", abstract: "List the kinds of storage of this build, for --storage.")

    func run() { Host.current.console.print(CatalogPage.sinks(Host.current.registry)) }
}

/// `penstock datasets [PROVIDER] [--markdown]`
struct Datasets: ParsableCommand, TakesSettings {
    static let verb = Verb.datasets
    static let configuration = CommandConfiguration(
        commandName: "datasets", abstract: "List the datasets of a provider, or of all, with their columns.")

    @Argument(help: "A provider's name.") var provider: String?
    @OptionGroup var flags: Flags<Datasets>

    func run() throws {
        let plugins = try provider.map { [try host.registry.provider(named: $0)] } ?? host.registry.providers
        guard values.markdown else { return host.console.print(CatalogPage.datasets(plugins)) }
        host.console.emit(DatasetPages(Registry(providers: plugins, sinks: host.registry.sinks)).text)
    }
}

/// What this build has.
enum CatalogPage {
    static func providers(_ registry: Registry) -> String {
        registry.providers.map(\.manifest).map { manifest in
            var outline = Outline("\(manifest.name)  \(manifest.summary)", width: 11)
            outline.add("datasets", manifest.datasets.map(\.name).joined(separator: ", "))
            outline.add("upstreams", manifest.upstreams.map { "\($0.name) (\($0.base))" }.joined(separator: ", "))
            outline.add("archive", manifest.defaultArchive)
            return outline.text
        }.joined(separator: "\n")
    }

    static func sinks(_ registry: Registry) -> String {
        let width = registry.sinks.map(\.manifest.name.count).max() ?? 0
        return registry.sinks.map(\.manifest).map {
            "\($0.name.column(width + 2))\($0.summary)\($0.fileExtension.map { " (.\($0))" } ?? "")"
        }.joined(separator: "\n")
    }

    static func datasets(_ plugins: [ProviderPlugin]) -> String {
        plugins.flatMap { plugin in plugin.manifest.datasets.map { dataset(of: plugin.manifest.name, $0).text } }
            .joined(separator: "\n")
    }

    private static func dataset(of provider: String, _ dataset: Dataset) -> Outline {
        let width = dataset.schema.columns.map(\.name.count).max() ?? 0
        var outline = Outline("\(provider)/\(dataset.name)  \(dataset.summary)")
        outline.row(kind(dataset))
        outline.row("key: \(dataset.schema.keyNames.joined(separator: ", "))")
        for column in dataset.schema.columns { outline.row(column.name.column(width + 2) + about(column), level: 2) }
        let name = dataset.rules.map(\.name.count).max() ?? 0
        for rule in dataset.rules {
            outline.row("rule \(rule.name.column(name + 2))\(rule.action.rawValue.column(12))\(rule.summary)")
        }
        for view in dataset.views { outline.row("view \(view.name) (sqlite): \(view.summary)") }
        return outline
    }

    /// `series by date, a row for every session`
    static func kind(_ dataset: Dataset) -> String {
        switch dataset.kind {
        case .series(let axis, let isDense):
            "series by \(axis)\(isDense ? ", a row for every session" : "")"
                + (dataset.home == .record ? ", one file for all" : "")
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

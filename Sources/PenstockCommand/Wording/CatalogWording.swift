import PluginKit
import Tabular

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
            "\($0.name.padded(width + 2))\($0.summary)\($0.fileExtension.map { " (.\($0))" } ?? "")"
        }.joined(
            separator: "\n")
    }

    static func datasets(_ plugins: [ProviderPlugin]) -> String {
        plugins.flatMap { plugin in plugin.manifest.datasets.map { dataset(of: plugin.manifest.name, $0) } }.joined(separator: "\n")
    }

    private static func dataset(of provider: String, _ dataset: Dataset) -> String {
        let width = dataset.schema.columns.map(\.name.count).max() ?? 0
        let columns = dataset.schema.columns.map { "    \($0.name.padded(width + 2))\(about($0))" }.joined(separator: "\n")
        let views = dataset.views.map { "\n  view \($0.name) (sqlite): \($0.summary)" }.joined()
        return
            "\(provider)/\(dataset.name)  \(dataset.summary)\n  key: \(dataset.schema.keyNames.joined(separator: ", "))\n\(columns)\(views)"
    }

    /// `decimal, USD a share, may be missing. The last trade of the session.`
    private static func about(_ column: Column) -> String {
        let type = [column.type.name, column.unit, column.isNullable ? "may be missing" : ""].filter { !$0.isEmpty }.joined(separator: ", ")
        return column.summary.isEmpty ? type : "\(type). \(column.summary)"
    }
}

import CSV
import Equities
import GzipCSV
import Kalshi
package import PluginKit
import Polymarket
import SQLite

/// The plugins of this build. One line for each folder under Plugins/; `CatalogTests` fails when they disagree.
package enum Catalog {
    package static let registry = Registry(
        providers: [
            ProviderPlugin(Equities.self),
            ProviderPlugin(Kalshi.self),
            ProviderPlugin(Polymarket.self),
        ],
        sinks: [
            SinkPlugin(CSVFormat.self),
            SinkPlugin(GzipCSVFormat.self),
            SinkPlugin(SQLiteFormat.self),
        ])
}

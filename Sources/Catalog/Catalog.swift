import CSV
import Coinbase
import Equities
import FRED
import GzipCSV
import Kalshi
import Manifold
package import PluginKit
import Polymarket
import PredictIt
import SQLite

/// The plugins of this build. One line for each folder under Plugins/; `CatalogTests` fails when they disagree.
package enum Catalog {
    package static let registry = Registry(
        providers: [
            ProviderPlugin(Equities.self),
            ProviderPlugin(Kalshi.self),
            ProviderPlugin(Polymarket.self),
            manifold,
            ProviderPlugin(PredictIt.self),
            fred,
            coinbase,
        ],
        sinks: [
            SinkPlugin(CSVFormat.self),
            SinkPlugin(GzipCSVFormat.self),
            SinkPlugin(SQLiteFormat.self),
        ])
}

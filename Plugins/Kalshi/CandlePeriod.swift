import MarketCalendar
import PluginKit

/// How long a bar is, in minutes: the three lengths that Kalshi has.
public enum CandlePeriod: Int, Hashable, Codable, Sendable, CaseIterable {
    case minute = 1
    case hour = 60
    case day = 1440

    /// A day's bar may be an hour longer or shorter.
    var seconds: Int64 { Int64(rawValue) * 60 }

    /// Where bars end: days at midnight in New York.
    var grid: TimeGrid { self == .day ? .midnights(.xnys) : .seconds(seconds) }

    var dataset: Dataset { Candles.datasets[self] ?? Candles.dataset(self) }
    var datasetName: String { "candles_\(rawValue)" }
}

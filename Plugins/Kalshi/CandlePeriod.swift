import MarketCalendar
import PluginKit
import Tabular

/// How long a bar is, in minutes: the three lengths that Kalshi has.
package enum CandlePeriod: Int, Hashable, Codable, Sendable, CaseIterable {
    case minute = 1
    case hour = 60
    case day = 1440

    /// A day's bar may be an hour longer or shorter.
    var seconds: Int64 { Int64(rawValue) * 60 }

    /// Where bars end: days at midnight in New York.
    var grid: TimeGrid { self == .day ? .midnights(.xnys) : .seconds(seconds) }

    /// Whether a bar can end there. On the day on which clocks change, a day's bar has been seen to end 24 hours after
    /// its midnight and the next one to make up for it: 2 November 2025 ended at 23:00 in New York.
    func isEnd(_ instant: Instant) -> Bool {
        grid.contains(instant) || self == .day && grid.contains(instant.adding(seconds: -seconds))
    }

    var dataset: Dataset { Candles.datasets[self] ?? Candles.dataset(self) }
    var plan: RowPlan<CandleRow> { Candles.plans[self] ?? RowPlan(dataset, values: []) }
    var datasetName: String { "candles_\(rawValue)" }
}

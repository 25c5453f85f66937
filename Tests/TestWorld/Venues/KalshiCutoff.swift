package import Tabular

/// Where Kalshi's archive ends and the live tier begins: at a midnight (UTC) 65 days ago.
package struct KalshiCutoff: Sendable {
    package static let days = 65

    private let now: Instant

    package init(now: Instant) {
        self.now = now
    }

    package var settled: Instant { now.dayUTC.adding(-KalshiCutoff.days).startUTC }
    package var trades: Instant { settled }
    /// The fields need not agree.
    var orders: Instant { settled.adding(days: 46) }
    /// The live tier still has trades from here on: the last days of the archive are in both.
    package var oldestLiveTrade: Instant { trades.adding(days: -3) }

    var json: String {
        var object = VenueObject()
        object.time("market_positions_last_updated_ts", settled)
        object.time("market_settled_ts", settled)
        object.time("orders_updated_ts", orders)
        object.time("trades_created_ts", trades)
        return object.json
    }
}

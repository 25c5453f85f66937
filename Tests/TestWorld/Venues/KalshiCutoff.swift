public import Tabular

/// Where Kalshi's archive ends and the live tier begins: at a midnight (UTC) 65 days ago.
public struct KalshiCutoff: Sendable {
    public static let days = 65

    private let now: Instant

    public init(now: Instant) {
        self.now = now
    }

    public var settled: Instant { now.dayUTC.adding(-KalshiCutoff.days).startUTC }
    public var trades: Instant { settled }
    /// The fields need not agree.
    var orders: Instant { settled.adding(days: 46) }
    /// The live tier still has trades from here on: the last days of the archive are in both.
    public var oldestLiveTrade: Instant { trades.adding(days: -3) }

    var json: String {
        var object = VenueObject()
        object.time("market_positions_last_updated_ts", settled)
        object.time("market_settled_ts", settled)
        object.time("orders_updated_ts", orders)
        object.time("trades_created_ts", trades)
        return object.json
    }
}

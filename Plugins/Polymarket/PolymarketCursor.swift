/// Where the walk of a unit goes on.
package enum PolymarketCursor: Hashable, Codable, Sendable {
    /// A listing, behind what Gamma's cursor stands for.
    case listing(after: String)
    /// Markets that are asked for directly.
    case lookup(MarketLookup)
    /// Price points of a window.
    case prices(PriceWindow)
    /// Trades of version 2.
    case trades(TradeFeedPlace)
    /// Trades of version 1.
    case oldTrades(OldTradesPlace)
}

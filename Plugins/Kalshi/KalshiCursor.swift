/// Where in a walk the next page begins.
package enum KalshiCursor: Hashable, Codable, Sendable {
    /// Kalshi's own cursor of a listing.
    case page(String)
    /// The next step of a look-up of markets by their tickers.
    case lookup(MarketLookup)
    /// The window of bars that begins at this second. `isSecond`: the other tier has said that it does not have them.
    /// `hasRows`: windows before it had bars.
    case candles(start: Int64, tier: Tier, isSecond: Bool, hasRows: Bool? = nil)
    /// Trades of a tier. `isSecond`: the other tier does not know the market. `hasRows`: pages before it had trades.
    case trades(tier: Tier, page: String?, isSecond: Bool, hasRows: Bool? = nil)
}

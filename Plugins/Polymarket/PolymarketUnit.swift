/// What Polymarket is fetched by: its listings, one market that was named, and the series of a market.
package enum PolymarketUnit: Hashable, Codable, Sendable {
    /// Gamma's two listings of events, by its flag `closed`.
    package enum Listing: String, Codable, Sendable {
        case open
        case closed

        var isClosed: Bool { self == .closed }
    }

    /// Events with their markets.
    case events(Listing)
    /// One market by Gamma's id, by its condition id or by its slug.
    case named(String)
    /// Midpoints of one outcome of a market.
    case prices(market: String, outcome: Int)
    /// Trades of a market, of all its outcomes.
    case trades(market: String)
}

/// What Kalshi is fetched by.
package enum KalshiUnit: Hashable, Codable, Sendable {
    /// Where the archive tier ends and the live one begins.
    case cutoff
    /// All series.
    case series
    /// Events with the markets in them, combos left out.
    case events(Listing)
    /// Markets of a series that the live tier no longer has.
    case archive(series: String)
    /// Combos: markets that are made of others.
    case combos(Listing)
    /// A market that was named.
    case named(String)
    /// Bars of a market.
    case candles(String, period: CandlePeriod)
    /// All trades of a market.
    case trades(String)

    /// The words by which Kalshi filters its listings.
    package enum Listing: String, Hashable, Codable, Sendable {
        case open
        case closed
        case settled
    }
}

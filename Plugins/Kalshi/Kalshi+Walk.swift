package import PluginKit

/// Which question belongs to which unit.
extension Kalshi {
    package func request(for fetch: Fetch<Kalshi>) throws -> Request {
        if let lookup = lookup(fetch) { return lookup.request }
        switch fetch.unit {
        case .cutoff: return CutoffReading.request
        case .series: return SeriesReading.request(for: fetch)
        case .events(let listing): return EventsReading(listing: listing, fetch: fetch).request
        case .archive(let series): return ArchiveReading(series: series, fetch: fetch).request
        case .combos(let listing): return CombosReading(listing: listing, fetch: fetch).request
        case .named(let ticker): return LookupReading([ticker], fetch, options).request
        case .candles(let ticker, let period): return try CandlesReading(ticker, period, fetch).request
        case .trades(let ticker): return try TradesReading(ticker, fetch).request
        }
    }

    package func read(_ response: Response, for fetch: Fetch<Kalshi>, into page: inout Page<Kalshi>) throws {
        if let lookup = lookup(fetch) { return try lookup.read(response, into: &page) }
        switch fetch.unit {
        case .cutoff: try CutoffReading.read(response, into: &page)
        case .series: try SeriesReading.read(response, for: fetch, into: &page)
        case .events(let listing): try EventsReading(listing: listing, fetch: fetch).read(response, into: &page)
        case .archive(let series): try ArchiveReading(series: series, fetch: fetch).read(response, into: &page)
        case .combos(let listing): try CombosReading(listing: listing, fetch: fetch).read(response, into: &page)
        case .named(let ticker): try LookupReading([ticker], fetch, options).read(response, into: &page)
        case .candles(let ticker, let period): try CandlesReading(ticker, period, fetch).read(response, into: &page)
        case .trades(let ticker): try TradesReading(ticker, fetch).read(response, into: &page)
        }
    }

    /// A list asks directly for markets that it did not show.
    private func lookup(_ fetch: Fetch<Kalshi>) -> LookupReading? {
        fetch.purpose == .confirm ? LookupReading(fetch.subjects, fetch, options) : nil
    }
}

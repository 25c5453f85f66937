import LosslessJSON
import PluginKit
import Tabular

/// What all of Kalshi's listings have in common.
enum ListingPage {
    /// nil: the cursor is no longer accepted, and the page says so. Cursors have no stated lifetime.
    static func root(_ response: Response, for fetch: Fetch<Kalshi>, into page: inout Page<Kalshi>) throws -> JSONValue?
    {
        if fetch.cursor != nil, case .refused(let words) = try KalshiAnswer(response) {
            page.end = .restart(Reason("cursor_refused", words))
            return nil
        }
        return try KalshiAnswer.root(response)
    }

    /// Only an empty or a missing cursor is the end: a page without rows may have more behind it.
    static func end(_ root: JSONValue) throws -> PageEnd<KalshiCursor> {
        try root.nextCursor.map { .more(.page($0)) } ?? .done
    }
}

/// The archived markets of a series, 1,000 a page.
struct ArchiveReading {
    let series: String
    let fetch: Fetch<Kalshi>

    var request: Request {
        var query: [Request.QueryItem] = [.init("series_ticker", series), .init("limit", "1000")]
        if case .page(let cursor) = fetch.cursor { query.append(.init("cursor", cursor)) }
        return Request(Tier.archive.upstream, path: "/historical/markets", query: query, answerStatuses: [400])
    }

    func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        guard let root = try ListingPage.root(response, for: fetch, into: &page) else { return }
        var markets = MarketRows(now: fetch.now)
        let home = Home(series: series, category: fetch.note?.category)
        for market in try root.member("markets").elements { markets.add(market, home: home) }
        try markets.append(to: &page)
        try verify(markets.markets.compactMap(\.event))
        page.end = try ListingPage.end(root)
    }

    /// No row names its series. Events of one series share the beginning of their tickers, with or without KX; where a
    /// page has events of several beginnings and none is the series' own, the filter was ignored.
    private func verify(_ events: [String]) throws {
        let beginnings = Set(events.map { $0.prefix { $0 != "-" } })
        let own: Set<Substring> = [series[...], series.hasPrefix("KX") ? series.dropFirst(2) : "KX" + series]
        guard beginnings.count > 2, beginnings.isDisjoint(with: own) else { return }
        throw PluginError.mismatch(
            """
            archived markets of \(series) were asked for and those of \
            \(beginnings.sorted().prefix(3).joined(separator: ", ")) came
            """
        )
    }
}

/// A listing of combos, 1,000 a page. Events of combos have no filter by status and are more than can be walked, so
/// markets are listed: their rows name no series and no category.
struct CombosReading {
    let listing: KalshiUnit.Listing
    let fetch: Fetch<Kalshi>

    var request: Request {
        var query: [Request.QueryItem] = [
            .init("status", listing.rawValue), .init("mve_filter", "only"), .init("limit", "1000"),
        ]
        if case .page(let cursor) = fetch.cursor { query.append(.init("cursor", cursor)) }
        return Request(Tier.live.upstream, path: "/markets", query: query, answerStatuses: [400])
    }

    func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        guard let root = try ListingPage.root(response, for: fetch, into: &page) else { return }
        var markets = MarketRows(now: fetch.now, combosList: .combos(.open))
        for market in try root.member("markets").elements { markets.add(market, home: .unknown) }
        try markets.append(to: &page)
        if let other = markets.markets.first(where: { !$0.isCombo }) {
            throw PluginError.mismatch("combos were asked for and \(other.ticker) came, which is none")
        }
        page.end = try ListingPage.end(root)
    }
}

import LosslessJSON
import PluginKit
import Tabular

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
        if let other = markets.markets.first(where: { !$0.isCombo }) {
            throw PluginError.mismatch("combos were asked for and \(other.ticker) came, which is none")
        }
        try markets.append(to: &page)
        page.end = try ListingPage.end(root)
    }
}

import LosslessJSON
import PluginKit
import Tabular

/// A listing of events with the markets in them, 200 events a page.
struct EventsReading {
    let listing: KalshiUnit.Listing
    let fetch: Fetch<Kalshi>

    var request: Request {
        var query: [Request.QueryItem] = [
            .init("status", listing.rawValue), .init("with_nested_markets", "true"), .init("limit", "200"),
        ]
        if case .page(let cursor) = fetch.cursor { query.append(.init("cursor", cursor)) }
        return Request(Tier.live.upstream, path: "/events", query: query, answerStatuses: [400])
    }

    func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        guard let root = try ListingPage.root(response, for: fetch, into: &page) else { return }
        var markets = MarketRows(now: fetch.now)
        var filter = StatusFilter(listing)
        var archived: [String: Home] = [:]
        let events = try Array(root.member("events").elements)
        _ = try page.append(events, by: Events.plan, rules: [Events.ticker.path: "P1"])
        for event in events {
            let home = Home(event: event)
            var nested: [JSONValue] = []
            if let value = event["markets"], !value.isNull {
                if let elements = try? value.elements {
                    nested = Array(elements)
                } else {
                    // Its markets are asked for directly after the walk.
                    let odd = OddMember("markets", expected: "a list", found: value)
                    page.leavesOut(odd, event, of: Events.dataset, key: event["event_ticker"]?.plainText ?? "?")
                }
            }
            for market in nested { markets.add(market, home: home) }
            filter.look(at: nested)
            if nested.isEmpty, let home, let series = home.series { archived[series] = home }
        }
        try filter.verify(&page)
        try markets.append(to: &page)
        if listing == .settled {
            // An event whose markets were all archived is shown without any.
            for (series, home) in archived.sorted(by: { $0.key < $1.key }) {
                var note = KalshiNote()
                note.category = home.category
                try page.discover(.archive(series: series), note: note)
            }
        }
        page.end = try ListingPage.end(root)
    }
}

/// Notices a listing whose `status` or `with_nested_markets` was ignored: more than two and more than a tenth of a
/// page's events are not of the kind that was asked for. Fewer may have moved on between Kalshi's filter and its
/// answer, and a page of a few events, as the last one may be, says nothing.
private struct StatusFilter {
    /// Events of a page that can be judged.
    private static let enough = 20

    let listing: KalshiUnit.Listing
    private var events = 0
    private var withMarkets = 0
    private var strangers: [String] = []

    init(_ listing: KalshiUnit.Listing) {
        self.listing = listing
    }

    mutating func look(at markets: [JSONValue]) {
        events += 1
        guard let first = markets.first else { return }
        withMarkets += 1
        // No word more is read than it takes.
        let words = markets.lazy.map { (try? $0["status"]?.string()) ?? "" }
        let isStranger =
            switch listing {
            case .open: words.allSatisfy { $0 == "finalized" }
            case .closed: words.contains("active") || words.allSatisfy { $0 == "finalized" }
            case .settled: words.contains("active")
            }
        if isStranger { strangers.append((try? first["event_ticker"]?.string()) ?? "?") }
    }

    /// Throws `PluginError.mismatch`.
    func verify(_ page: inout Page<Kalshi>) throws {
        // An event that is open has an open market.
        if listing == .open, events >= Self.enough, withMarkets == 0 {
            throw PluginError.mismatch("open events came without any market: with_nested_markets was ignored")
        }
        guard let first = strangers.first else { return }
        let words = "\(strangers.count) of \(withMarkets) events, \(first) the first, are not \(listing.rawValue)"
        guard events < Self.enough || strangers.count <= max(2, withMarkets / 10) else {
            throw PluginError.mismatch("\(words): the filter by status was ignored")
        }
        page.flag("T3", words)
    }
}

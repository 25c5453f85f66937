package import PluginKit
import Tabular

/// Events, markets, midpoints and trades of Polymarket.
///
/// A market's tags are its event's to say: lists walk events with their markets in them, and whoever asks for a market
/// directly asks for its event next. A market that no event has cannot come by a list, only by its name. What an answer
/// means is in `Gamma`, `Prices` and `Trades`.
package struct Polymarket: Provider {
    package typealias Options = PolymarketOptions
    package typealias Unit = PolymarketUnit
    package typealias Note = PolymarketNote
    package typealias Cursor = PolymarketCursor

    package static let manifest = ProviderManifest(
        name: "polymarket", summary: "Events, markets, midpoints and trades of Polymarket",
        noun: ProviderManifest.Noun("series", "series"),
        datasets: [
            Events.dataset, Markets.dataset, Outcomes.dataset, MarketStatus.dataset, Prices.dataset, Trades.dataset,
        ],
        // Who asks more than the documented rates is answered late rather than refused, so an answer may take a while.
        upstreams: [
            // 50 listings of events and 30 of markets a second are allowed. A page of events can be long: some have
            // hundreds of markets.
            UpstreamDeclaration(
                "gamma", base: "https://gamma-api.polymarket.com", headers: accept, delay: 0.1, concurrency: 2,
                maximumBytes: 128 << 20,
                deadline: 120),
            // 100 a second are allowed.
            UpstreamDeclaration(
                "clob", base: "https://clob.polymarket.com", headers: accept, delay: 0.04, burst: 4, concurrency: 4,
                deadline: 120),
            // Nothing is documented of version 2; 20 a second were clean, and 30 were not.
            UpstreamDeclaration(
                "polymarket-data", base: "https://data-api.polymarket.com", headers: accept, delay: 0.1, burst: 2,
                concurrency: 4,
                deadline: 120),
            // Bursts of 5 a second were refused, with status 200.
            UpstreamDeclaration(
                "polymarket-data-v1", base: "https://data-api.polymarket.com", headers: accept, delay: 0.5,
                concurrency: 1, deadline: 120),
        ],
        defaultArchive: "data/prediction_markets", archiveName: "prediction-markets", typicalUniverse: 300,
        subjects: SubjectDeclaration(
            noun: ProviderManifest.Noun("market", "markets"), batch: 100, prices: [Prices.dataset.name]))

    private static let accept = ["Accept": "application/json"]

    package static let plans: [any DatasetPlan] = [
        Events.plan, Markets.plan, Outcomes.plan, MarketStatus.plan, Prices.plan, Trades.plan,
    ]

    let options: PolymarketOptions

    package init(options: PolymarketOptions) {
        self.options = options
    }

    package func request(for fetch: Fetch<Polymarket>) throws -> Request {
        if let lookup = try lookup(fetch) { return lookup.request }
        return switch fetch.unit {
        case .events(let listing): try EventListing(listing, after: after(fetch)).request
        case .named: throw Polymarket.strange(fetch)
        case .prices(_, let outcome): try PriceQuestion(fetch, outcome: outcome, fidelity: options.fidelity).request
        case .trades: try TradeWalk(fetch).request
        }
    }

    package func read(_ response: Response, for fetch: Fetch<Polymarket>, into page: inout Page<Polymarket>) throws {
        if let lookup = try lookup(fetch) {
            return try LookupReading(lookup, now: fetch.now).read(response, for: fetch, into: &page)
        }
        switch fetch.unit {
        case .events(let listing):
            try EventListing(listing, after: after(fetch)).read(response, now: fetch.now, into: &page)
        case .named: throw Polymarket.strange(fetch)
        case .prices(let market, let outcome):
            let question = try PriceQuestion(fetch, outcome: outcome, fidelity: options.fidelity)
            try PriceReading(question, market: market, outcome: outcome).read(response, into: &page)
        case .trades(let market): try TradeWalk(fetch).read(response, market: market, into: &page)
        }
    }

    /// Markets are looked up by their names: one that was named, and those that a list asks for directly. nil: nothing
    /// is looked up.
    private func lookup(_ fetch: Fetch<Polymarket>) throws -> MarketLookup? {
        switch (fetch.unit, fetch.cursor) {
        case (.events, .lookup(let lookup)?), (.named, .lookup(let lookup)?): lookup
        case (.events, nil): fetch.subjects.map { MarketLookup(ids: $0) }
        case (.named(let name), nil): MarketLookup(try MarketName.named(name))
        default: nil
        }
    }

    /// Where a list goes on; nil: it begins.
    private func after(_ fetch: Fetch<Polymarket>) throws -> String? {
        switch fetch.cursor {
        case nil: nil
        case .listing(let cursor)?: cursor
        case .lookup?, .prices?, .trades?, .oldTrades?: throw Polymarket.strange(fetch)
        }
    }

    package func judge(_ difference: Difference, of unit: PolymarketUnit) -> Judgement {
        RowJudgement(difference).verdict
    }

    private static func strange(_ fetch: Fetch<Polymarket>) -> PluginError {
        PluginError(
            .plugin, "the cursor of \(fetch.unit) is another unit's",
            fix: "this is a defect of the plugin; please report it")
    }
}

/// What is to be expected of Polymarket before it is asked.
extension Polymarket {
    /// Shares of a row, of takers and makers together: of the order, for markets differ tenfold.
    private static let sharesOfRow = 80.0
    /// Fills that a page has, of both sides.
    private static let pageOfTrades = 1_000
    /// Pages of 50 events, and bytes of one, as far as anybody has counted the venue's markets (November 2026). A list
    /// that was read once is reckoned by its own pages.
    private static let openPages = 200
    private static let closedPages = 2_000
    private static let pageBytes = 500_000

    /// Prices by fidelity and life: a point for each bucket, which is the most there can be. Trades by what was traded,
    /// which is said of one side and stored of both.
    package func size(of fetch: Fetch<Polymarket>, rank: Double?) -> FetchSize {
        switch fetch.unit {
        case .events(let listing):
            let pages = listing.isClosed ? Polymarket.closedPages : Polymarket.openPages
            return FetchSize(requests: pages, bytes: pages * Polymarket.pageBytes)
        case .named: return FetchSize(bytes: 10_000)
        case .prices:
            guard let span = fetch.span else { return FetchSize() }
            let rows = Int(Polymarket.seconds(of: span)) / (options.fidelity * 60)
            return FetchSize(requests: PriceWindow.count(span), rows: [Prices.dataset.name: rows])
        case .trades:
            guard let volume = fetch.note?.volume.flatMap(Double.init) ?? rank, let span = fetch.span else {
                return FetchSize()
            }
            let life = Span(
                Polymarket.beginning(fetch.note?.firstDay?.adding(days: -1)).microseconds,
                min(fetch.note?.lastSecond ?? fetch.now, fetch.now).microseconds)
            let share = Polymarket.seconds(of: span) / max(1, Polymarket.seconds(of: life))
            let rows = Int(min(1e12, max(0, volume * 2 / Polymarket.sharesOfRow * min(1, share))).rounded(.up))
            return FetchSize(requests: 1 + rows / Polymarket.pageOfTrades, rows: [Trades.dataset.name: rows])
        }
    }

    private static func seconds(of span: Span) -> Double { max(0, Double(span.upper) / 1e6 - Double(span.lower) / 1e6) }
}

/// Settings of the Polymarket provider.
package struct PolymarketOptions: PluginOptions {
    package static let declarations = [
        OptionDeclaration(
            "fidelity", placeholder: "MINUTES", default: "1",
            help:
                """
                Minutes between two price points, of those that divide a day; coarser ones are taken where finer ones \
                are gone.
                """,
            smallest: "1440")
    ]

    /// Minutes.
    package let fidelity: Int

    package init(_ values: OptionValues = OptionValues()) throws {
        let text = values["fidelity"] ?? "1"
        guard let fidelity = Int(text), (1...1_440).contains(fidelity), 1_440 % fidelity == 0 else {
            throw PluginError.usage(
                "--fidelity cannot be '\(text)'",
                fix: "say a number of minutes that divides a day, such as 1, 5, 10, 30, 60 or 1440")
        }
        self.fidelity = fidelity
    }
}

package import PluginKit
import Tabular

/// Events, markets, bars and trades of Kalshi, from its live and its archive tier.
///
/// A market's series and category are the event's to say, and its row says neither: lists walk events with their
/// markets in them. What an answer means is in `Listings`, `Candles` and `Trades`; how Kalshi writes it, in `Reading`.
package struct Kalshi: Provider {
    package typealias Options = KalshiOptions
    package typealias Unit = KalshiUnit
    package typealias Note = KalshiNote
    package typealias Facts = KalshiFacts
    package typealias Cursor = KalshiCursor

    package static let manifest = ProviderManifest(
        name: "kalshi", summary: "Events, markets, bars and trades of Kalshi, from the live and the archive tier",
        noun: ProviderManifest.Noun("series", "series"),
        datasets: [SeriesList.dataset, Events.dataset, Markets.dataset, MarketStatus.dataset]
            + CandlePeriod.allCases.reversed().map(\.dataset) + [Trades.dataset],
        upstreams: [
            // 20 requests a second are allowed; without a key some addresses were stopped at 8.
            UpstreamDeclaration(
                Tier.live.upstream, base: "https://external-api.kalshi.com/trade-api/v2",
                headers: ["Accept": "application/json"],
                delay: 0.2, burst: 2, concurrency: 4, maximumBytes: 64 << 20, deadline: 120),
            // The archive answers about 4 requests a second and refuses half of 9.
            UpstreamDeclaration(
                Tier.archive.upstream, base: "https://external-api.kalshi.com/trade-api/v2",
                headers: ["Accept": "application/json"],
                delay: 0.34, concurrency: 2, maximumBytes: 64 << 20, deadline: 120),
        ],
        defaultArchive: "data/prediction_markets", archiveName: "prediction-markets", typicalUniverse: 200,
        subjects: SubjectDeclaration(
            noun: ProviderManifest.Noun("market", "markets"), batch: 100,
            prices: Set(CandlePeriod.allCases.map(\.datasetName))))

    package static let plans: [any DatasetPlan] =
        [SeriesList.plan, Events.plan, Markets.plan, MarketStatus.plan] + CandlePeriod.allCases.map(\.plan) + [
            Trades.plan
        ]

    let options: KalshiOptions

    package init(options: KalshiOptions) {
        self.options = options
    }

    package func prologue() -> [KalshiUnit] { [.cutoff] }

    /// The listings that a status needs; what is closed and not settled is followed up with the open ones.
    package func roots(for selection: Selection) throws -> [KalshiUnit] {
        guard selection.names.isEmpty else { return try selection.names.map { .named(try Ticker.named($0)) } }
        let listings: [KalshiUnit.Listing]
        switch selection.status {
        case nil, "open": listings = [.open]
        case "closed": listings = [.open, .closed]
        case "settled": listings = [.settled]
        case "all": listings = [.open, .closed, .settled]
        case let status?:
            throw PluginError.usage("--status cannot be '\(status)'", fix: "say open, closed, settled or all")
        }
        let isSeriesWanted = selection.datasets.isEmpty || selection.datasets.contains(SeriesList.dataset.name)
        return (isSeriesWanted ? [.series] : []) + listings.map { .events($0) }
            + (options.includesCombos ? listings.map { .combos($0) } : [])
    }

    package func units(of subject: String, note: KalshiNote, selection: Selection) throws -> [KalshiUnit] {
        func isWanted(_ dataset: String) -> Bool { selection.datasets.isEmpty || selection.datasets.contains(dataset) }
        let candles = CandlePeriod.allCases.reversed().filter { period in
            selection.datasets.isEmpty
                ? options.periods.contains(period) : selection.datasets.contains(period.datasetName)
        }
        return candles.map { .candles(subject, period: $0) } + (isWanted(Trades.dataset.name) ? [.trades(subject)] : [])
    }

    package func roots(of subject: String, note: KalshiNote) -> [KalshiUnit] { [.named(subject)] }

    package func isWanted(_ subject: String, note: KalshiNote, status: String) -> Bool {
        status == "all" || note.phase.rawValue == status
    }

    package func categories(of subject: String, note: KalshiNote) -> [String] { [note.category].compactMap { $0 } }

    package func judge(_ difference: Difference, of unit: KalshiUnit) -> Judgement { RowJudgement(difference).verdict }
}

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
        fetch.subjects.map { LookupReading($0, fetch, options) }
    }
}

/// What is to be expected of Kalshi before it is asked.
extension Kalshi {
    /// Contracts of a trade: of the order, for markets differ tenfold.
    private static let contractsOfTrade = 80.0
    /// Trades that a page has.
    private static let pageOfTrades = 1_000
    /// Pages of 200 events, and bytes of one, as far as anybody has counted the venue's markets (November 2026). A list
    /// that was read once is reckoned by its own pages.
    private static let openPages = 40
    private static let settledPages = 2_000
    private static let pageBytes = 1_000_000

    /// Bars by period and life, which is the most there can be: one is there only where the book or the tape moved.
    /// Trades by what was traded.
    package func size(of fetch: Fetch<Kalshi>, rank: Double?) -> FetchSize {
        switch fetch.unit {
        case .cutoff: return FetchSize(bytes: 300)
        case .series: return FetchSize(bytes: 5_000_000)
        case .named: return FetchSize(requests: 2, bytes: 20_000)
        case .archive: return FetchSize(bytes: Kalshi.pageBytes)
        case .events(let listing), .combos(let listing):
            let pages = listing == .open ? Kalshi.openPages : Kalshi.settledPages
            return FetchSize(requests: pages, bytes: pages * Kalshi.pageBytes)
        case .candles(_, let period):
            guard let span = fetch.span else { return FetchSize() }
            let rows = Int(Kalshi.seconds(of: span)) / Int(period.seconds)
            return FetchSize(requests: CandleWindow.count(span, period), rows: [period.datasetName: rows])
        case .trades:
            guard let volume = fetch.note?.volume.flatMap(Double.init) ?? rank, let span = fetch.span else {
                return FetchSize()
            }
            let life = Span(
                Kalshi.beginning(fetch.note?.begins).microseconds,
                min(fetch.note?.ended ?? fetch.now, fetch.now).microseconds)
            let share = Kalshi.seconds(of: span) / max(1, Kalshi.seconds(of: life))
            let rows = Int(min(1e12, max(0, volume / Kalshi.contractsOfTrade * min(1, share))).rounded(.up))
            return FetchSize(requests: 1 + rows / Kalshi.pageOfTrades, rows: [Trades.dataset.name: rows])
        }
    }

    private static func seconds(of span: Span) -> Double { max(0, Double(span.upper) / 1e6 - Double(span.lower) / 1e6) }
}

/// What it means when Kalshi answers another row than the one that is stored.
private struct RowJudgement {
    private let difference: Difference

    init(_ difference: Difference) {
        self.difference = difference
    }

    /// The tiers, and the years, write one number in several ways (0.56 and 0.5600), and leave out what others send.
    /// Anything else is a correction.
    var verdict: Judgement { difference.columns.allSatisfy(isNoise) ? .same : .revision }

    private func isNoise(_ column: String) -> Bool {
        let (stored, answered) = difference.cells(column)
        switch (stored, answered) {
        case (.decimal(let left), .decimal(let right)): return DecimalText.isEqual(left.utf8, right.utf8)
        case (_, .null): return difference.dataset == Trades.dataset.name
        default: return false
        }
    }
}

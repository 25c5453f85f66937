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

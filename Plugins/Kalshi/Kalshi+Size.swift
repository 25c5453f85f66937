package import PluginKit
import Tabular

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

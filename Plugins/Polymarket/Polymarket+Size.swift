package import PluginKit
import Tabular

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

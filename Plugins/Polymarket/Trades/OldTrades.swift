import LosslessJSON
import PluginKit
import Tabular

/// Where a walk through version 1 stands.
package struct OldTradesPlace: Hashable, Codable, Sendable {
    /// The last second that is asked for; all after it is there.
    let end: Int64
    /// How many trades of that second the pages before had, when one page could not hold the second.
    var offset = 0
    /// What they were.
    var tail = FillTail()
    /// What the last of these pages had.
    var page = FillTail()
    /// Seconds that cannot be paged through.
    var gaps: [Int64] = []
    /// No row of the market came before: not from version 2, and not from a page of this one.
    var isAlone: Bool?

    init(end: Int64, isAlone: Bool = false) {
        self.end = end
        self.isAlone = isAlone ? true : nil
    }

    init(end: Int64, gaps: [Int64]) {
        self.end = end
        self.gaps = gaps
    }
}

/// A page of version 1 of the data API: newest first, by windows that end at a second. The limit is clamped in silence,
/// so that a page may end in the middle of a second: its oldest second is left out and asked for again, as the last
/// second of the next window.
struct OldTrades {
    /// Offsets behind it are refused.
    private static let deepest = 10_000

    let walk: TradeWalk
    let place: OldTradesPlace

    /// 0 would mean no bound.
    private var first: Int64 { max(walk.span.start.seconds, 1) }

    var request: Request {
        Request(
            "polymarket-data-v1", path: "/trades",
            query: [
                .init("market", walk.condition), .init("limit", "1000"), .init("takerOnly", "false"),
                .init("start", String(first)),
                .init("end", String(place.end)),
            ] + (place.offset > 0 ? [.init("offset", String(place.offset))] : []),
            answerStatuses: [400, 404, 410])
    }

    func read(_ response: Response, market: String, into page: inout Page<Polymarket>) throws {
        let root = try JSONDocument(response.body).root
        switch response.status {
        case 400 where place.offset > 0: return skip(market, &page)
        case 400: throw PluginError(.refused, "version 1 of the data API refuses the question: \(root)")
        case 404, 410: return walk.prove(crowded: place.gaps, lacking: place.end, &page)
        default: break
        }
        let answer = try trades(root, market: market, &page)
        walk.flagLate(answer.trades, market: market, &page)
        guard let oldest = answer.trades.last?.second else {
            let wasToHave =
                place.isAlone == true && walk.isWholeLife && walk.note.isTraded(after: walk.span.start, at: walk.now)
            guard !wasToHave || answer.rows > 0 else { return walk.proveNothing(&page) }
            return walk.prove(crowded: place.gaps, &page)
        }
        if answer.reachesBelow || oldest < place.end {
            // Only what is above the oldest second is surely whole; all of it when the answer goes on below the span.
            let whole = answer.reachesBelow ? answer.trades : answer.trades.filter { $0.second > oldest }
            _ = try append(whole, market: market, to: &page)
            if answer.reachesBelow { return walk.prove(crowded: place.gaps, &page) }
            page.end = .held(.oldTrades(OldTradesPlace(end: oldest, gaps: place.gaps)))
            return
        }
        // The window's last second fills the page.
        guard !place.page.isWhole(answer.trades) else {
            page.flag(
                "X6",
                """
                market \(market): version 1 repeats trades behind offset \(place.offset) of \
                \(Instant(seconds: place.end))
                """
            )
            return skip(market, &page)
        }
        var next = place
        next.tail = try append(answer.trades, market: market, to: &page)
        next.page = FillTail(answer.trades)
        // The offset counts what the server has, also what cannot be read.
        next.offset += answer.rows
        next.isAlone = nil
        guard next.offset <= OldTrades.deepest else { return skip(market, &page) }
        page.end = .held(.oldTrades(next))
    }

    /// Those of the span that can be read, newest first, whether older ones came, and how many rows there were.
    private func trades(
        _ root: JSONValue, market: String, _ page: inout Page<Polymarket>
    ) throws -> (trades: [Trade], reachesBelow: Bool, rows: Int) {
        let rows = root.count
        page.looks(at: rows, of: Trades.dataset)
        var trades: [Trade] = []
        var reachesBelow = false
        var last = Int64.max
        for element in try root.elements {
            guard let trade = walk.trade(element, .old, market: market, &page) else { continue }
            try walk.verify(trade)
            guard trade.second <= place.end else {
                throw PluginError.mismatch(
                    """
                    trades up to \(Instant(seconds: place.end)) were asked for and one is of \
                    \(Instant(seconds: trade.second))
                    """
                )
            }
            guard trade.second <= last else {
                throw PluginError.malformed(
                    "\(element.path) is newer than the trade before it; the feed is newest first")
            }
            last = trade.second
            if trade.second < first { reachesBelow = true } else { trades.append(trade) }
        }
        return (trades, reachesBelow, rows)
    }

    private func append(_ trades: [Trade], market: String, to page: inout Page<Polymarket>) throws -> FillTail {
        var tail = place.tail
        try page.rows(by: Trades.plan) { rows in
            for trade in trades {
                let number = tail.number(of: trade.identity, at: trade.second)
                _ = try rows.append(Trades.Fill(trade: trade, market: market, number: number))
            }
        }
        return tail
    }

    /// Gives the window's last second up, never in silence, and goes on below it.
    private func skip(_ market: String, _ page: inout Page<Polymarket>) {
        page.flag("X6", "market \(market): version 1 cannot page through all trades of \(Instant(seconds: place.end))")
        let gaps = place.gaps + [place.end]
        if place.end - 1 < first {
            walk.prove(crowded: gaps, &page)
        } else {
            page.end = .held(.oldTrades(OldTradesPlace(end: place.end - 1, gaps: gaps)))
        }
    }
}

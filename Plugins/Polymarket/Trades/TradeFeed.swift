import LosslessJSON
import PluginKit
import Tabular

/// Where a walk through version 2 stands.
package struct TradeFeedPlace: Hashable, Codable, Sendable {
    let cursor: String
    let tail: FillTail
}

/// A page of version 2 of the data API: newest first, by cursor. It cannot be bounded by time, so that every walk
/// begins at the newest trade and ends below the span.
struct TradeFeed {
    let walk: TradeWalk
    let place: TradeFeedPlace?

    var request: Request {
        Request(
            "polymarket-data", path: "/v2/trades",
            query: [
                .init("condition", walk.condition), .init("limit", "1000"),
                // Both defaults hide rows: those of makers, and dust. By the API's own description 0 means the default
                // of 0.01 again.
                .init("taker_only", "false"), .init("filter_type", "TOKENS"), .init("filter_amount", "0.000001"),
            ] + (place.map { [.init("cursor", $0.cursor)] } ?? []),
            answerStatuses: [400, 404, 410])
    }

    func read(_ response: Response, market: String, into page: inout Page<Polymarket>) throws {
        let root = try JSONDocument(response.body).root
        guard response.status == 200 else { return try refused(response.status, root, &page) }
        let pagination = try root.member("pagination")
        let next = try pagination.optional("next_cursor").map { try $0.string() }
        guard next?.isEmpty != true else {
            throw PluginError.malformed("next_cursor is empty; at the end of a feed it is null")
        }

        let first = max(walk.span.start, walk.boundary).seconds
        let trades = try trades(root.member("data"), market: market, &page)
        var tail = place?.tail ?? FillTail()
        // A page that begins above the end of the page before it, or is that page again, has rows that were counted
        // already.
        if let top = trades.first?.second, let second = tail.second, top > second || tail.isWhole(trades) {
            tail = FillTail()
        }
        try page.rows(by: Trades.plan) { rows in
            for trade in trades where trade.second >= first && trade.second < walk.span.end.seconds {
                let number = tail.number(of: trade.identity, at: trade.second)
                _ = try rows.append(Trades.Fill(trade: trade, market: market, number: number))
            }
        }
        let isEmpty = try place == nil && next == nil && root.member("data").count == 0
        if let next, trades.last?.second ?? .max >= first {
            page.end = .held(.trades(TradeFeedPlace(cursor: next, tail: tail)))
        } else if walk.span.start < walk.boundary {
            page.end = .held(.oldTrades(OldTradesPlace(end: walk.boundary.seconds - 1, isAlone: isEmpty)))
        } else if isEmpty, walk.note.isTraded(after: walk.boundary, at: walk.now) {
            walk.proveNothing(&page)
        } else {
            walk.prove(crowded: [], &page)
        }
    }

    /// Newest first, without combos.
    private func trades(_ rows: JSONValue, market: String, _ page: inout Page<Polymarket>) throws -> [Trade] {
        var trades: [Trade] = []
        var combos = 0
        page.looks(at: rows.count, of: Trades.dataset)
        for element in try rows.elements {
            if Trade.isCombo(element, .new) {
                combos += 1
                continue
            }
            guard let trade = walk.trade(element, .new, market: market, &page) else { continue }
            try walk.verify(trade)
            guard trade.second <= trades.last?.second ?? .max else {
                throw PluginError.malformed(
                    "\(element.path) is newer than the trade before it; the feed is newest first")
            }
            trades.append(trade)
        }
        walk.flagLate(trades, market: market, &page)
        if combos > 0 { page.flag("X1", "market \(market): \(combos) trades of combos were left out") }
        return trades
    }

    /// Without a cursor: version 2 is not there, or does not take this market, and version 1 is asked for everything.
    private func refused(_ status: Int, _ root: JSONValue, _ page: inout Page<Polymarket>) throws {
        let words =
            try root.optional("error").map { $0.kind == .string ? try $0.string() : $0.rawText } ?? root.description
        guard place == nil else {
            guard status == 400 else {
                throw PluginError(.refused, "the data API's feed ended in the middle with \(status): \(words)")
            }
            page.end = .restart(Reason("cursor_refused", words))
            return
        }
        page.flag("T2", "version 2 of the data API answers \(status) (\(words)); version 1 is asked")
        page.end = .again(.oldTrades(OldTradesPlace(end: walk.span.end.seconds - 1, isAlone: true)))
    }
}

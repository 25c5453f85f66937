import Tabular

/// Answers of `data-api.polymarket.com`: the trades of both versions.
struct PolyTradesDesk {
    private static let years: Int64 = 3 * 365 * 86_400
    private static let cap = 10_000

    let index: PolyIndex
    let now: Instant
    let pages: VenuePages

    func answer(_ target: VenueTarget) -> VenueAnswer {
        switch target.path {
        case ["v2", "trades"]: feed(target)
        case ["trades"]: oldFeed(target)
        default: .plainError(404, "Not found")
        }
    }

    // MARK: Version 2

    private func feed(_ target: VenueTarget) -> VenueAnswer {
        for name in ["offset"] where target.has(name) { return .dataInvalid("unknown parameter", parameter: name) }
        let limit = target.integer("limit") ?? 100
        guard (1...1_000).contains(limit) else { return .dataInvalid("limit must be at most 1000", parameter: "limit") }
        let conditions = ["condition", "condition_id", "conditionId"].compactMap(target.list).first
        if let conditions {
            guard conditions.count <= 20 else {
                return .dataInvalid("at most 20 condition ids", parameter: "condition")
            }
            if let bad = conditions.first(where: { !PolyTradesDesk.isCondition($0) }) {
                return .dataInvalid("invalid condition id: \(bad)", parameter: "condition")
            }
        }
        var amount = target["filter_amount"].flatMap(PolyTradesDesk.millionths) ?? 10_000
        if amount == 0, pages.faults.hidesDustAtZero { amount = 10_000 }
        let month = now.dayUTC.adding(1 - now.dayUTC.components.day).adding(-30)
        let floor = conditions == nil ? month.startUTC.seconds : now.seconds - PolyTradesDesk.years
        let rows = trades(conditions, takerOnly: target.flag("taker_only") ?? true, target: target) { row in
            row.second >= floor
                && (target["filter_type"] == "CASH" ? row.size / 10_000 * row.price : row.size) >= amount
        }
        let asked = target["cursor"]
        switch pages.start(cursor: asked, limit: limit, first: .max >> 1) {
        case .refused: return .dataInvalid("invalid cursor", parameter: "cursor")
        case .empty(let next): return page([], limit: limit, offset: 0, next: next)
        case .page(let start):
            // The seek goes by the place on the whole tape, which neither new trades nor the moving window shift.
            let below = rows.prefix { $0.place < start.position }
            let part = below.suffix(start.limit)
            let position = below.count > part.count ? part.first?.place : nil
            let next = pages.next(after: start, position: position, asked: asked, keepsLimit: true)
            return page(
                part.reversed().map { PolyTradeJSON.new($0.trade, of: $0.market) }, limit: start.limit,
                offset: (start.page - 1) * start.limit, next: next)
        }
    }

    private func page(_ rows: [String], limit: Int, offset: Int, next: String?) -> VenueAnswer {
        let cursor = next.map { "\"\($0)\"" } ?? "null"
        let paging = #"{"limit":\#(limit),"offset":\#(offset),"has_more":\#(next != nil),"next_cursor":\#(cursor)}"#
        return VenueAnswer(200, #"{"data":\#(VenueText.array(rows)),"pagination":\#(paging)}"#)
    }

    // MARK: Version 1

    private func oldFeed(_ target: VenueTarget) -> VenueAnswer {
        let offset = max(target.integer("offset") ?? 0, 0)
        guard offset <= PolyTradesDesk.cap else {
            return .plainError(400, "max historical trades offset of 10000 exceeded")
        }
        var limit = min(max(target.integer("limit") ?? 100, 0), PolyTradesDesk.cap)
        if let clamp = pages.faults.clampsLimitTo { limit = min(limit, clamp) }
        // What is not a condition id is passed over, and the whole venue's feed comes.
        let conditions = target.list("market").flatMap { $0.allSatisfy(PolyTradesDesk.isCondition) ? $0 : nil }
        let start = target.seconds("start") ?? 0
        let end = target.seconds("end").flatMap { $0 > 0 ? $0 : nil } ?? .max
        let amount = target["filterAmount"].flatMap(PolyTradesDesk.millionths) ?? 0
        let rows = trades(conditions, takerOnly: target.flag("takerOnly") ?? true, target: target) { row in
            row.second >= start && row.second <= end
                && (target["filterType"] == "CASH" ? row.size / 10_000 * row.price : row.size) >= amount
        }
        let skipped = pages.faults.repeatsOffsetsFrom.map { min(offset, $0) } ?? offset
        let part = rows.reversed().dropFirst(skipped).prefix(limit).map { PolyTradeJSON.old($0.trade, of: $0.market) }
        return VenueAnswer(200, VenueText.array(Array(part)))
    }

    // MARK: Rows

    private struct Row {
        /// On the tape of the markets that were asked for, from the oldest.
        let place: Int
        let market: PolyMarket
        let trade: PolyTrade
    }

    /// Oldest first.
    private func trades(
        _ conditions: [String]?, takerOnly: Bool, target: VenueTarget, _ isWanted: (PolyTrade) -> Bool
    ) -> [Row] {
        let markets = (conditions.map { $0.compactMap(index.market(condition:)) } ?? index.markets).filter {
            $0.isServed(at: now)
        }
        var tape = markets.flatMap { market in
            PolyTape(market: market).rows(until: now).map { (market: market, trade: $0) }
        }
        if markets.count > 1 {
            tape = tape.enumerated().sorted {
                ($0.element.trade.second, $0.offset) < ($1.element.trade.second, $1.offset)
            }
            .map(\.element)
        }
        return tape.enumerated().compactMap { place, row in
            guard !takerOnly || row.trade.isTaker, isWanted(row.trade) else { return nil }
            if let side = target["side"], (side == "BUY") != row.trade.isBuy { return nil }
            return Row(place: place, market: row.market, trade: row.trade)
        }
    }

    private static func isCondition(_ text: String) -> Bool {
        text.hasPrefix("0x") && text.utf8.count == 66 && text.dropFirst(2).allSatisfy(\.isHexDigit)
    }

    /// `0.01` as 10,000.
    private static func millionths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]) else { return nil }
        let fraction = parts.count == 2 ? String(parts[1].prefix(6)) : ""
        return Int(fraction + String(repeating: "0", count: 6 - fraction.utf8.count)).map { whole * 1_000_000 + $0 }
    }
}

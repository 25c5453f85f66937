import LosslessJSON
import PluginKit
import Tabular

/// What a market's trades are asked for, and which version has them: version 2 what is younger than three years,
/// version 1 what is older. No second comes from both.
struct TradeWalk {
    /// Version 2 has three years. A month less, so that nothing falls out of it while a long run is under way.
    private static let reach = 3 * 365 - 30

    /// Seconds in which fills that were made before the end still come onto the chain.
    private static let grace: Int64 = 600

    let condition: String
    let note: PolymarketNote
    let span: Span
    let now: Instant
    let place: Place

    enum Place {
        case feed(TradeFeedPlace?)
        case old(OldTradesPlace)
    }

    init(_ fetch: Fetch<Polymarket>) throws {
        guard let note = fetch.note, let condition = note.condition, let span = fetch.span else {
            throw PluginError(.plugin, "trades are asked for by condition and span, and none was given")
        }
        self.note = note
        self.condition = condition
        self.span = span
        now = fetch.now
        switch fetch.cursor {
        case nil where span.end <= TradeWalk.boundary(now):
            place = .old(OldTradesPlace(end: span.end.seconds - 1, isAlone: true))
        case nil: place = .feed(nil)
        case .trades(let place)?: self.place = .feed(place)
        case .oldTrades(let place)?: self.place = .old(place)
        case .listing?, .lookup?, .prices?:
            throw PluginError(.plugin, "the cursor of \(fetch.unit) is another unit's")
        }
    }

    /// The first second of version 2.
    static func boundary(_ now: Instant) -> Instant { Instant(seconds: now.adding(days: -reach).seconds) }

    var boundary: Instant { TradeWalk.boundary(now) }

    var request: Request {
        switch place {
        case .feed(let place): TradeFeed(walk: self, place: place).request
        case .old(let place): OldTrades(walk: self, place: place).request
        }
    }

    func read(_ response: Response, market: String, into page: inout Page<Polymarket>) throws {
        switch place {
        case .feed(let place): try TradeFeed(walk: self, place: place).read(response, market: market, into: &page)
        case .old(let place): try OldTrades(walk: self, place: place).read(response, market: market, into: &page)
        }
    }

    /// The trade that a row is; nil for one that cannot be read, which is set aside.
    func trade(_ row: JSONValue, _ names: Trade.Names, market: String, _ page: inout Page<Polymarket>) -> Trade? {
        let key = "\(market)|\(names.hash.raw(in: row)?.plainText ?? "?")"
        do throws(OddMember) {
            let trade = try Trade(row, names, note: note, now: now)
            if let odd = trade.oddName { page.leavesOut(odd, row, of: Trades.dataset, key: key) }
            return trade
        } catch {
            page.setAside(error, row, of: Trades.dataset, key: key)
            return nil
        }
    }

    /// Refuses a row of another market: a condition that the upstream does not know is passed over by some routes, and
    /// all of the venue's trades come.
    func verify(_ trade: Trade) throws {
        guard trade.condition == condition else {
            throw PluginError.mismatch(
                "trades of \(condition) were asked for and one is of \(trade.condition): the filter was ignored")
        }
    }

    /// Says that fills are later than the market's end (S4): what comes then redeems.
    func flagLate(_ trades: [Trade], market: String, _ page: inout Page<Polymarket>) {
        guard let closed = note.closed else { return }
        let late = trades.count { $0.second > closed + TradeWalk.grace }
        if late > 0 {
            page.flag(
                "S4", "market \(market): \(late) fills are later than its end on \(Instant(seconds: closed).text())")
        }
    }

    /// Whole at the end of the walk, and not before: rows wait in the spool until then. `crowded` are seconds that no
    /// question can have whole; `lacking` is the last second that version 1 was to have and did not, because it is not
    /// there.
    func prove(crowded: [Int64], lacking: Int64? = nil, _ page: inout Page<Polymarket>) {
        var from = span.lower
        if let last = lacking {
            let upper = min(span.upper, Instant(seconds: last + 1).microseconds)
            let middle = min(upper, max(from, boundary.microseconds))
            if from < middle {
                page.proves(
                    Span(from, middle), .lacking(Reason("no_old_trades", "version 1 of the data API is not there")))
            }
            if middle < upper {
                page.proves(Span(middle, upper), .gap(Reason("no_trades", "neither version of the data API is there")))
            }
            from = upper
        }
        for second in crowded.sorted() {
            let start = Instant(seconds: second).microseconds
            guard start >= from else { continue }
            if from < start { page.proves(Span(from, start), .stored) }
            from = Instant(seconds: second + 1).microseconds
            let reason = Reason("crowded_second", "version 1 cannot page through all trades of one second")
            page.proves(Span(start, from), .lacking(reason))
        }
        if from < span.upper { page.proves(Span(from, span.upper), .stored) }
    }

    /// The span begins with the market, or with the venue, and reaches its end, or yesterday.
    var isWholeLife: Bool {
        span.start <= Polymarket.beginning(note.firstDay?.adding(days: -1))
            && span.end.seconds >= note.closed ?? now.adding(days: -1).seconds
    }

    /// Neither version has a trade of a market that was traded: nothing is proved by that.
    func proveNothing(_ page: inout Page<Polymarket>) {
        page.proves(
            span, note.lacks(Reason("no_trades", "its listing says that it was traded, and no trade came"), at: now))
    }
}

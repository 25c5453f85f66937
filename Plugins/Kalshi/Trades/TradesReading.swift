import LosslessJSON
import PluginKit
import Tabular

/// All trades of one market in a span, newest first: those of the live tier, then those of the archive where the span
/// reaches there. The tiers overlap by some days; a trade that both have is stored once, because it has one key.
///
/// What a tier answers proves its own side of the cutoff and nothing beyond: a tier that does not know the market
/// leaves its side open.
struct TradesReading {
    let ticker: String
    let fetch: Fetch<Kalshi>
    private let span: Span
    private let tier: Tier
    private let page: String?
    private let isSecond: Bool
    private let hadRows: Bool

    init(_ ticker: String, _ fetch: Fetch<Kalshi>) throws {
        guard let span = fetch.span else {
            throw PluginError(.plugin, "trades are asked for by span, and none was given")
        }
        self.ticker = ticker
        self.fetch = fetch
        self.span = span
        if case .trades(let tier, let page, let isSecond, let hasRows) = fetch.cursor {
            (self.tier, self.page, self.isSecond, hadRows) = (tier, page, isSecond, hasRows ?? false)
        } else {
            // Nothing of what lies before the cutoff is asked of the live tier.
            let isOld = fetch.facts.map { span.end <= $0.tradesCreated } ?? false
            (tier, page, isSecond, hadRows) = (isOld ? .archive : .live, nil, false, false)
        }
    }

    /// Bounds are whole seconds, and whether they are in or out is not said: one more is asked for on both sides, so
    /// that none is lost.
    private var bounds: (lower: Int64, upper: Int64) {
        let end = span.end.seconds
        return (span.start.seconds - 1, Instant(seconds: end) == span.end ? end : end + 1)
    }

    private var reachesArchive: Bool { fetch.facts.map { span.start < $0.tradesCreated } ?? true }

    var request: Request {
        var query: [Request.QueryItem] = [.init("ticker", ticker)]
        if bounds.lower > 0 { query.append(.init("min_ts", String(bounds.lower))) }
        query += [.init("max_ts", String(bounds.upper)), .init("limit", "1000")]
        if let page { query.append(.init("cursor", page)) }
        let path = tier == .live ? "/markets/trades" : "/historical/trades"
        return Request(tier.upstream, path: path, query: query, answerStatuses: [400, 404])
    }

    func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        switch try KalshiAnswer(response) {
        case .refused(let words):
            guard self.page != nil else {
                throw PluginError(.refused, "Kalshi refuses to answer for trades of \(ticker): \(words)")
            }
            page.end = .restart(Reason("cursor_refused", words))
        case .missing:
            guard self.page == nil else {
                throw PluginError(
                    .refused, "Kalshi ends the trades of \(ticker) in the middle: it answers 404 to its own cursor")
            }
            miss(&page)
        case .found(let root):
            let rows = TradeRows(ticker: ticker, span: span, bounds: bounds, settled: fetch.note?.ended)
            let trades = try root.member("trades")
            try rows.append(trades, to: &page)
            let hasRows = hadRows || trades.count > 0
            if let next = try root.nextCursor {
                page.end = .held(.trades(tier: tier, page: next, isSecond: isSecond, hasRows: hasRows))
            } else if tier == .live, reachesArchive {
                page.end = .held(.trades(tier: .archive, page: nil, isSecond: false, hasRows: hasRows))
            } else if isSecond {
                prove(.archive, &page)
            } else if hasRows || !isKnownToHaveRows {
                page.proves(span, .stored)
            } else {
                page.proves(span, lacks(Reason("no_trades", "its listing says that it was traded, and no trade came")))
            }
        }
    }

    /// A tier that does not know the market: the other one is asked, and says what lies on its side.
    private func miss(_ page: inout Page<Kalshi>) {
        switch (tier, isSecond) {
        case (.live, _): page.end = .again(.trades(tier: .archive, page: nil, isSecond: true))
        case (.archive, true): page.gone(Reason("unknown_market", "neither tier of Kalshi knows it"))
        case (.archive, false): prove(.live, &page)
        }
    }

    /// Only one tier knows the market: without the cutoff nobody can say how far it reaches.
    private func prove(_ answered: Tier, _ page: inout Page<Kalshi>) {
        let cutoff = fetch.facts.map { min(max($0.tradesCreated.microseconds, span.lower), span.upper) }
        let parts = cutoff.map { (archive: Span(span.lower, $0), live: Span($0, span.upper)) }
        let reason = Reason("unknown_market", "the \(answered.other.rawValue) tier of Kalshi does not know it")
        guard let parts else { return page.proves(span, lacks(reason)) }
        let (known, unknown) = answered == .archive ? (parts.archive, parts.live) : (parts.live, parts.archive)
        if !known.isEmpty { page.proves(known, .stored) }
        if !unknown.isEmpty { page.proves(unknown, lacks(reason)) }
    }

    private func lacks(_ reason: Reason) -> Proof { fetch.note?.lacks(reason, at: fetch.now) ?? .gap(reason) }

    /// The span is all of the market's life up to now, it was traded, and there was a day for a trade to come.
    private var isKnownToHaveRows: Bool {
        guard let note = fetch.note, note.isTraded == true, let begins = note.begins else { return false }
        let yesterday = fetch.now.adding(days: -1)
        return span.start.seconds <= Kalshi.beginning(begins).seconds && span.end >= note.ended ?? yesterday
            && begins < yesterday
    }
}

/// The trades of an answer on their way into rows.
struct TradeRows {
    let ticker: String
    let span: Span
    /// The seconds that were asked for.
    let bounds: (lower: Int64, upper: Int64)
    /// When the market was settled; nil: not yet.
    let settled: Instant?

    /// Throws `PluginError.mismatch` where the market or a bound was ignored. A trade that cannot be read is set aside.
    func append(_ trades: JSONValue, to page: inout Page<Kalshi>) throws {
        var broken: [(rule: String, key: String, raw: String)] = []
        var odd: [(row: JSONValue, member: OddMember, isSetAside: Bool)] = []
        var ids = JSONTextNumbers(trades.document)
        // Of each id, by its number; nil: none of it could be read yet.
        var times: [Instant?] = []
        var late = 0
        page.looks(at: trades.count, of: Trades.dataset)
        try page.rows(by: Trades.plan) { rows in
            for json in try trades.elements {
                do {
                    guard try Trades.ticker.isText(ticker, in: json) else {
                        let name = try Trades.ticker.requiredText(in: json)
                        throw PluginError.mismatch("trades of \(ticker) were asked for and one of \(name) came")
                    }
                    let created = try Trades.created.requiredInstant(in: json)
                    guard created.seconds >= bounds.lower || bounds.lower <= 0, created.seconds <= bounds.upper else {
                        throw PluginError.mismatch(
                            """
                            trades of \(ticker) from \(span.start) to \(span.end) were asked for and one of \(created) \
                            came: min_ts or max_ts was ignored
                            """
                        )
                    }
                    let id = ids.number(of: try Trades.id.requiredTextValue(in: json).node)
                    if id == times.count { times.append(nil) }
                    if let other = times[id], other != created {
                        broken.append(("X1", try Trades.id.requiredText(in: json), json.rawText))
                    } else if span.contains(created.microseconds) {
                        for member in try rows.append(TradeRow(json: json, created: created)) {
                            odd.append((json, member, false))
                        }
                        if let settled, created > settled { late += 1 }
                    }
                    times[id] = created
                } catch let error as OddMember {
                    odd.append((json, error, true))
                }
            }
        }
        for (row, member, isSetAside) in odd {
            let key = "\(ticker)|\(Trades.id.raw(in: row)?.plainText ?? "?")"
            if isSetAside {
                page.setAside(member, row, of: Trades.dataset, key: key)
            } else {
                page.leavesOut(member, row, of: Trades.dataset, key: key)
            }
        }
        for (rule, key, raw) in broken { page.setAside(rule, of: Trades.dataset, key: "\(ticker)|\(key)", raw: raw) }
        if late > 0, let settled {
            page.flag("S4", "\(late) trades of \(ticker) are later than its settlement on \(settled.text())")
        }
    }
}

import LosslessJSON
import PluginKit
import Tabular

/// All trades of one market in a span, newest first: those of the live tier, then those of the archive where the span reaches there.
/// The tiers overlap by some days; a trade that both have is stored once, because it has one key.
struct TradesReading {
    let ticker: String
    let fetch: Fetch<Kalshi>
    private let span: Span
    private let tier: Tier
    private let page: String?
    private let isSecond: Bool

    init(_ ticker: String, _ fetch: Fetch<Kalshi>) throws {
        guard let span = fetch.span else { throw PluginError(.plugin, "trades are asked for by span, and none was given") }
        self.ticker = ticker
        self.fetch = fetch
        self.span = span
        if case .trades(let tier, let page, let isSecond) = fetch.cursor {
            (self.tier, self.page, self.isSecond) = (tier, page, isSecond)
        } else {
            // Nothing of what lies before the cutoff is asked of the live tier.
            let isOld = fetch.facts.map { span.end <= $0.tradesCreated } ?? false
            (tier, page, isSecond) = (isOld ? .archive : .live, nil, false)
        }
    }

    /// Bounds are whole seconds, and whether they are in or out is not said: one more is asked for on both sides, so that none is lost.
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
        switch try Answer(response) {
        case .refused(let words):
            guard self.page != nil else { throw PluginError(.refused, "Kalshi refuses to answer for trades of \(ticker): \(words)") }
            page.end = .restart(Reason("cursor_refused", words))
        case .missing: try miss(&page)
        case .found(let root):
            let rows = TradeRows(ticker: ticker, span: span, bounds: bounds, settled: fetch.note?.ended)
            try rows.append(root.member("trades"), to: &page)
            if let next = try root.nextCursor {
                page.end = .held(.trades(tier: tier, page: next, isSecond: isSecond))
            } else if tier == .live, reachesArchive {
                page.end = .held(.trades(tier: .archive, page: nil, isSecond: false))
            } else {
                page.proves(span, .stored)
            }
        }
    }

    /// A tier that does not know the market: nothing to have there, if the other one does.
    private func miss(_ page: inout Page<Kalshi>) throws {
        let reason = Reason("unknown_market", "this tier of Kalshi does not know it")
        switch (tier, isSecond) {
        case (.live, false): page.end = .again(.trades(tier: .archive, page: nil, isSecond: true))
        case (.archive, true): page.gone(Reason("unknown_market", "neither tier of Kalshi knows it"))
        default:
            let cutoff = fetch.facts?.tradesCreated.microseconds ?? span.upper
            if tier == .live || cutoff >= span.upper {
                page.proves(span, .gap(reason))
            } else {
                page.proves(Span(cutoff, span.upper), .stored)
                page.proves(Span(span.lower, cutoff), .gap(reason))
            }
        }
    }
}

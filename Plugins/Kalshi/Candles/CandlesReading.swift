import LosslessJSON
import PluginKit
import Tabular

/// Bars of one market, window by window, oldest first.
///
/// A market's bars are in one tier: the archive's when it was settled before the cutoff. That boundary moves, so a 404
/// of the one tier asks the other, once. What nobody has is never said to be empty.
struct CandlesReading {
    let ticker: String
    let period: CandlePeriod
    let fetch: Fetch<Kalshi>
    private let whole: Span
    private let window: CandleWindow
    private let tier: Tier
    private let isSecond: Bool
    private let hadRows: Bool

    init(_ ticker: String, _ period: CandlePeriod, _ fetch: Fetch<Kalshi>) throws {
        guard let span = fetch.span else {
            throw PluginError(.plugin, "bars are asked for by span, and none was given")
        }
        self.ticker = ticker
        self.period = period
        self.fetch = fetch
        whole = span
        if case .candles(let start, let tier, let isSecond, let hasRows) = fetch.cursor {
            // The first window keeps the span's own beginning.
            let first = CandleWindow(span, period, start: nil)
            window = start == first.start ? first : CandleWindow(span, period, start: start)
            self.tier = tier
            self.isSecond = isSecond
            hadRows = hasRows ?? false
        } else {
            window = CandleWindow(span, period, start: nil)
            tier = CandlesReading.tier(fetch.note, fetch.facts)
            isSecond = false
            hadRows = false
        }
    }

    private static func tier(_ note: KalshiNote?, _ facts: KalshiFacts?) -> Tier {
        guard let ended = note?.ended, let facts, ended < facts.marketsSettled else { return .live }
        return .archive
    }

    var request: Request {
        let market = PercentEncoding.encode(ticker)
        // Kalshi does not look at the series in the path. It is sent where it is known, which it is for all but combos.
        let series = PercentEncoding.encode(fetch.note?.series ?? fetch.note?.collection ?? ticker)
        let path =
            tier == .live
            ? "/series/\(series)/markets/\(market)/candlesticks" : "/historical/markets/\(market)/candlesticks"
        return Request(
            tier.upstream, path: path,
            query: [
                .init("start_ts", String(window.start)), .init("end_ts", String(window.end)),
                .init("period_interval", String(period.rawValue)),
            ], answerStatuses: [400, 404])
    }

    func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        switch try KalshiAnswer(response) {
        case .refused(let words):
            throw PluginError(.refused, "Kalshi refuses to answer for bars of \(ticker): \(words)")
        case .missing where isSecond && fetch.note?.ended.map { $0.adding(days: 90) < fetch.now } ?? false:
            // Long settled, and no tier is left to ask, of this window and of those after it: it is asked for some
            // times more.
            page.proves(
                Span(window.span.lower, whole.upper),
                .lacking(Reason("unknown_market", "neither tier of Kalshi has bars of it")))
        case .missing where isSecond:
            // Not said to be empty: markets have been without their bars for weeks before.
            page.gone(Reason("unknown_market", "neither tier of Kalshi has bars of it"))
        case .missing:
            page.end = .again(.candles(start: window.start, tier: tier.other, isSecond: true, hasRows: hadRows))
        case .found(let root): try read(root, into: &page)
        }
    }

    private func read(_ root: JSONValue, into page: inout Page<Kalshi>) throws {
        let echoed = try root.member("ticker").string()
        guard echoed == ticker else {
            throw PluginError.mismatch("bars of \(ticker) were asked for and those of \(echoed) came")
        }
        let bars = CandleBars(ticker: ticker, period: period, window: window)
        let (last, came) = try bars.append(root.member("candlesticks"), to: &page)
        let hasRows = hadRows || came
        if !came, isSecond {
            page.proves(
                window.span,
                lacks(Reason("unknown_market", "the \(tier.other.rawValue) tier of Kalshi does not have bars of it")))
        } else if hasRows || !isKnownToHaveRows {
            // With the first bar the windows before it are believed too.
            let from = hadRows || !isKnownToHaveRows ? window.span.lower : whole.lower
            page.proves(Span(from, window.span.upper), .stored)
        } else if window.next == nil {
            page.proves(whole, lacks(Reason("no_bars", "its listing says that it was traded, and no bar came")))
        }
        if let next = window.next {
            page.end = .more(.candles(start: next, tier: tier, isSecond: false, hasRows: hasRows))
        } else if let last {
            SettledTail(fetch.note)?.check(last, of: period, ticker: ticker, &page)
        }
    }

    private func lacks(_ reason: Reason) -> Proof { fetch.note?.lacks(reason, at: fetch.now) ?? .gap(reason) }

    /// The span is the whole life of a settled market that was traded.
    private var isKnownToHaveRows: Bool {
        guard let note = fetch.note, note.isTraded == true, let ended = note.ended,
            let opens = note.opens ?? note.created
        else {
            return false
        }
        return whole.start.seconds <= Kalshi.beginning(opens).seconds && whole.end >= ended
    }
}

/// S2: the last traded price of a settled market agrees with what it paid; a dispute or a void does not.
private struct SettledTail {
    private let payout: Double

    /// nil where nothing was paid yet, or a part of a contract.
    init?(_ note: KalshiNote?) {
        guard note?.ended != nil, let text = note?.payout, let payout = DecimalText.double(Array(text.utf8)[...]),
            payout == 0 || payout == 1
        else { return nil }
        self.payout = payout
    }

    func check(_ last: JSONValue, of period: CandlePeriod, ticker: String, _ page: inout Page<Kalshi>) {
        guard
            let text = try? period.plan.member("price_close").decimal(in: last)
                ?? period.plan.member("price_previous").decimal(in: last),
            let price = DecimalText.double(Array(text.utf8)[...]), abs(price - payout) > 0.05
        else { return }
        page.flag("S2", "\(ticker) was last traded at \(text) and paid \(payout == 1 ? 1 : 0)")
    }
}

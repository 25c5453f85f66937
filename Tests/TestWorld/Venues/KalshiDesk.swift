import Tabular

/// Answers of Kalshi's API, both tiers: which route is which.
struct KalshiDesk {
    let index: KalshiIndex
    let now: Instant
    let pages: VenuePages

    var writer: KalshiMarketJSON { KalshiMarketJSON(now: now, cents: pages.faults.cents) }
    var cutoff: KalshiCutoff { KalshiCutoff(now: now) }

    func answer(_ target: VenueTarget) -> VenueAnswer {
        let path = target.path
        return switch (path.first, path.count) {
        case ("historical", 2): historical(path[1], target)
        case ("historical", 3) where path[1] == "markets":
            find(path[2], isArchived: true).map { VenueAnswer(200, #"{"market":\#(writer.market($0))}"#) }
                ?? .kalshiMissing
        case ("historical", 4) where path[1] == "markets" && path[3] == "candlesticks":
            candles(path[2], target, isArchived: true)
        case ("series", 1): series(target)
        case ("series", 2): oneSeries(path[1])
        case ("series", 5) where path[2] == "markets" && path[4] == "candlesticks":
            candles(path[3], target, isArchived: false)
        case ("events", 1): events(target, isCombo: false)
        case ("events", 2) where path[1] == "multivariate": events(target, isCombo: true)
        case ("events", 2): oneEvent(path[1], target)
        case ("markets", 1): markets(target, isArchived: false)
        case ("markets", 2) where path[1] == "trades": trades(target, isArchived: false)
        case ("markets", 2):
            find(path[1], isArchived: false).map { VenueAnswer(200, #"{"market":\#(writer.market($0))}"#) }
                ?? .kalshiMissing
        case ("exchange", 2) where path[1] == "status":
            VenueAnswer(200, #"{"exchange_active":true,"trading_active":true}"#)
        default: .kalshiMissing
        }
    }

    private func historical(_ name: String, _ target: VenueTarget) -> VenueAnswer {
        switch name {
        case "cutoff": VenueAnswer(200, cutoff.json)
        case "markets": markets(target, isArchived: true)
        case "trades": trades(target, isArchived: true)
        default: .kalshiMissing
        }
    }

    /// A market that is in a tier now.
    func find(_ ticker: String, isArchived: Bool) -> KalshiMarket? {
        index.market(ticker).flatMap { $0.isServed(at: now) && $0.isArchived(at: now) == isArchived ? $0 : nil }
    }

    // MARK: Bars

    private func candles(_ ticker: String, _ target: VenueTarget, isArchived: Bool) -> VenueAnswer {
        guard let period = target.integer("period_interval"), [1, 60, 1_440].contains(period) else {
            return VenueAnswer(
                400,
                #"""
                {"msg":"Parameter validation failed for GetMarketCandlesticks: Key: \#
                'GetMarketCandlesticksParams.PeriodInterval' Error:Field validation for 'PeriodInterval' failed on \#
                the 'oneof' tag"}
                """#
            )
        }
        guard let from = target.seconds("start_ts"), let through = target.seconds("end_ts"), from <= through else {
            return .kalshiBad("start_ts and end_ts are required, and in order")
        }
        let millionths = (through - from) * 1_000_000 / (Int64(period) * 60)
        guard millionths <= 5_000_000_000 else {
            let count = VenueText.fixed(Int(millionths), digits: 6)
            return .kalshiBad("requested time range with candlesticks: \(count), max candlesticks: 5000")
        }
        guard let market = find(ticker, isArchived: isArchived) else { return .kalshiMissing }
        let faults = pages.faults
        let schema: KalshiCandleJSON.Schema =
            faults.cents ? .cents : isArchived ? .archive : faults.oldCandleSchema ? .january : .live
        let bars = KalshiCandles(market: market, period: period)
            .candles(from: Instant(seconds: from), through: Instant(seconds: through), now: now)
        let rows = VenueText.array(bars.map(KalshiCandleJSON(schema: schema).json))
        return VenueAnswer(200, #"{"candlesticks":\#(rows),"ticker":"\#(market.ticker)"}"#)
    }

    // MARK: Trades

    private func trades(_ target: VenueTarget, isArchived: Bool) -> VenueAnswer {
        let limit = target.integer("limit") ?? 100
        guard (1...1_000).contains(limit) else { return .kalshiBad("limit must be between 1 and 1000") }
        guard let ticker = target["ticker"] else { return .kalshiBad("this venue of tests wants a ticker") }
        guard let market = index.market(ticker), market.isServed(at: now) else {
            return VenueAnswer(200, #"{"cursor":"","trades":[]}"#)
        }
        let tape = KalshiTape(market: market)
        // A bound is an instant: the second that `max_ts` names ends with its first microsecond.
        let shift: Int64 = pages.faults.excludesBounds ? 0 : 1
        let far: Int64 = 100_000_000_000
        let lowest = Instant(microseconds: max(target.seconds("min_ts") ?? 0, 0) * 1_000_000 + 1 - shift)
        let highest = Instant(microseconds: min(target.seconds("max_ts") ?? far, far) * 1_000_000 + shift)
        let lower = tape.count(before: isArchived ? lowest : max(lowest, cutoff.oldestLiveTrade))
        let upper = tape.count(before: min(highest, isArchived ? min(cutoff.trades, now) : now))
        let asked = target["cursor"]
        switch pages.start(
            cursor: asked, limit: limit, first: .max >> 1, binding: target.binding(without: ["cursor", "limit"]))
        {
        case .refused: return .kalshiBad("invalid cursor")
        case .empty(let next): return VenueAnswer(200, #"{"cursor":"\#(next)","trades":[]}"#)
        case .page(let page):
            let end = min(page.position, upper)
            let begin = max(lower, end - min(limit, page.limit))
            let next = pages.next(after: page, position: begin > lower ? begin : nil, asked: asked)
            let places = begin < end ? (begin..<end).reversed() : []
            let rows = VenueText.array(
                places.filter { tape.isShown($0, at: now) }.map { writer.trade(tape.trade($0), of: market) })
            return VenueAnswer(200, #"{"cursor":"\#(next ?? "")","trades":\#(rows)}"#)
        }
    }
}

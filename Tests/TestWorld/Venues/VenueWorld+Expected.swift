package import Tabular

/// What a complete archive holds: rows as text between commas, in key order, without a header. Instants are written as
/// the datasets do.
extension VenueWorld {
    /// Ids and tickers of every market that was served once by an instant, gone ones too.
    package func expectedMarkets(by now: Instant) -> (polymarket: [String], kalshi: [String]) {
        (
            polymarket.filter { $0.created <= now }.map(\.id).sorted(),
            kalshi.filter { $0.created <= now && $0.combo == nil }.map(\.ticker).sorted()
        )
    }

    // MARK: Kalshi

    /// `ticker,created_time,trade_id,yes_price,no_price,count,taker_side,taker_book_side,is_block_trade` of every trade
    /// before an instant, one by one, so that a million need no memory. Trades of one microsecond stand in the order of
    /// their ids.
    package func expectedTrades(kalshi ticker: String, before end: Instant) -> some Collection<String> {
        let tape = kalshi.first { $0.ticker == ticker }.map(KalshiTape.init)
        let count = tape?.count(before: end) ?? 0
        return (0..<count).lazy.map { place in
            tape.map { $0.row(KalshiOrder(tape: $0, count: count).place(place)) } ?? ""
        }
    }

    /// `ticker,end_time,yes_bid open,high,low,close,yes_ask ...,price open,high,low,close,mean,previous,volume,` and
    /// the open interest, of every bar that ends by an instant.
    package func expectedCandles(kalshi ticker: String, period: Int, through end: Instant) -> [String] {
        guard let market = kalshi.first(where: { $0.ticker == ticker }) else { return [] }
        let bars = KalshiCandles(market: market, period: period).candles(from: market.opens, through: end, now: end)
        return bars.map { bar in
            let ranges: [KalshiCandle.Range?] = [bar.bid, bar.ask, bar.price]
            let prices = ranges.flatMap { [$0?.open, $0?.high, $0?.low, $0?.close] } + [bar.mean, bar.previous]
            let cells =
                prices.map { $0.map(VenueText.dollars) ?? "" } + [
                    VenueText.count(bar.volume), VenueText.count(bar.interest),
                ]
            return ([ticker, bar.end.text()] + cells).joined(separator: ",")
        }
    }

    // MARK: Polymarket

    /// `market_id,timestamp,transaction_hash,outcome_index,outcome,side,price,size,wallet,source` of every row before
    /// an instant, in the order of the tape; `asked` is when the archive first asked: what was older than three years
    /// then came from version 1. An unknown outcome is empty.
    package func expectedTrades(polymarket id: String, before end: Instant, asked: Instant) -> [String] {
        guard let market = polymarket.first(where: { $0.id == id }) else { return [] }
        let boundary = asked.adding(days: -3 * 365).seconds
        return PolyTape(market: market).rows(until: end.adding(seconds: -1)).map { row in
            let isNew = row.second >= boundary
            let outcome = isNew && row.isUnlabelled ? "" : String(row.outcome)
            let time = Instant(seconds: row.second).text()
            let side = row.isBuy ? "BUY" : "SELL"
            let name = market.outcomes[row.outcome]
            return
                """
                \(id),\(time),\(row.hash),\(outcome),\(name),\(side),\(row.priceText),\(row.sizeText),\(row.wallet),\
                \(isNew ? "v2" : "v1")
                """
        }
    }

    /// `market_id,outcome_index,timestamp,mid,fidelity` of every point before an instant as it is served at `asked`,
    /// with the first fidelity of the ladder that is.
    package func expectedPrices(
        polymarket id: String, outcome: Int, fidelity: Int = 1, before end: Instant, asked: Instant
    ) -> [String] {
        guard let market = polymarket.first(where: { $0.id == id }) else { return [] }
        let points = PolyPoints(market: market)
        let ladder = [fidelity] + [30, 180, 720].filter { $0 > fidelity }
        guard let served = ladder.first(where: { points.isServed(fidelity: $0, at: asked) }) else { return [] }
        let rows = points.points(outcome: outcome, fidelity: served, from: 0, through: end.seconds, now: asked)
        return rows.filter { $0.bucket < end.seconds }.map { point in
            let mid = VenueText.number(point.mid, digits: 4, whole: "")
            return "\(id),\(outcome),\(Instant(seconds: point.bucket).text()),\(mid),\(served)"
        }
    }
}

extension KalshiTape {
    fileprivate func row(_ place: Int) -> String {
        let trade = trade(place)
        let prices = "\(VenueText.dollars(trade.price)),\(VenueText.dollars(10_000 - trade.price))"
        let time = trade.created.text(fractionDigits: 6)
        let sides = trade.isYes ? "yes,bid" : "no,ask"
        return
            "\(market.ticker),\(time),\(trade.id),\(prices),\(VenueText.count(trade.count)),\(sides),\(trade.isBlock)"
    }
}

/// The order of trades by time and id: those of one microsecond are neighbours on the tape.
private struct KalshiOrder {
    let tape: KalshiTape
    let count: Int

    func place(_ place: Int) -> Int {
        guard place % 4 >= 2 else { return place }
        let first = place - (place % 4 - 2)
        guard first + 1 < count, tape.trade(first).id > tape.trade(first + 1).id else { return place }
        return place == first ? first + 1 : first
    }
}

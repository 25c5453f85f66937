import LosslessJSON
import MarketCalendar
import Tabular
import TestWorld
import Testing

/// What a complete archive of the fake venues holds is what paging through them yields.
@Suite("What a complete archive holds is what paging through the fake venues yields")
struct ExpectationTests {
    @Test("Kalshi trades", arguments: [VenueWorld.firstNight, VenueWorld.secondNight])
    func kalshiTrades(night: String) throws {
        let desk = VenueDesk(now: night)
        var rows = 0
        for market in VenueWorld.small.kalshi where market.isServed(at: desk.venues.now) {
            let expected = Array(VenueWorld.small.expectedTrades(kalshi: market.ticker, before: desk.venues.now))
            #expect(try desk.kalshiTrades(market.ticker) == expected)
            rows += expected.count
        }
        #expect(rows > 250)
    }

    @Test("Kalshi candles of every period, in windows that tile", arguments: [1, 60, 1_440])
    func kalshiCandles(period: Int) throws {
        let desk = VenueDesk()
        let now = desk.venues.now
        for market in VenueWorld.small.kalshi where market.isServed(at: now) {
            let route =
                market.isArchived(at: now)
                ? "/historical/markets/\(market.ticker)/candlesticks"
                : "/series/S/markets/\(market.ticker)/candlesticks"
            var ends: [Int64] = []
            var volume = 0
            var from = market.opens.seconds
            while from <= now.seconds {
                let through = from + 4_900 * Int64(period) * 60
                let target = "\(route)?period_interval=\(period)&start_ts=\(from)&end_ts=\(through)"
                for bar in try desk.get("kalshi", target).member("candlesticks").elements {
                    let end = try bar.member("end_period_ts").integer()
                    guard end <= now.seconds else { continue }
                    ends.append(end)
                    let text = try (bar["volume_fp"] ?? bar.member("volume")).string()
                    volume += try #require(Int(text.replacing(".", with: "")))
                }
                from = through + 1
            }
            let expected = VenueWorld.small.expectedCandles(kalshi: market.ticker, period: period, through: now)
            #expect(ends.map { Instant(seconds: $0).text() } == expected.map { String($0.split(separator: ",")[1]) })
            #expect(ends == ends.sorted())
            if period == 1_440 {
                #expect(ends.allSatisfy { TimeOfMidnight.isMidnight($0) })
                let last = Instant(seconds: ends.last ?? 0)
                let traded = VenueWorld.small.expectedTrades(kalshi: market.ticker, before: last)
                    .reduce(0) { $0 + (Int($1.split(separator: ",")[5].replacing(".", with: "")) ?? 0) }
                #expect(volume == traded)
            }
        }
    }

    private enum TimeOfMidnight {
        static func isMidnight(_ second: Int64) -> Bool {
            let instant = Instant(seconds: second)
            return MarketCalendar.xnys.midnight(of: MarketCalendar.xnys.localDay(at: instant)) == instant
        }
    }

    @Test(
        "Polymarket trades: version 2 by cursors, what is older by version 1",
        arguments: [VenueWorld.firstNight, VenueWorld.secondNight])
    func polymarketTrades(night: String) throws {
        let desk = VenueDesk(now: night)
        let now = desk.venues.now
        let boundary = now.adding(days: -3 * 365).seconds
        var sources: Set<Substring> = []
        for market in VenueWorld.small.polymarket where market.isServed(at: now) {
            let new = try desk.trades(
                "/v2/trades?condition=\(market.conditionID)&taker_only=false&filter_amount=0&limit=7"
            ).joined()
                .reversed().map { try row($0, market: market, isNew: true) }
            let target = "/trades?market=\(market.conditionID)&takerOnly=false&limit=10000&end=\(boundary - 1)"
            let old = try Array(desk.get("polymarket-data-v1", target).elements).reversed().map {
                try row($0, market: market, isNew: false)
            }
            let expected = VenueWorld.small.expectedTrades(
                polymarket: market.id, before: now.adding(seconds: 1), asked: now)
            #expect(old + new == expected)
            for line in expected { if let source = line.split(separator: ",").last { sources.insert(source) } }
        }
        #expect(sources == ["v1", "v2"])
    }

    private func row(_ trade: JSONValue, market: PolyMarket, isNew: Bool) throws -> String {
        let names =
            isNew
            ? ["transaction_hash", "outcome_index", "proxy_wallet", "token_id"]
            : ["transactionHash", "outcomeIndex", "proxyWallet", "asset"]
        let index = try trade.member(names[1]).integer()
        #expect(try market.tokens.contains(trade.member(names[3]).string()))
        let cells = [
            market.id, Instant(seconds: try trade.member("timestamp").integer()).text(),
            try trade.member(names[0]).string(),
            index == 999 ? "" : String(index), try trade.member("outcome").string(), try trade.member("side").string(),
            try trade.member("price").numberText(), try trade.member("size").numberText(),
            try trade.member(names[2]).string(),
            isNew ? "v2" : "v1",
        ]
        return cells.joined(separator: ",")
    }

    @Test("The defaults hide makers and dust; fills that are alike to the last digit are both there")
    func hiddenTrades() throws {
        let desk = VenueDesk()
        let market = VenueWorld.small.polymarket[0]
        let base = "/v2/trades?condition=\(market.conditionID)&limit=1000"
        let count = { (more: String) in try desk.trades(base + more).joined().count }
        let all = VenueWorld.small.expectedTrades(
            polymarket: market.id, before: desk.venues.now, asked: desk.venues.now)
        #expect(Set(all).count < all.count)
        #expect(try count("&taker_only=false&filter_amount=0") == all.count)
        #expect(try count("&taker_only=false") < all.count)
        #expect(try count("&filter_amount=0") < all.count / 2 + 1)
        desk.venues.trouble("polymarket-data") { $0.hidesDustAtZero = true }
        #expect(try count("&taker_only=false&filter_amount=0") < all.count)
        #expect(try count("&taker_only=false&filter_amount=0.000001") == all.count)
    }

    @Test("Prices: the fidelity that is served coarsens after the end, and windows tile")
    func polymarketPrices() throws {
        let desk = VenueDesk(now: VenueWorld.secondNight)
        let now = desk.venues.now
        var achieved: [String: Int] = [:]
        for market in VenueWorld.small.polymarket where market.isServed(at: now) {
            for outcome in market.tokens.indices {
                let expected = VenueWorld.small.expectedPrices(
                    polymarket: market.id, outcome: outcome, before: now, asked: now)
                var rows: [String] = []
                for fidelity in [1, 30, 180, 720] where rows.isEmpty {
                    rows = try points(desk, market, outcome, fidelity)
                    if !rows.isEmpty { achieved[market.id] = fidelity }
                }
                #expect(rows == expected)
            }
        }
        #expect(achieved["700101"] == 1 && achieved["700102"] == 1)
        #expect(achieved["700501"] == 30 && achieved["700052"] == 30)
        #expect(achieved["700041"] == 720 && achieved["700012"] == 720)
        #expect(achieved["700003"] == nil)
    }

    private func points(_ desk: VenueDesk, _ market: PolyMarket, _ outcome: Int, _ fidelity: Int) throws -> [String] {
        var rows: [String] = []
        var from = market.created.seconds
        while from < desk.venues.now.seconds {
            let through = from + 1_100_003
            let target =
                "/prices-history?market=\(market.tokens[outcome])&startTs=\(from)&endTs=\(through)&fidelity=\(fidelity)"
            for point in try desk.get("clob", target).member("history").elements {
                let time = try point.member("t").integer()
                let bucket = Instant(seconds: time / (Int64(fidelity) * 60) * Int64(fidelity) * 60)
                rows.append(
                    "\(market.id),\(outcome),\(bucket.text()),\(try point.member("p").numberText()),\(fidelity)")
            }
            from = through + 1
        }
        return rows
    }

    @Test("Markets have points at the same instants, off the grid by some seconds")
    func sameInstants() throws {
        let desk = VenueDesk()
        let times = try ["700606", "700708"].map { id in
            let token = try #require(VenueWorld.small.polymarket.first { $0.id == id }?.tokens.first)
            let target = "/prices-history?market=\(token)&startTs=1794400000&endTs=1794900000&fidelity=1"
            return try Set(desk.get("clob", target).member("history").elements.map { try $0.member("t").integer() })
        }
        #expect(times[0].intersection(times[1]).count > 5)
        #expect(times[0].contains { $0 % 60 != 0 })
    }

    @Test("Numbers that a double or a short column would lose are among the rows")
    func awkwardNumbers() throws {
        let now = VenueDesk().venues.now
        let world = VenueWorld.small
        let mids = world.expectedPrices(polymarket: "700101", outcome: 0, before: now, asked: now)
        #expect(mids.contains { $0.hasSuffix(",0.0535,1") } && mids.contains { !$0.hasSuffix(",0.0535,1") })
        let trades = Array(world.expectedTrades(kalshi: "KXORRIN-26-MARSH", before: now))
        #expect(trades.contains { $0.contains(",0.0535,0.9465,") } && trades.contains { $0.contains(",57.51,") })
        #expect(trades.contains { $0.contains(",0.03,") })
        let fills = world.expectedTrades(polymarket: "700101", before: now, asked: now)
        #expect(fills.contains { $0.contains(",57.51,") } && fills.contains { $0.contains(",3.333333,") })
        #expect(fills.contains { $0.contains(",0.0025,") })
    }

    @Test("Volumes of a market grow by what was traded")
    func volumes() throws {
        let desk = VenueDesk()
        let market = try desk.get("kalshi", "/markets/KXORRIN-26-MARSH").member("market")
        let rows = VenueWorld.small.expectedTrades(kalshi: "KXORRIN-26-MARSH", before: desk.venues.now)
        let traded = rows.reduce(0) { $0 + (Int($1.split(separator: ",")[5].replacing(".", with: "")) ?? 0) }
        #expect(try market.member("volume_fp").string().replacing(".", with: "") == String(traded))
        #expect(try market.member("yes_bid_dollars").string().count == 6)
    }
}

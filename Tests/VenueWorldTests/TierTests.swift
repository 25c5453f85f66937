import LosslessJSON
import Tabular
import TestWorld
import Testing

/// The two tiers of the fake Kalshi, and what moves between them.
@Suite("The two tiers of the fake Kalshi")
struct TierTests {
    private func candles(_ desk: VenueDesk, _ ticker: String) -> (live: Int, archive: Int) {
        let window = "start_ts=1786000000&end_ts=1795500000&period_interval=1440"
        return (
            desk.status("kalshi", "/series/ANY/markets/\(ticker)/candlesticks?\(window)"),
            desk.status("kalshi-historical", "/historical/markets/\(ticker)/candlesticks?\(window)")
        )
    }

    @Test("A market and its candles are in exactly one tier, every night")
    func partition() throws {
        let desk = VenueDesk()
        var moved: [String] = []
        for night in 0..<100 {
            let now = try #require(Instant("2026-10-20T21:30:00Z")).adding(days: night)
            desk.venues.move(to: now)
            for market in VenueWorld.small.kalshi where market.isServed(at: now) {
                let isArchived = market.isArchived(at: now)
                let both = candles(desk, market.ticker)
                #expect(both == (isArchived ? (404, 200) : (200, 404)))
                #expect(desk.status("kalshi", "/markets/\(market.ticker)") == both.live)
                #expect(desk.status("kalshi", "/historical/markets/\(market.ticker)") == both.archive)
                if isArchived, !moved.contains(market.ticker) { moved.append(market.ticker) }
            }
        }
        #expect(moved.first == "KXRAINVM-26AUG20-T1")
        #expect(moved.count == 7)
    }

    @Test("Between the nights one market moves to the archive and leaves its event's list")
    func moves() throws {
        let desk = VenueDesk()
        #expect(candles(desk, "KXRAINVM-26SEP12-T1") == (200, 404))
        let nested = {
            try desk.get("kalshi", "/events/KXRAINVM-26SEP12?with_nested_markets=true").member("event").member(
                "markets")
        }
        #expect(try nested().elements.count == 1)
        desk.venues.move(to: VenueWorld.secondNight)
        #expect(candles(desk, "KXRAINVM-26SEP12-T1") == (404, 200))
        #expect(try nested().elements.count == 0)
        let archived = try desk.kalshi("/historical/markets?series_ticker=KXRAINVM", rows: "markets").texts("ticker")
        #expect(archived == ["KXRAINVM-26AUG20-T1", "KXRAINVM-26SEP12-T1"])
    }

    @Test("An old open market has trades in both tiers, which overlap for some days, and no trade is missing")
    func trades() throws {
        let desk = VenueDesk()
        let ticker = "KXHALDEN-27-MAR"
        let live = try desk.kalshi("/markets/trades?ticker=\(ticker)&limit=10", rows: "trades").texts("trade_id")
        let archive = try desk.kalshi("/historical/trades?ticker=\(ticker)&limit=10", rows: "trades").texts("trade_id")
        #expect(!live.isEmpty && !archive.isEmpty)
        #expect(!Set(live).isDisjoint(with: archive))
        let expected = Array(VenueWorld.small.expectedTrades(kalshi: ticker, before: desk.venues.now))
        #expect(Set(live).union(archive).count == expected.count)
        #expect(live.count < expected.count && archive.count < expected.count)
    }

    @Test("Bounds of trades are instants: both are included, and a fault leaves both out")
    func bounds() throws {
        let desk = VenueDesk()
        let all = Array(VenueWorld.small.expectedTrades(kalshi: "KXORRIN-26-MARSH", before: desk.venues.now))
        let whole = try #require(all.first { $0.split(separator: ",")[1].hasSuffix(".000000Z") })
        let second = try #require(Instant(whole.split(separator: ",")[1])).seconds
        let target = "/markets/trades?ticker=KXORRIN-26-MARSH&min_ts=\(second)&max_ts=\(second)"
        #expect(try desk.get("kalshi", target).member("trades").elements.count > 0)
        desk.venues.trouble("kalshi") { $0.excludesBounds = true }
        #expect(try desk.get("kalshi", target).member("trades").elements.count == 0)
    }

    @Test("Each schema of candles has its own names, and what was not traded is absent or null")
    func schemas() throws {
        let desk = VenueDesk()
        let window = "start_ts=1786000000&end_ts=1795500000&period_interval=1440"
        let live = "/series/S/markets/KXHALDEN-27-MAR/candlesticks?\(window)"
        let quiet = { (bars: JSONValue) in
            try #require(try bars.elements.first { try $0.member("price")["close_dollars"] == nil })
        }
        let bars = try desk.get("kalshi", live).member("candlesticks")
        #expect(try bars[0]?.member("yes_bid").member("close_dollars").string().count == 6)
        #expect(bars[0]?["volume_fp"] != nil && bars[0]?["volume"] == nil)
        #expect(try quiet(bars).member("price")["close"] == nil)
        let archive = try desk.get("kalshi", "/historical/markets/KXRAINVM-26AUG20-T1/candlesticks?\(window)").member(
            "candlesticks")
        #expect(archive[0]?["volume"] != nil && archive[0]?["volume_fp"] == nil)
        desk.venues.trouble("kalshi") { $0.oldCandleSchema = true }
        let old = try quiet(try desk.get("kalshi", live).member("candlesticks"))
        #expect(try old.member("price").member("close").isNull)
        #expect(try old.member("yes_bid").member("close").integer() >= 0)
        desk.venues.trouble("kalshi") { $0.cents = true }
        let trade = try desk.get("kalshi", "/markets/trades?ticker=KXHALDEN-27-MAR&limit=1").member("trades").element(0)
        #expect(try trade.member("yes_price").integer() + trade.member("no_price").integer() == 100)
        #expect(trade["yes_price_dollars"] == nil && trade["count_fp"] == nil)
    }
}

import LosslessJSON
import Tabular
import TestWorld
import Testing

/// Markets of the fake venues live by the clock: they come, are resolved and go.
@Suite("Markets of the fake venues live by the clock")
struct LifeTests {
    private let nights = [VenueWorld.firstNight, VenueWorld.secondNight]

    @Test("Between the nights markets are resolved, come and go")
    func listings() throws {
        let desk = VenueDesk()
        let before = try Set(desk.events("/events/keyset?closed=false").texts("id"))
        desk.venues.move(to: VenueWorld.secondNight)
        let after = try Set(desk.events("/events/keyset?closed=false").texts("id"))
        #expect(before.subtracting(after) == ["9106", "9109"])
        #expect(after.subtracting(before) == ["9110"])
        #expect(try desk.events("/events/keyset?closed=true").texts("id").contains("9106"))
        // A closed market of an open event stays with it.
        let bridge = try desk.get("gamma", "/events/9101").member("markets")
        #expect(try bridge.elements.map { try $0.member("closed").bool() } == [false, true])
    }

    @Test("What nobody serves any more is in no listing, at no route, in no feed")
    func vanished() throws {
        let desk = VenueDesk()
        let market = try #require(VenueWorld.small.polymarket.first { $0.id == "700709" })
        #expect(try desk.get("clob", prices(market)).member("history").elements.count > 0)
        #expect(try desk.trades("/v2/trades?condition=\(market.conditionID)").joined().isEmpty == false)
        desk.venues.move(to: VenueWorld.secondNight)
        #expect(desk.status("gamma", "/markets/700709") == 404)
        for closed in [true, false] {
            #expect(
                try desk.get("gamma", "/markets/keyset?id=700709&closed=\(closed)").member("markets").elements.count
                    == 0)
        }
        #expect(try desk.get("clob", prices(market)).member("history").elements.count == 0)
        #expect(try desk.trades("/v2/trades?condition=\(market.conditionID)").joined().isEmpty)
        #expect(desk.status("kalshi", "/markets/KXHALDEN-FERRY-W") == 404)
        #expect(desk.status("kalshi", "/historical/markets/KXHALDEN-FERRY-W") == 404)
        #expect(try desk.get("kalshi", "/markets?tickers=KXHALDEN-FERRY-W").member("markets").elements.count == 0)
        #expect(
            try desk.get("kalshi", "/historical/markets?tickers=KXHALDEN-FERRY-W").member("markets").elements.count == 0
        )
    }

    private func prices(_ market: PolyMarket) -> String {
        "/prices-history?market=\(market.tokens[0])&startTs=1794000000&endTs=1795200000&fidelity=1"
    }

    @Test("A dispute moves back before it moves on")
    func disputes() throws {
        let desk = VenueDesk()
        var words: [String] = []
        var resolutions: [String?] = []
        for time in [
            "2026-11-15T09:00:00Z", "2026-11-15T16:00:00Z", "2026-11-16T13:00:00Z", "2026-11-17T06:30:00Z",
            "2026-11-21T00:00:00Z",
        ] {
            desk.venues.move(to: time)
            words.append(
                try desk.get("kalshi", "/markets/KXORRIN-26-BRANDT").member("market").member("status").string())
            resolutions.append(try desk.get("gamma", "/markets/700708").optional("umaResolutionStatus")?.string())
        }
        #expect(words == ["closed", "determined", "disputed", "closed", "finalized"])
        #expect(resolutions == [nil, "proposed", "disputed", nil, "resolved"])
    }

    @Test("Every way to pay is there, as text")
    func payouts() throws {
        let desk = VenueDesk(now: VenueWorld.secondNight)
        var paid: Set<String> = []
        for market in try desk.events("/events/keyset?closed=true&limit=100").joined().flatMap({
            try Array($0.member("markets").elements)
        }) {
            paid.insert(try market.member("outcomePrices").string())
        }
        #expect(paid.isSuperset(of: [#"["0", "0"]"#, #"["0", "1"]"#, #"["0.5", "0.5"]"#]))
        #expect(paid.contains { $0.contains("0.6180339887498948482045868343656381") })
        let market = try desk.get("kalshi", "/markets/CPIYOY-26OCT-S").member("market")
        #expect(try market.member("result").string() == "scalar")
        #expect(try market.member("settlement_value_dollars").string() == "0.3700")
        #expect(market["series_ticker"] == nil)
        #expect(
            try desk.get("kalshi", "/events/CPIYOY-26OCT").member("event").member("series_ticker").string()
                == "KXCPIYOY")
    }

    @Test("Tokens have 78 and 77 digits and no two are alike")
    func tokens() throws {
        let tokens = VenueWorld.many(count: 400).polymarket.flatMap(\.tokens)
        #expect(Set(tokens).count == 400)
        #expect(tokens.allSatisfy { ($0.count == 78 || $0.count == 77) && $0.allSatisfy(\.isNumber) })
    }

    @Test("Combos are among the others unless they are excluded")
    func combos() throws {
        let desk = VenueDesk()
        #expect(
            try desk.kalshi("/markets?mve_filter=only", rows: "markets").texts("ticker") == ["KXMVELARKS-S2026A1-C7"])
        #expect(try desk.kalshi("/markets?mve_filter=exclude&limit=1000", rows: "markets").joined().count == 9)
        #expect(try desk.kalshi("/markets?limit=1000", rows: "markets").joined().count == 10)
        let events = try desk.kalshi("/events/multivariate?with_nested_markets=true", rows: "events")
        #expect(try events.texts("event_ticker") == ["KXMVELARKS-S2026A1"])
        #expect(
            try !desk.kalshi("/events?limit=200", rows: "events").texts("event_ticker").contains("KXMVELARKS-S2026A1"))
    }

    @Test("The status filter speaks other words than the rows")
    func filters() throws {
        let desk = VenueDesk()
        let rows = { (status: String) in try desk.kalshi("/markets?status=\(status)&limit=1000", rows: "markets") }
        #expect(try Set(rows("open").texts("status")) == ["active"])
        #expect(try Set(rows("settled").texts("status")) == ["finalized"])
        #expect(try Set(rows("closed").texts("status")) == ["disputed"])
        #expect(try rows("unopened").joined().isEmpty)
    }
}

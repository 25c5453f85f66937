import LosslessJSON
import TestWorld
import Testing

/// Caps and refusals of the fake venues, in each one's words.
@Suite("Caps and refusals of the fake venues")
struct LimitTests {
    private let market = VenueWorld.small.polymarket[0]

    @Test("A window of prices is 15 days, and one second more is 400")
    func priceWindow() throws {
        let desk = VenueDesk()
        let base = "/prices-history?market=\(market.tokens[0])&fidelity=1&startTs=1793000000&endTs="
        #expect(desk.status("clob", base + "\(1_793_000_000 + 1_296_000)") == 200)
        let answer = desk.venues.answer(upstream: "clob", target: base + "\(1_793_000_000 + 1_296_001)")
        #expect(answer.status == 400)
        #expect(answer.body == #"{"error":"invalid filters: 'startTs' and 'endTs' interval is too long"}"#)
        #expect(
            try desk.get("clob", "/prices-history?market=123&startTs=1&endTs=2").member("history").elements.count == 0)
    }

    @Test("5,000 candles are served and 5,000.016667 are not, before the market is looked at")
    func candleWindow() throws {
        let desk = VenueDesk()
        let base = "/series/X/markets/KXORRIN-26-MARSH/candlesticks?period_interval=1&start_ts=1793000000&end_ts="
        #expect(desk.status("kalshi", base + "\(1_793_000_000 + 300_000)") == 200)
        let answer = desk.venues.answer(upstream: "kalshi", target: base + "\(1_793_000_000 + 300_001)")
        #expect(answer.status == 400)
        #expect(answer.body.contains("requested time range with candlesticks: 5000.016666, max candlesticks: 5000"))
        #expect(desk.status("kalshi", base.replacing("interval=1&", with: "interval=5&") + "1793000600") == 400)
        #expect(desk.status("kalshi", base.replacing("MARSH", with: "NOBODY") + "1793000600") == 404)
    }

    @Test("Limits, offsets and filters beyond what is allowed")
    func others() throws {
        let desk = VenueDesk()
        let refused: [(String, String, Int)] = [
            ("kalshi", "/events?limit=201", 400), ("kalshi", "/markets?limit=1001", 400),
            ("kalshi", "/markets?status=finalized", 400),
            ("kalshi", "/markets?status=open&min_settled_ts=1", 400),
            ("kalshi", "/markets?min_updated_ts=1&tickers=A", 400),
            ("kalshi", "/historical/markets?series_ticker=KXRAINVM&tickers=A", 400), ("kalshi", "/markets/NOBODY", 404),
            ("gamma", "/events/keyset?closed=false&offset=5", 422), ("gamma", "/markets?offset=2001", 422),
            ("gamma", "/markets/keyset?order=volume_num", 422), ("gamma", "/events/1", 404),
            ("polymarket-data", "/v2/trades?condition=\(market.conditionID)&offset=1", 400),
            ("polymarket-data", "/v2/trades?condition=0x12", 400), ("polymarket-data", "/v2/trades?limit=1001", 400),
            ("polymarket-data-v1", "/trades?market=\(market.conditionID)&offset=10001", 400),
        ]
        for (upstream, target, status) in refused { #expect(desk.status(upstream, target) == status, "\(target)") }
    }

    @Test("Too many requests, in each venue's words, so often and no more")
    func tooMany() throws {
        let desk = VenueDesk()
        desk.venues.trouble("kalshi") { $0.answers429 = 2 }
        let kalshi = (0..<3).map { _ in desk.venues.answer(upstream: "kalshi", target: "/series") }
        #expect(kalshi.map(\.status) == [429, 429, 200])
        #expect(kalshi[0].body != kalshi[1].body)
        desk.venues.trouble("polymarket-data-v1") { $0.answers429 = 1 }
        let answer = desk.venues.answer(upstream: "polymarket-data-v1", target: "/trades?market=\(market.conditionID)")
        #expect(answer.status == 200)
        #expect(answer.body == #"{"error":"Too Many Requests"}"#)
    }

    @Test("An ignored parameter is as if it had not been sent; a missing route is 404")
    func ignored() throws {
        let desk = VenueDesk()
        desk.venues.trouble("gamma") { $0.ignoresParameters = ["closed"] }
        #expect(try desk.events("/events/keyset?closed=true").texts("id").contains("9101"))
        desk.venues.trouble("polymarket-data") { $0.absentPaths = ["/v2"] }
        #expect(desk.status("polymarket-data", "/v2/trades?condition=\(market.conditionID)") == 404)
        #expect(desk.status("polymarket-data", "/trades?market=\(market.conditionID)") == 200)
    }

    @Test("The first segment names the upstream where one server stands for all")
    func oneServer() throws {
        let desk = VenueDesk()
        #expect(desk.venues.answer("/kalshi-historical/trade-api/v2/historical/cutoff").status == 200)
        #expect(desk.venues.count("kalshi-historical", containing: "cutoff") == 1)
        #expect(desk.venues.requests.count == 1)
        #expect(desk.venues.answer("/nobody/x").status == 404)
    }
}

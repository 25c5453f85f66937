import LosslessJSON
import Tabular
import TestWorld
import Testing

/// Large fake worlds: quick to ask, and every market in one place.
@Suite("Large fake worlds")
struct ScaleTests {
    @Test("A million trades, any page of them at once")
    func million() throws {
        let desk = VenueDesk(.trades(count: 1_000_000))
        let answer = try desk.get("kalshi", "/markets/trades?ticker=KXBUSY-26-NOV&limit=1000")
        let newest = try row(answer, 0)
        let oldest = try row(answer, 999)
        #expect(newest > oldest)
        let rows = desk.venues.world.expectedTrades(kalshi: "KXBUSY-26-NOV", before: desk.venues.now)
        #expect(rows.count == 1_000_000)
        // The tape at any place without what is before it: from the middle of the market's life, a second's worth.
        let middle = try #require(Instant("2026-10-31T14:00:00Z")).seconds
        let part = try desk.kalshi(
            "/markets/trades?ticker=KXBUSY-26-NOV&min_ts=\(middle)&max_ts=\(middle + 3600)&limit=100", rows: "trades")
        #expect((1_300...1_500).contains(part.joined().count))
        #expect(Set(try part.texts("trade_id")).count == part.joined().count)
    }

    private func row(_ answer: JSONValue, _ place: Int) throws -> String {
        try VenueDesk().row(answer.member("trades").element(place))
    }

    @Test("2,000 markets: every one is in one listing of its venue, and every night the same")
    func many() throws {
        let world = VenueWorld.many(count: 2_000)
        #expect(world.polymarket.count == 1_000 && world.kalshi.count == 1_000)
        let desk = VenueDesk(world)
        let now = desk.venues.now
        var ids: [String] = []
        for closed in [false, true] {
            for event in try desk.events("/events/keyset?closed=\(closed)&limit=50").joined() {
                ids += try event.member("markets").elements.map { try $0.member("id").string() }
            }
        }
        #expect(ids.count == Set(ids).count)
        #expect(ids.count == world.polymarket.count { $0.isServed(at: now) })
        var tickers: [String] = []
        for status in ["open", "closed", "settled", "unopened"] {
            for event in try desk.kalshi("/events?status=\(status)&with_nested_markets=true&limit=200", rows: "events")
                .joined()
            {
                tickers += try event.member("markets").elements.map { try $0.member("ticker").string() }
            }
        }
        tickers += try desk.kalshi("/historical/markets?limit=1000", rows: "markets").texts("ticker")
        #expect(tickers.count == Set(tickers).count)
        #expect(tickers.count == world.kalshi.count { $0.isServed(at: now) })
        #expect(
            desk.venues.answer(upstream: "kalshi", target: "/series").body
                == VenueDesk(world).venues.answer("/kalshi/series").body)
    }
}

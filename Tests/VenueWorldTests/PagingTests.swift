import LosslessJSON
import TestWorld
import Testing

/// Cursors of the fake venues, sound ones and those of a fault.
@Suite("Paging of the fake venues")
struct PagingTests {
    @Test("Pages of any size tile a listing", arguments: [1, 2, 3, 100])
    func tiles(limit: Int) throws {
        let desk = VenueDesk()
        let open = try desk.events("/events/keyset?closed=false&limit=\(limit)")
        #expect(try open.texts("id") == ["9101", "9105", "9106", "9108", "9109"])
        let closed = try desk.events("/events/keyset?closed=true&limit=\(limit)")
        #expect(try closed.texts("id") == ["9003", "9012", "9041", "9052"])
        let markets = try desk.kalshi("/markets?mve_filter=exclude&limit=\(limit)", rows: "markets")
        #expect(try markets.texts("ticker") == markets.texts("ticker").sorted())
        #expect(markets.joined().count == 9)
        #expect(markets.dropLast().allSatisfy { $0.count == limit })
    }

    @Test("The end is the upstream's own sign: no cursor, an empty one, null")
    func ends() throws {
        let desk = VenueDesk()
        #expect(try desk.get("gamma", "/events/keyset?closed=false")["next_cursor"] == nil)
        #expect(try desk.get("kalshi", "/events?status=open")["cursor"]?.string() == "")
        let condition = VenueWorld.small.polymarket[0].conditionID
        #expect(
            try desk.get("polymarket-data", "/v2/trades?condition=\(condition)")["pagination"]?["next_cursor"]?.isNull
                == true)
    }

    @Test("A walk by cursor is not moved by what comes meanwhile")
    func growing() throws {
        let desk = VenueDesk()
        let first = try desk.get("kalshi", "/markets/trades?ticker=KXORRIN-26-MARSH&limit=5")
        let cursor = try first.member("cursor").string()
        desk.venues.move(to: VenueWorld.secondNight)
        let second = try desk.get("kalshi", "/markets/trades?ticker=KXORRIN-26-MARSH&limit=5&cursor=\(cursor)")
        let ids = try [first, second].map { try Array($0.member("trades").elements) }.texts("trade_id")
        #expect(Set(ids).count == 10)
        let all = try VenueDesk().kalshi("/markets/trades?ticker=KXORRIN-26-MARSH&limit=1000", rows: "trades").texts(
            "trade_id")
        #expect(Array(all.prefix(10)) == ids)
    }

    @Test("An ignored cursor gives page 1 for ever, with a cursor that looks new")
    func ignoredCursor() throws {
        let desk = VenueDesk()
        desk.venues.trouble("gamma") { $0.ignoresCursor = true }
        let pages = try desk.events("/events/keyset?closed=false&limit=2", pages: 5)
        #expect(pages.count == 5)
        #expect(try Set(pages.texts("id")) == ["9101", "9105"])
        let cursors = try (0..<3).map { _ in
            try desk.get("gamma", "/events/keyset?closed=false&limit=2").member("next_cursor").string()
        }
        #expect(Set(cursors).count == 3)
    }

    @Test("Another name than after_cursor is passed over in silence")
    func wrongName() throws {
        let desk = VenueDesk()
        let cursor = try desk.get("gamma", "/events/keyset?closed=false&limit=2").member("next_cursor").string()
        let again = try desk.get("gamma", "/events/keyset?closed=false&limit=2&next_cursor=\(cursor)")
        #expect(try again["events"]?[0]?.member("id").string() == "9101")
        let next = try desk.get("gamma", "/events/keyset?closed=false&limit=2&after_cursor=\(cursor)")
        #expect(try next["events"]?[0]?.member("id").string() == "9106")
    }

    @Test("A repeated page, an empty page with a live cursor, a cursor that stands still")
    func oddPages() throws {
        let desk = VenueDesk()
        desk.venues.trouble("kalshi") { $0.repeatsPage = 2 }
        let repeated = try desk.kalshi("/markets?limit=3", rows: "markets")
        #expect(
            try repeated[1].map { try $0.member("ticker").string() }
                == repeated[0].map { try $0.member("ticker").string() })
        #expect(Set(try repeated.texts("ticker")).count == 10)
        desk.venues.heal()
        desk.venues.trouble("kalshi") { $0.emptyPageWithLiveCursor = true }
        let gaps = try desk.kalshi("/markets?limit=3", rows: "markets")
        #expect(gaps.map(\.count) == [3, 0, 3, 0, 3, 0, 1])
        #expect(try gaps.texts("ticker").count == 10)
        desk.venues.heal()
        desk.venues.trouble("kalshi") { $0.staleCursor = true }
        let stale = try desk.kalshi("/markets?limit=3", rows: "markets", pages: 8)
        #expect(stale.map(\.count) == [3, 3, 3, 1, 1, 1, 1, 1])
    }

    @Test("A clamp takes less than asked for and says nothing")
    func clamp() throws {
        let desk = VenueDesk(.many(count: 600), now: "2026-11-16T21:30:00Z")
        #expect(try desk.get("gamma", "/markets/keyset?closed=true&limit=500").member("markets").elements.count == 100)
        desk.venues.trouble("gamma") { $0.clampsLimitTo = 10 }
        #expect(try desk.get("gamma", "/markets/keyset?closed=true&limit=500").member("markets").elements.count == 10)
        let condition = VenueWorld.small.polymarket[0].conditionID
        let small = VenueDesk()
        small.venues.trouble("polymarket-data") { $0.clampsLimitTo = 4 }
        let pages = try small.trades("/v2/trades?condition=\(condition)&taker_only=false&limit=1000")
        #expect(pages.dropLast().allSatisfy { $0.count == 4 })
    }

    @Test("Forgotten cursors and cursors of another question are refused, each venue in its way")
    func refusedCursors() throws {
        let desk = VenueDesk()
        let gamma = try desk.get("gamma", "/events/keyset?closed=false&limit=2").member("next_cursor").string()
        let kalshi = try desk.get("kalshi", "/markets?limit=3").member("cursor").string()
        let condition = VenueWorld.small.polymarket[0].conditionID
        let trades = try desk.get("polymarket-data", "/v2/trades?condition=\(condition)&limit=2")
        let cursor = try trades.member("pagination").member("next_cursor").string()
        #expect(desk.status("gamma", "/events/keyset?closed=true&limit=2&after_cursor=\(gamma)") == 422)
        #expect(desk.status("kalshi", "/markets?limit=3&status=open&cursor=\(kalshi)") == 400)
        // The trades feed goes on from the anchor, whatever the filters are now.
        #expect(
            desk.status("polymarket-data", "/v2/trades?condition=\(condition)&taker_only=false&cursor=\(cursor)") == 200
        )
        desk.venues.forgetCursors()
        #expect(desk.status("gamma", "/events/keyset?closed=false&limit=2&after_cursor=\(gamma)") == 422)
        #expect(desk.status("kalshi", "/markets?limit=3&cursor=\(kalshi)") == 400)
        #expect(desk.status("polymarket-data", "/v2/trades?condition=\(condition)&limit=2&cursor=\(cursor)") == 400)
    }
}

import PluginKit
import PluginTesting
import Tabular
import Testing

/// Where a market of Polymarket stands, by its flags and by UMA's word.
@Suite("Polymarket: where a market stands")
struct StatusTests {
    private func read(_ market: String, now: Instant = Reading.now) throws -> Reading {
        try Reading(GammaJSON.page(events: [GammaJSON.event([market])]), unit: "events(open)", now: now)
    }

    @Test(
        "flags and UMA's word make a status, and which --status finds it",
        arguments: [
            (["active": "false"], "pending", "open"), ([:], "open", "open"), (["acceptingOrders": nil], "open", "open"),
            (["acceptingOrders": "false"], "paused", "open"),
            (["acceptingOrders": "false", "endDate": #""2026-11-01T00:00:00Z""#], "closed", "closed"),
            (["umaResolutionStatus": #""proposed""#], "proposed", "open"),
            (["umaResolutionStatus": #""proposed""#, "acceptingOrders": "false"], "proposed", "closed"),
            (["umaResolutionStatus": #""disputed""#], "disputed", "open"),
            // UMA is done, and Gamma is not yet.
            (["umaResolutionStatus": #""resolved""#], "proposed", "open"),
            (["umaResolutionStatus": #""a new word""#], "open", "open"),
            // The normal settled state is active, and goes on taking orders by its own word.
            (["closed": "true", "umaResolutionStatus": #""resolved""#], "resolved", "settled"),
            (["closed": "true", "outcomePrices": #""[\"1\", \"0\"]""#], "resolved", "settled"),
            (["closed": "true"], "closed", "closed"),
            (["closed": "true", "umaResolutionStatus": #""proposed""#], "proposed", "closed"),
        ] as [([String: String?], String, String)])
    func statuses(_ changes: [String: String?], _ status: String, _ stage: String) throws {
        let page = try read(GammaJSON.market("516710", changes))
        #expect(page.cells("markets", "status") == [status])
        #expect(page.cells("market_status", "status") == [status])
        let note = try #require(page.content.shown.first?.note)
        let provider = try Reading.provider()
        for asked in ["open", "closed", "settled"] {
            #expect(try provider.isWanted("516710", note: note, status: asked) == (asked == stage))
        }
        #expect(try provider.isWanted("516710", note: note, status: "all"))
    }

    @Test("a market is over when it is closed and resolved, and an old one that UMA forgot after 90 days")
    func over() throws {
        let resolved = try read(GammaJSON.resolved(payouts: ["1", "0"])).content.shown
        #expect(resolved.map(\.isOver) == [true])
        #expect(try read(GammaJSON.resolved(payouts: ["0", "0"])).content.shown.map(\.isOver) == [true])
        let proposed = GammaJSON.resolved(payouts: ["1", "0"], ["umaResolutionStatus": #""proposed""#])
        #expect(try read(proposed).content.shown.map(\.isOver) == [false])
        #expect(try read(proposed, now: Reading.now.adding(days: 100)).content.shown.map(\.isOver) == [true])
        #expect(try read(GammaJSON.market()).content.shown.map(\.isOver) == [false])
    }

    @Test("the note stays the same from one night to the next while nothing happens")
    func note() throws {
        let one = try read(GammaJSON.market()).content.shown
        let changed = GammaJSON.market(
            "516710",
            [
                "volume": #""900000""#, "liquidity": #""1""#, "updatedAt": #""2026-11-17T20:00:00Z""#,
                "outcomePrices": #""[\"0.1\", \"0.9\"]""#,
            ])
        let other = try read(changed, now: Reading.now.adding(days: 1)).content.shown
        #expect(one.map(\.note) == other.map(\.note))
        #expect(other.map(\.rank) == [900_000])
        // A market that is resolved is another matter.
        #expect(try read(GammaJSON.resolved(payouts: ["1", "0"])).content.shown.map(\.note) != one.map(\.note))
    }

    @Test("closedTime is read in both of its forms, and only of a closed market")
    func closedTime() throws {
        for text in ["2026-11-10 00:34:19+00", "2026-11-10T00:34:19Z", "2026-11-10 00:34:19.0+00:00"] {
            let page = try read(GammaJSON.resolved(payouts: ["1", "0"], ["closedTime": GammaJSON.quoted(text)]))
            #expect(page.cells("markets", "closed_time") == ["2026-11-10T00:34:19.000000Z"])
        }
        let other = ["closedTime": nil, "umaEndDate": #""2026-11-09T00:00:00Z""#] as [String: String?]
        #expect(
            try read(GammaJSON.resolved(payouts: ["1", "0"], other)).cells("markets", "closed_time") == [
                "2026-11-09T00:00:00.000000Z"
            ])
        #expect(
            try read(GammaJSON.market("1", ["closedTime": #""2026-11-10T00:34:19Z""#])).cells("markets", "closed_time")
                == ["-"])
    }
}

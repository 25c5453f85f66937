import PluginKit
import PluginTesting
import Polymarket
import Tabular
import Testing

/// Markets of Polymarket that a list shows in the text in which they were stored, and how long that text says the same.
@Suite("Polymarket: markets that did not change")
struct UnchangedTests {
    private func read(_ events: [String], _ known: KnownTexts?, now: Instant = Reading.now) throws -> Reading {
        let fetch = StoredFetch(unit: UnitName(text: "events(open)"), now: now)
        let content = try Reading.provider().read(
            Reading.response(GammaJSON.page(events: events)), for: fetch, known: known)
        return Reading(content: content)
    }

    @Test("no row is made of one that did not change: not its own, not of its outcomes, not of its status")
    func rows() throws {
        let markets = [GammaJSON.market("1"), GammaJSON.market("2")]
        let first = try read([GammaJSON.event(markets)], KnownTexts(version: "1"))
        #expect(first.content.shown.count == 2 && first.rows("outcomes").count == 4)
        let second = try read([GammaJSON.event(markets)], KnownTexts(after: first.content))
        #expect(second.content.unchanged.map(\.name) == ["1", "2"] && second.content.shown.isEmpty)
        #expect(["markets", "outcomes", "market_status"].allSatisfy { second.rows($0).isEmpty })
        #expect(second.rows("events").count == 1)
        let other = [markets[0], GammaJSON.market("2", ["volume": #""832996""#])]
        let third = try read([GammaJSON.event(other)], KnownTexts(after: first.content))
        #expect(third.content.unchanged.map(\.name) == ["1"] && third.cells("markets", "market_id") == ["2"])
        #expect(third.rows("outcomes").count == 2)
    }

    @Test(
        "what a market's row and note have of its event counts as its text; the rest of the event does not",
        arguments: [
            ("id", false), ("tags", false), ("closedTime", false), ("volume", true), ("title", true),
        ])
    func event(_ member: String, isPassedOver: Bool) throws {
        let markets = [GammaJSON.market("1")]
        let first = try read([GammaJSON.event(markets)], KnownTexts(version: "1"))
        let changes: [String: String] = [
            "id": #""9002""#, "tags": #"[{"id":"2","label":"Politics","slug":"us-politics"}]"#,
            "closedTime": #""2026-11-01T00:00:00Z""#, "volume": "1", "title": #""That""#,
        ]
        let second = try read([GammaJSON.event(markets, [member: changes[member]])], KnownTexts(after: first.content))
        #expect(second.content.unchanged.isEmpty != isPassedOver)
    }

    @Test("a text whose market's phase depends on the time holds until then")
    func until() throws {
        func until(_ changes: [String: String?]) throws -> Instant? {
            try read([GammaJSON.event([GammaJSON.market("1", changes)])], KnownTexts(version: "1")).content.shown.first?
                .holdsUntil
        }
        #expect(try until([:]) == nil)
        // It takes no orders: paused before its nominal end, closed after it.
        #expect(try until(["acceptingOrders": "false"]) == Reading.at("2026-12-31T12:00:00Z"))
        #expect(try until(["acceptingOrders": "false", "endDate": #""2026-11-01T00:00:00Z""#]) == nil)
        // Closed and not resolved: let go after 90 days.
        let closed = [
            "closed": "true", "closedTime": #""2026-11-10T00:00:00Z""#, "umaResolutionStatus": #""proposed""#,
        ]
        #expect(try until(closed) == Reading.at("2027-02-08T00:00:00Z"))
        #expect(try until(closed.merging(["closedTime": #""2026-01-10T00:00:00Z""#]) { $1 }) == nil)
    }

    @Test("lists that do not pair are told every time")
    func odd() throws {
        let events = [
            GammaJSON.event([GammaJSON.market("1", ["outcomes": #""[\"Yes\"]""#]), GammaJSON.market("2")])
        ]
        let first = try read(events, KnownTexts(version: "1"))
        let second = try read(events, KnownTexts(after: first.content))
        #expect(second.content.unchanged.map(\.name) == ["2"] && second.content.shown.map(\.name) == ["1"])
        #expect(!second.content.flags.isEmpty && second.content.flags == first.content.flags)
    }
}

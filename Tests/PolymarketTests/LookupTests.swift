import PluginKit
import PluginTesting
import Tabular
import Testing

/// Markets that Gamma is asked for directly: by name, and because they left a listing.
@Suite("Polymarket: markets that are asked for directly")
struct LookupTests {
    /// Answers as Gamma: both listings obey `closed`, and only what is asked for comes.
    private struct Desk {
        var markets: [(id: String, event: String?, isClosed: Bool)] = []
        var closedEvents: Set<String> = []
        var pageSize = 100

        func answer(_ request: Request) -> (Int, String) {
            let isClosed = request.query.contains { $0.name == "closed" && $0.value == "true" }
            let ids = request.query.filter { $0.name == "id" }.map(\.value)
            let start = request.query.first { $0.name == "after_cursor" }.flatMap { Int($0.value) } ?? 0
            let rows: [String]
            if request.path == "/markets/keyset" {
                rows = markets.filter { $0.isClosed == isClosed && ids.contains($0.id) }.map { market in
                    let row = json(market)
                    return market.event.map { GammaJSON.alone(row, event: $0, isClosed: closedEvents.contains($0)) }
                        ?? row
                }
            } else {
                rows = ids.filter { closedEvents.contains($0) == isClosed }.map { id in
                    GammaJSON.event(markets.filter { $0.event == id }.map(json), id: id, isClosed: isClosed)
                }
            }
            let part = Array(rows.dropFirst(start).prefix(pageSize))
            let next = start + part.count < rows.count ? String(start + part.count) : nil
            return (
                200,
                request.path == "/markets/keyset"
                    ? GammaJSON.page(markets: part, next: next) : GammaJSON.page(events: part, next: next)
            )
        }

        private func json(_ market: (id: String, event: String?, isClosed: Bool)) -> String {
            market.isClosed ? GammaJSON.resolved(market.id, payouts: ["1", "0"]) : GammaJSON.market(market.id)
        }
    }

    @Test("those that left the open listing are shown with their tags, the gone ones get a tombstone with a date")
    func confirm() throws {
        let desk = Desk(
            markets: [("1", "91", true), ("2", "92", true), ("3", "93", false), ("4", "91", true), ("6", "91", true)],
            closedEvents: ["91"])
        let walk = try FakeWalk(
            "events(open)", subjects: ["1", "2", "3", "4", "5"], answer: desk.answer)
        #expect(
            walk.targets == [
                "/markets/keyset?id=1&id=2&id=3&id=4&id=5&closed=true&limit=100",
                "/markets/keyset?id=3&id=5&closed=false&limit=100",
                "/events/keyset?id=91&id=92&id=93&closed=true&limit=50",
                "/events/keyset?id=92&id=93&closed=false&limit=50",
            ])
        // Siblings that nobody asked for stay out of it.
        #expect(walk.shown.map(\.name) == ["1", "4", "2", "3"])
        #expect(walk.shown.map(\.isOver) == [true, true, true, false])
        #expect(walk.shown.allSatisfy { $0.note.contains("Northern Coast") && $0.list?.text == "events(open)" })
        #expect(walk.lackingTexts == ["5 gone"])
        #expect(
            walk.stored("market_status").map { $0.split(separator: " ") }.map { "\($0[0]) \($0[2])" }
                == ["1 resolved", "2 resolved", "3 open", "4 resolved", "5 absent"])
        #expect(walk.stored("events").count == 3)
        #expect(walk.stored("markets").allSatisfy { $0.contains(" Northern Coast;Politics ") })
    }

    @Test("nobody is left unanswered, whatever is there", arguments: [0, 1, 2, 3, 4, 5, 6, 7])
    func everyone(_ which: Int) throws {
        let all: [(id: String, event: String?, isClosed: Bool)] = [
            ("1", "91", true), ("2", nil, false), ("3", "93", false),
        ]
        let desk = Desk(
            markets: all.indices.filter { which & (1 << $0) != 0 }.map { all[$0] }, closedEvents: ["91"], pageSize: 1)
        let walk = try FakeWalk("events(open)", subjects: ["1", "2", "3"], answer: desk.answer)
        let answered = walk.shown.map(\.name) + walk.lacking.map(\.name)
        #expect(answered.sorted() == ["1", "2", "3"])
        #expect(walk.stored("market_status").count == 3)
        // The pages of one question have the same filters.
        for (page, next) in zip(walk.targets, walk.targets.dropFirst()) where next.contains("&after_cursor=") {
            #expect(next.split(separator: "&after_cursor=")[0] == page.split(separator: "&after_cursor=")[0])
        }
        #expect(walk.shown.count == which.nonzeroBitCount)
    }

    @Test("an event that Gamma does not have leaves its markets lacking, not unanswered")
    func eventGone() throws {
        let walk = try FakeWalk("events(open)", subjects: ["1"]) { request in
            request.path == "/events/keyset"
                ? (200, GammaJSON.page(events: []))
                : (
                    200,
                    GammaJSON.page(markets: [
                        GammaJSON.alone(GammaJSON.resolved("1", payouts: ["1", "0"]), event: "91")
                    ])
                )
        }
        #expect(walk.lackingTexts == ["1 event_gone"])
        #expect(walk.targets.count == 3)
    }

    @Test("a filter that was ignored is noticed, of markets and of events")
    func ignored() throws {
        let cursor =
            #"""
            {"lookup":{"_0":{"added":[],"answered":[],"filter":"id","found":[{"event":"91","market":"1"}],\#
            "missing":[],"step":{"events":{"isClosed":true}},"steps":[]}}}
            """#
        func read(_ body: String, cursor: String? = nil) throws -> Reading {
            try Reading(body, unit: "events(open)", cursor: cursor, subjects: ["1"])
        }
        let closed = ["closed": "true"] as [String: String?]
        #expect(try read(GammaJSON.page(markets: [GammaJSON.market("1", closed)])).content.shown.count == 1)
        #expect(
            Reading.refusal { try read(GammaJSON.page(markets: [GammaJSON.market("2", closed)])) }?.code == .mismatch)
        #expect(Reading.refusal { try read(GammaJSON.page(markets: [GammaJSON.market("1")])) }?.code == .mismatch)
        let event = { GammaJSON.page(events: [GammaJSON.event([GammaJSON.market("1", closed)], id: $0, isClosed: $1)]) }
        #expect(try read(event("91", true), cursor: cursor).content.shown.count == 1)
        #expect(Reading.refusal { try read(event("92", true), cursor: cursor) }?.code == .mismatch)
        #expect(Reading.refusal { try read(event("91", false), cursor: cursor) }?.code == .mismatch)
    }

    @Test(
        "one market is found by its id, its condition and its slug, open or closed",
        arguments: [
            ("516710", "id=516710"), (GammaJSON.condition, "condition_ids=\(GammaJSON.condition)"),
            ("will-it-hold-516710", "slug=will-it-hold-516710"),
        ])
    func named(_ name: String, _ filter: String) throws {
        for isClosed in [false, true] {
            let market = isClosed ? GammaJSON.resolved(payouts: ["1", "0"]) : GammaJSON.market()
            let walk = try FakeWalk("named(\(name))") { request in
                let asked = request.query.contains { $0.name == "closed" && $0.value == "true" }
                if request.path == "/events/keyset" {
                    // An open event with a sibling, which was not named.
                    return (
                        200,
                        GammaJSON.page(
                            events: asked ? [] : [GammaJSON.event([GammaJSON.market("7"), market], id: "91")])
                    )
                }
                return (200, GammaJSON.page(markets: asked == isClosed ? [GammaJSON.alone(market, event: "91")] : []))
            }
            #expect(walk.targets[0] == "/markets/keyset?\(filter)&closed=false&limit=100")
            #expect(walk.shown.map(\.name) == ["516710"])
            #expect(walk.shown[0].note.contains("Northern Coast"))
            #expect(walk.stored("events").count == 1 && walk.stored("markets").count == 1)
            // Settled, it is not asked for again.
            #expect(walk.pages.contains(where: \.content.isSealed) == isClosed)
            #expect(walk.pages.allSatisfy { $0.content.absence == nil })
        }
    }

    @Test("a market that no event has comes by its name, with the category that its own row has")
    func withoutEvent() throws {
        let walk = try FakeWalk("named(516710)") { _ in
            (200, GammaJSON.page(markets: [GammaJSON.market("516710", ["category": #""Crypto""#])]))
        }
        #expect(walk.targets.count == 1)
        #expect(walk.shown.count == 1 && walk.shown[0].note.contains("Crypto"))
        #expect(walk.stored("markets").first?.contains(" Crypto ") == true)
    }

    @Test("a name that Gamma does not know is absent")
    func unknown() throws {
        let walk = try FakeWalk("named(no-such-market)") { _ in (200, GammaJSON.page(markets: [])) }
        #expect(walk.targets.count == 2)
        #expect(walk.pages.last?.content.absence == Reason("unknown_market", "no-such-market"))
        #expect(walk.stored("market_status").isEmpty)
    }
}

import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Markets of Kalshi that are asked for by their tickers: both tiers, clamped pages, and those that nobody has.
@Suite("Kalshi: markets asked for by their tickers")
struct LookupTests {
    private func confirm(_ shelf: Shelf, _ tickers: [String], unit: String = "events(open)") throws -> FakeWalk {
        try FakeWalk(Reading.fetch(unit, subjects: tickers), shelf.answer)
    }

    @Test("a list's missing markets are found in either tier, with the series and the category of their events")
    func confirm() throws {
        let shelf = Shelf(
            live: [.settled("A-1-X", event: "A-1"), MarketJSON("B-1-X", event: "B-1", status: "closed")],
            archived: [.settled("A-1-OLD", event: "A-1", at: "2026-08-01T00:00:00Z")],
            events: [
                EventJSON(ticker: "A-1", series: "KXA"), EventJSON(ticker: "B-1", series: "KXB", category: "Sports"),
            ])
        let walk = try confirm(shelf, ["A-1-X", "A-1-OLD", "B-1-X", "GONE"])
        #expect(
            walk.targets == [
                "/markets?tickers=A-1-X%2CA-1-OLD%2CB-1-X%2CGONE&limit=1000&mve_filter=exclude",
                "/historical/markets?tickers=A-1-OLD%2CGONE&limit=1000&mve_filter=exclude",
                "/events/A-1?with_nested_markets=true",
                "/historical/markets?tickers=A-1-OLD&limit=1000&mve_filter=exclude",
                "/events/B-1?with_nested_markets=true",
            ])
        #expect(walk.upstreams == ["kalshi", "kalshi-historical", "kalshi", "kalshi-historical", "kalshi"])
        #expect(walk.cells("markets", "ticker") == ["A-1-X", "A-1-OLD", "B-1-X"])
        #expect(walk.cells("markets", "series_ticker") == ["KXA", "KXA", "KXB"])
        #expect(walk.cells("markets", "category") == ["Economics", "Economics", "Sports"])
        #expect(walk.shown.map(\.isOver) == [true, true, false])
        #expect(walk.shown.allSatisfy { $0.note.contains("\"series\":\"KX") })
        #expect(walk.lacking.map(\.name) == ["GONE"] && walk.lacking.first?.reason.code == "unknown_market")
        #expect(walk.rows("market_status").last == "GONE 2026-11-18T18:00:30Z absent")
    }

    @Test("a list that answers 404 says nothing of its markets")
    func noList() {
        for tier in ["/markets", "/historical/markets"] {
            #expect(
                (#expect(throws: PluginError.self) {
                    try FakeWalk(Reading.fetch("events(open)", subjects: ["GONE"])) { request in
                        request.path == tier ? (404, ErrorJSON.missing) : (200, MarketJSON.list([], cursor: ""))
                    }
                })?.code == .refused)
        }
    }

    @Test("every market of a batch is answered, whatever the tiers have", arguments: 0..<16)
    func complete(_ bits: Int) throws {
        var shelf = Shelf(events: [EventJSON(ticker: "E-1"), EventJSON(ticker: "E-2")])
        let tickers = ["A", "B", "C", "D"]
        for (place, ticker) in tickers.enumerated() {
            let market = MarketJSON.settled(ticker, event: "E-\(place % 2 + 1)")
            if bits & 1 << place != 0 {
                shelf.live.append(market)
            } else if place != bits % 4 {
                shelf.archived.append(market)
            }
        }
        let walk = try confirm(shelf, tickers)
        #expect(Set(walk.shown.map(\.name)).union(walk.lacking.map(\.name)) == Set(tickers))
        #expect(Set(walk.shown.map(\.name)).isDisjoint(with: walk.lacking.map(\.name)))
        #expect(walk.pages.last?.isDone == true)
    }

    @Test(
        """
        an event's other markets come with it and need no question of their own; in a batch without any, the event is \
        no news
        """
    )
    func siblings() throws {
        let shelf = Shelf(
            live: [.settled("A-1-X", event: "A-1"), .settled("A-1-Y", event: "A-1")],
            archived: [.settled("A-1-OLD", event: "A-1")], events: [EventJSON(ticker: "A-1", series: "KXA")])
        let first = try confirm(shelf, ["A-1-X"])
        #expect(first.shown.map(\.name) == ["A-1-X", "A-1-Y"] && first.rows("events").count == 1)
        let second = try confirm(shelf, ["A-1-OLD"])
        #expect(second.shown.map(\.name) == ["A-1-OLD"] && second.rows("events").isEmpty)
        #expect(second.cells("markets", "series_ticker") == ["KXA"])
    }

    @Test("clamped pages are followed before anything counts as missing")
    func clamped() throws {
        let shelf = Shelf(
            live: (0..<5).map { .settled("A-\($0)", event: "A") }, events: [EventJSON(ticker: "A", series: "KXA")],
            pageSize: 2)
        let walk = try confirm(shelf, (0..<5).map { "A-\($0)" } + ["GONE"])
        #expect(walk.shown.count == 5 && walk.lacking.map(\.name) == ["GONE"])
        #expect(walk.targets.filter { $0.hasPrefix("/markets") }.count == 3)
        // The control: with the first page alone, three would be asked of the archive.
        #expect(walk.targets.first { $0.hasPrefix("/historical") }?.contains("tickers=GONE&") == true)
    }

    @Test("a market whose event Kalshi does not have is answered, and is no tombstone")
    func homeless() throws {
        let shelf = Shelf(live: [.settled("A-1-X", event: "A-1")], hidesEvents: true)
        let walk = try confirm(shelf, ["A-1-X"])
        #expect(walk.lacking.map(\.reason.code) == ["unknown_event"])
        #expect(walk.rows("market_status").isEmpty && walk.shown.isEmpty)
    }

    @Test("combos have no event to ask for and are never left out by the filter")
    func combos() throws {
        let shelf = Shelf(live: [.combo("KXMVE-S1-A", status: "finalized")])
        let walk = try confirm(shelf, ["KXMVE-S1-A", "KXMVE-S1-B"], unit: "combos(open)")
        #expect(
            walk.targets == [
                "/markets?tickers=KXMVE-S1-A%2CKXMVE-S1-B&limit=1000",
                "/historical/markets?tickers=KXMVE-S1-B&limit=1000",
            ])
        #expect(walk.shown.map(\.isOver) == [true] && walk.lacking.map(\.name) == ["KXMVE-S1-B"])
    }

    @Test("a market that was not asked for shows that the filter was ignored")
    func ignored() throws {
        let error = Reading.refusal {
            try Reading(
                MarketJSON.list([MarketJSON("OTHER")]),
                Reading.fetch("events(open)", subjects: ["KXFED-26DEC-C25"]))
        }
        #expect(error?.message == "markets were asked for by their tickers and OTHER came, which was not asked for")
        let shelf = Shelf(live: [MarketJSON("A-1-X", event: "A-1")], events: [EventJSON(ticker: "A-1")])
        #expect(throws: PluginError.self) {
            try FakeWalk(Reading.fetch("named(A-1-X)")) { request in
                request.path.hasPrefix("/events") ? (200, EventJSON(ticker: "A-2").answer) : shelf.answer(request)
            }
        }
    }

    @Test("a cursor that is refused begins the batch anew")
    func restart() throws {
        var shelf = Shelf(
            live: (0..<3).map { .settled("A-\($0)", event: "A") }, events: [EventJSON(ticker: "A", series: "KXA")],
            pageSize: 2)
        var refusals = 0
        let walk = try FakeWalk(Reading.fetch("events(open)", subjects: ["A-0", "A-1", "A-2"])) {
            request in
            if request["cursor"] != nil, refusals == 0 {
                refusals += 1
                shelf.pageSize = 1000
                return (400, ErrorJSON.bad("invalid cursor"))
            }
            return shelf.answer(request)
        }
        #expect(walk.restarts == [Reason("cursor_refused", "bad request: invalid cursor")])
        #expect(walk.shown.count == 3)
    }

    @Test("a named live market costs two questions, brings its event, and is not sealed while it trades")
    func named() throws {
        let shelf = Shelf(
            live: [MarketJSON("A-1-X", event: "A-1"), MarketJSON("A-1-Y", event: "A-1")],
            events: [EventJSON(ticker: "A-1", series: "KXA")])
        let walk = try FakeWalk(Reading.fetch("named(A-1-X)"), shelf.answer)
        #expect(walk.targets.count == 2)
        #expect(walk.shown.map(\.name) == ["A-1-X"] && walk.rows("events").count == 1)
        #expect(walk.shown.first?.list == UnitName(text: "events(open)"))
        #expect(walk.pages.allSatisfy { !$0.content.isSealed && $0.content.absence == nil })
    }

    @Test("one in the archive is found there with its event, and sealed")
    func namedArchived() throws {
        let shelf = Shelf(
            archived: [.settled("A-1-X", event: "A-1")], events: [EventJSON(ticker: "A-1", series: "KXA")])
        let walk = try FakeWalk(Reading.fetch("named(A-1-X)"), shelf.answer)
        #expect(walk.cells("markets", "series_ticker") == ["KXA"] && walk.rows("events").count == 1)
        #expect(walk.pages.contains { $0.content.isSealed })
    }

    @Test("one that neither tier has is absent")
    func namedUnknown() throws {
        let walk = try FakeWalk(Reading.fetch("named(NOPE)"), Shelf().answer)
        #expect(walk.pages.last?.content.absence?.code == "unknown_market")
        #expect(walk.shown.isEmpty && walk.lacking.isEmpty)
    }

    @Test("a named combo is shown by its own unit where combos are not listed", arguments: ["no", "yes"])
    func namedCombo(_ includes: String) throws {
        let walk = try FakeWalk(
            Reading.fetch("named(KXMVE-S1-A)"), options: ["include-combos": includes],
            Shelf(live: [.combo("KXMVE-S1-A")]).answer)
        #expect(walk.targets == ["/markets?tickers=KXMVE-S1-A&limit=1000"])
        #expect(walk.shown.first?.list == (includes == "yes" ? UnitName(text: "combos(open)") : nil))
    }
}

/// A venue with a few markets in either tier, answering as Kalshi does.
private struct Shelf {
    var live: [MarketJSON] = []
    var archived: [MarketJSON] = []
    var events: [EventJSON] = []
    var pageSize = 1000
    var hidesEvents = false

    func answer(_ request: Request) -> (Int, String) {
        if request.path.hasPrefix("/events/") {
            guard !hidesEvents, var event = events.first(where: { request.path == "/events/\($0.ticker)" }) else {
                return (404, ErrorJSON.missing)
            }
            event.markets = live.filter { $0.event == event.ticker }
            return (200, event.answer)
        }
        let asked = (request["tickers"] ?? "").split(separator: ",").map(String.init)
        let all = (request.path == "/markets" ? live : archived).filter { asked.contains($0.ticker) }
        let start = request["cursor"].flatMap { Int($0) } ?? 0
        let part = Array(all.dropFirst(start).prefix(pageSize))
        return (200, MarketJSON.list(part, cursor: start + part.count < all.count ? String(start + part.count) : ""))
    }
}

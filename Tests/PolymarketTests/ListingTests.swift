import PluginKit
import PluginTesting
import Tabular
import Testing

/// Gamma's listings of events with their markets: rows, pages, filters and oddities.
@Suite("Polymarket: the listings of events")
struct ListingTests {
    private func read(_ body: String, unit: String = "events(open)", cursor: String? = nil, status: Int = 200) throws
        -> Reading
    {
        try Reading(body, unit: unit, cursor: cursor, status: status)
    }

    private let after = #"{"listing":{"after":"abc="}}"#

    @Test("a page gives events, markets, outcomes and statuses, digit for digit")
    func rows() throws {
        let page = try read(GammaJSON.page(events: [GammaJSON.event([GammaJSON.market()])], next: "abc="))
        #expect(
            page.rows("events") == [
                """
                9001 event-9001 It Northern \
                Coast;Politics - 2026-10-01T08:00:00.000000Z - - - true false - false - 832995.125818007 57.5 - - -
                """
            ])
        #expect(
            page.rows("markets") == [
                [
                    "516710", GammaJSON.condition, "-", "will-it-hold-516710", "Will \"it\" hold?", "-", "9001",
                    "Northern Coast",
                    "Northern Coast;Politics", "-", "-", "-", "2026-10-01T09:00:00.123456Z",
                    "2026-10-02T10:05:00.500000Z",
                    "2026-12-31T12:00:00.000000Z", "-", "-", "true", "false", "-", "true", "open", "-", "-", "-", "-",
                    "832995.125818007",
                    "57.51", "false", "-", "-", "0.0025", "5", "true", "-", "-", "2026-11-16T20:00:00.000010Z",
                ].joined(separator: " ")
            ])
        #expect(
            page.rows("outcomes") == ["516710 0 Yes \(GammaJSON.tokens[0]) -", "516710 1 No \(GammaJSON.tokens[1]) -"])
        #expect(GammaJSON.tokens[0].count == 78)
        #expect(page.rows("market_status") == ["516710 2026-11-16T21:30:00Z open"])
        #expect(page.content.flags == [])
        #expect(page.content.setAside.isEmpty)
        #expect(page.content.end == .more(after))
        let market = try #require(page.content.shown.first)
        #expect(market.name == "516710" && market.label == "will-it-hold-516710" && market.rank == 832995.125818007)
        #expect(!market.isOver && market.list?.text == "events(open)")
    }

    @Test("the walk sends the same filters with every page, under the one name that Gamma does not ignore")
    func requests() throws {
        let answers = [
            GammaJSON.page(events: [GammaJSON.event([GammaJSON.market()])], next: "abc="),
            GammaJSON.page(events: [], next: "def="),
            GammaJSON.page(events: []),
        ]
        var next = answers.makeIterator()
        let walk = try FakeWalk("events(closed)") { request in
            #expect(request.upstream == "gamma")
            let body = next.next()
            return (200, try #require(body).replacing("\"closed\":false", with: "\"closed\":true"))
        }
        #expect(
            walk.targets == [
                "/events/keyset?closed=true&limit=50", "/events/keyset?closed=true&limit=50&after_cursor=abc%3D",
                "/events/keyset?closed=true&limit=50&after_cursor=def%3D",
            ])
        // An empty page with a live cursor went on.
        #expect(walk.pages.map(\.content.shown.count) == [1, 0, 0])
    }

    @Test(
        "only a listing without next_cursor is at its end",
        arguments: [#"{"events":[]}"#, #"{"events":[],"next_cursor":null}"#])
    func end(_ body: String) throws {
        #expect(try read(body).content.end == .done)
    }

    @Test("a cursor that Gamma does not know any more begins the walk anew", arguments: [400, 422])
    func restart(_ status: Int) throws {
        let body = #"{"type":"validation error","error":"invalid cursor"}"#
        let page = try read(body, cursor: after, status: status)
        #expect(page.content.end == .restart(Reason("cursor_refused", "\(status): invalid cursor")))
        // Without a cursor it is no answer at all.
        let provider = try Reading.provider()
        let first = try provider.request(for: StoredFetch(unit: UnitName(text: "events(open)"), now: Reading.now))
        #expect(first.answerStatuses.isEmpty)
        #expect(Reading.refusal { try read(body, status: status) }?.code == .refused)
    }

    @Test(
        "an answer of another kind is refused",
        arguments: [
            #"{"error":"Too Many Requests"}"#, #"[]"#, #"{"markets":[]}"#, #"{"events":null}"#,
            #"{"events":[],"next_cursor":""}"#,
            #"{"events":[{"title":"no id"},{"title":"nor"},{"title":"nor"}]}"#,
        ])
    func otherKinds(_ body: String) {
        #expect(throws: (any Error).self) { try read(body) }
    }

    @Test("a filter that was ignored is noticed")
    func ignored() throws {
        let open = GammaJSON.page(events: [GammaJSON.event([GammaJSON.market()])])
        let closed = GammaJSON.page(events: [
            GammaJSON.event([GammaJSON.market()]), GammaJSON.event([], id: "9002", isClosed: true),
        ])
        #expect(try read(open).content.shown.count == 1)
        #expect(Reading.refusal { try read(open, unit: "events(closed)") }?.code == .mismatch)
        let error = try #require(Reading.refusal { try read(closed) })
        #expect(error.code == .mismatch && error.message.contains("event 9002"))
    }

    @Test("one strange member is null and an oddity; the rest of the page is read")
    func oddities() throws {
        let market = GammaJSON.market(
            "516711",
            [
                "endDate": #""soon""#, "volume": "[1]", "volumeNum": nil, "newKey": #"{"a":[1]}"#,
                "negRisk": #""maybe""#,
                "orderMinSize": #""five""#, "closedTime": #""0001-01-01T00:00:00Z""#, "line": "-2.50",
            ])
        let page = try read(GammaJSON.page(events: [GammaJSON.event([GammaJSON.market(), market])]))
        #expect(page.cells("markets", "end_time") == ["2026-12-31T12:00:00.000000Z", "-"])
        #expect(page.cells("markets", "volume") == ["832995.125818007", "-"])
        #expect(page.cells("markets", "neg_risk") == ["false", "-"])
        #expect(page.cells("markets", "line") == ["-", "-2.50"])
        #expect(
            page.content.flags == [
                #"T2: markets 516711: endDate is "soon", not an instant; stored as null"#,
                "T2: markets 516711: volume is [1], not a decimal; stored as null",
                #"T2: markets 516711: negRisk is "maybe", not true or false; stored as null"#,
                #"T2: markets 516711: orderMinSize is "five", not a decimal; stored as null"#,
            ])
        #expect(page.content.shown.count == 2)
    }

    @Test("P1: a market without an id is set aside with its text")
    func withoutID() throws {
        let page = try read(
            GammaJSON.page(events: [GammaJSON.event([#"{"conditionId":"0x06"}"#, GammaJSON.market()])]))
        #expect(page.content.setAside.map(\.rule) == ["P1"])
        #expect(page.content.setAside.first?.raw == #"{"conditionId":"0x06"}"#)
        #expect(page.content.shown.map(\.name) == ["516710"])
    }

    @Test("volume and liquidity are the strings, not the rounded numbers; the numbers where there are no strings")
    func volumes() throws {
        let market = GammaJSON.market("1", ["volume": nil, "liquidity": #""""#, "liquidityNum": "4.60"])
        let page = try read(GammaJSON.page(events: [GammaJSON.event([market])]))
        #expect(page.cells("markets", "volume") == ["832995.13"])
        #expect(page.cells("markets", "liquidity") == ["4.60"])
    }
}

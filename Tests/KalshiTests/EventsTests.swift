import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Kalshi's listings of events with their markets: rows, notes, and who is over.
@Suite("Kalshi: listings of events")
struct EventsTests {
    private func read(_ events: [EventJSON], _ listing: String = "open", cursor: String? = "") throws -> Reading {
        try Reading(EventJSON.list(events, cursor: cursor), Reading.fetch("events(\(listing))"))
    }

    @Test("the question names the status, asks for the markets, and passes Kalshi's cursor on")
    func requests() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        #expect(
            try provider.request(for: Reading.fetch("events(open)")).target
                == "/events?status=open&with_nested_markets=true&limit=200")
        let next = try provider.request(for: Reading.fetch("events(settled)", cursor: #"{"page":{"_0":"CgYI=="}}"#))
        #expect(next.target == "/events?status=settled&with_nested_markets=true&limit=200&cursor=CgYI%3D%3D")
        #expect(next.upstream == "kalshi")
    }

    @Test("an event and its markets are rows; the event says the series and the category that a market's row does not")
    func rows() throws {
        let reading = try read([EventJSON([MarketJSON()], ticker: "CPIYOY-22NOV", series: "KXCPIYOY")])
        #expect(
            reading.rows("events") == [
                "CPIYOY-22NOV KXCPIYOY Economics What will the rate be? In December true MECNET - - - - -"
            ])
        #expect(reading.cells("markets", "series_ticker") == ["KXCPIYOY"])
        #expect(reading.cells("markets", "category") == ["Economics"])
        #expect(reading.rows("market_status") == ["KXFED-26DEC-C25 2026-11-18T18:00:30Z active"])
        #expect(reading.content.flags.isEmpty)
    }

    @Test("decimals are as sent, the year 1 and empty texts are nothing, liquidity is not kept")
    func cells() throws {
        let market = MarketJSON(
            "T",
            [
                "created_time": "\"0001-01-01T00:00:00Z\"", "custom_strike": #"{"A":"b, c"}"#, "floor_strike": "3.75",
                "strike_type": "\"custom\"",
                "open_time": "\"2026-01-12T22:08:10.402546Z\"",
            ])
        let reading = try read([EventJSON([market])])
        func cell(_ column: String) -> String? { reading.cells("markets", column).first }
        #expect(cell("created_time") == "-" && cell("open_time") == "2026-01-12T22:08:10.402546Z")
        #expect(cell("close_time") == "2026-12-09T18:59:00.000000Z")
        #expect(
            cell("result") == "-" && cell("rules_secondary") == "-" && cell("settlement_value") == "-"
                && cell("subtitle") == "-")
        #expect(cell("yes_bid") == "0.5600" && cell("volume") == "117303.13" && cell("volume_24h") == "57.51")
        #expect(cell("floor_strike") == "3.75" && cell("custom_strike") == #"{"A":"b, c"}"#)
        #expect(cell("is_combo") == "false" && cell("can_close_early") == "true")
        #expect(reading.batch("markets")?.schema.index(of: "liquidity") == nil)
    }

    @Test("old cents become dollars, exactly, and never replace dollars that are there")
    func cents() throws {
        let old = MarketJSON(
            "OLD",
            [
                "yes_bid_dollars": "", "yes_bid": "6", "yes_ask_dollars": "", "yes_ask": "100", "volume_fp": "",
                "volume": "35001",
                "settlement_value_dollars": "", "settlement_value": "0", "last_price": "0", "open_interest_fp": "",
                "open_interest": "13679",
            ])
        let reading = try read([EventJSON([old])])
        func cell(_ column: String) -> String? { reading.cells("markets", column).first }
        #expect(cell("yes_bid") == "0.06" && cell("yes_ask") == "1.00" && cell("settlement_value") == "0.00")
        #expect(cell("last_price") == "0.5650")
        #expect(cell("volume") == "35001" && cell("open_interest") == "13679")
        #expect(reading.content.shown.first?.rank == 35001)
    }

    @Test(
        "a number of a row that cannot be read is null and said, and the rest goes in",
        arguments: [
            ("yes_bid", "5.5"), ("yes_bid", "-1"), ("volume_fp", "\"many\""), ("expiration_time", "\"soon\""),
            ("yes_ask_dollars", "\"\\u0660\""),
        ])
    func leftOut(_ key: String, _ value: String) throws {
        var broken = MarketJSON("BROKEN", [key: value])
        if key == "yes_bid" { broken.members["yes_bid_dollars"] = "" }
        let reading = try read([EventJSON([MarketJSON(), broken])])
        #expect(reading.cells("markets", "ticker") == ["KXFED-26DEC-C25", "BROKEN"])
        #expect(reading.content.shown.map(\.name) == ["KXFED-26DEC-C25", "BROKEN"])
        #expect(
            reading.content.flags.count == 1 && reading.content.flags[0].hasPrefix("T2: markets BROKEN: \(key) is "))
    }

    @Test("a market without a ticker is set aside")
    func noTicker() throws {
        let reading = try read([EventJSON([MarketJSON(), MarketJSON("")])])
        #expect(reading.content.setAside.map(\.rule) == ["P1"])
        #expect(reading.content.shown.count == 1)
    }

    @Test("the note keeps what does not change from night to night, and volume is the rank")
    func note() throws {
        let subject = try #require(try read([EventJSON([MarketJSON()])]).content.shown.first)
        #expect(
            subject.note
                == #"""
                {"category":"Economics","closes":"2026-12-09T18:59:00Z","created":"2026-09-01T10:00:00.168768Z",\#
                "event":"KXFED-26DEC","isTraded":true,"opens":"2026-09-01T14:00:00Z","series":"KXFED","status":"active"}
                """#
        )
        #expect(subject.rank == 117303.13 && subject.label == "KXFED-26DEC-C25")
        let busier = MarketJSON(
            "KXFED-26DEC-C25", ["volume_fp": "\"999999.00\"", "updated_time": "\"2026-11-18T00:00:00Z\""])
        #expect(try read([EventJSON([busier])]).content.shown.first?.note == subject.note)
    }

    @Test("a market that is not over has to be shown by the open events, whichever list told of it")
    func lists() throws {
        let closed = MarketJSON("KXFED-26DEC-C50", status: "closed")
        let shown = try read([EventJSON([closed, .settled("DONE")])], "closed").content.shown
        #expect(shown.map(\.isOver) == [false, true])
        #expect(shown[0].list == UnitName(text: "events(open)"))
        #expect(try read([EventJSON([MarketJSON()])]).content.shown.first?.list == UnitName(text: "events(open)"))
    }

    @Test("a final market is over, and its note says when it ended and what it paid")
    func over() throws {
        let subject = try #require(try read([EventJSON([.settled("T")])], "settled").content.shown.first)
        #expect(subject.isOver)
        #expect(
            subject.note.contains(#""ended":"2026-11-10T15:00:27.049899Z""#)
                && subject.note.contains(#""payout":"1.0000""#))
        // A row that does not say when is over since its last change, and the same next night.
        let old = MarketJSON(
            "T", status: "finalized", ["settlement_ts": "", "updated_time": "\"2025-02-03T04:05:06Z\""])
        #expect(
            try read([EventJSON([old])], "settled").content.shown.first?.note.contains(
                #""ended":"2025-02-03T04:05:06Z""#) == true)
    }

    @Test(
        "states between are not over",
        arguments: ["initialized", "inactive", "closed", "determined", "disputed", "amended", "new_word"])
    func between(_ status: String) throws {
        let market = MarketJSON("T", status: status, ["settlement_ts": "\"2026-11-10T15:00:27Z\""])
        let subject = try #require(try read([EventJSON([market, MarketJSON()])]).content.shown.first)
        #expect(!subject.isOver && !subject.note.contains("\"ended\":"))
    }

    @Test("a result before the end is flagged, one of a determined market is not")
    func early() throws {
        let result = ["result": "\"yes\""]
        #expect(
            try read([EventJSON([MarketJSON("T", result)])]).content.flags == [
                "S3: T has the result yes while it is active"
            ])
        #expect(
            try read([EventJSON([MarketJSON("T", status: "determined", result), MarketJSON()])]).content.flags.isEmpty)
    }

    @Test(
        "what YES is paid fits the result, or is said",
        arguments: [("yes", "1.0000", true), ("no", "0", true), ("no", "1", false), ("yes", "0.5", false)])
    func payout(_ result: String, _ value: String, _ fits: Bool) throws {
        let market = MarketJSON(
            "T", status: "finalized", ["result": "\"\(result)\"", "settlement_value_dollars": "\"\(value)\""])
        let flags = try read([EventJSON([market])]).content.flags.filter { $0.hasPrefix("S1") }
        #expect(flags == (fits ? [] : ["S1: T ended with \(result), and YES is paid \(value)"]))
    }

    @Test("only an empty or a missing cursor ends the walk; a page without rows does not")
    func ends() throws {
        #expect(try read([EventJSON([MarketJSON()])]).isDone)
        #expect(try read([EventJSON([MarketJSON()])], cursor: nil).isDone)
        #expect(try read([], cursor: "CgX").content.end == .more(#"{"page":{"_0":"CgX"}}"#))
        #expect(try read([]).isDone)
    }

    @Test("a refused cursor begins the walk anew; any other refusal is one, in Kalshi's words")
    func refused() throws {
        let fetch = Reading.fetch("events(open)", cursor: #"{"page":{"_0":"CgX"}}"#)
        let reading = try Reading(ErrorJSON.bad("invalid cursor"), fetch, status: 400)
        #expect(reading.content.end == .restart(Reason("cursor_refused", "bad request: invalid cursor")))
        for body in [
            ErrorJSON.bad("invalid status filter"), #"{"msg":"Parameter validation failed"}"#,
            #"{"error":"bad request"}"#,
        ] {
            let error = Reading.refusal { try Reading(body, Reading.fetch("events(open)"), status: 400) }
            #expect(error?.code == .refused && error?.message.hasPrefix("Kalshi refuses to answer: ") == true)
        }
        #expect(Reading.refusal { try Reading("{}", Reading.fetch("events(open)"), status: 400) }?.code == .malformed)
    }

    @Test("settled events without markets lead to the archive of their series, once, with the category")
    func archived() throws {
        let events = [
            EventJSON([], ticker: "A-1", series: "KXA"), EventJSON(nil, ticker: "A-2", series: "KXA"),
            EventJSON([.settled("B-1-T")], ticker: "B-1", series: "KXB"),
        ]
        let found = try read(events, "settled").content.discoveries
        #expect(found.map(\.unit.text) == ["archive(series=KXA)"])
        #expect(found.first?.note == #"{"category":"Economics"}"#)
        let closed = [EventJSON([], ticker: "A-1"), EventJSON([MarketJSON("T", status: "closed")])]
        #expect(try read(closed, "closed").content.discoveries.isEmpty)
    }

    @Test("an ignored parameter is noticed")
    func ignored() throws {
        let open = events(40)
        let done = events(4, isDone: true)
        func error(_ events: [EventJSON], _ listing: String) -> PluginError? {
            Reading.refusal { try read(events, listing) }
        }
        #expect(
            error(Array(open[..<17] + done[..<3]), "open")?.message
                == "3 of 20 events, D-0 the first, are not open: the filter by status was ignored")
        #expect(try read(open + done, "open").content.flags.count == 1)
        #expect(error(Array(open[..<35] + done), "open")?.code == .mismatch)
        for listing in ["settled", "closed"] { #expect(error(Array(open[..<20]), listing)?.code == .mismatch) }
        let bare = (0..<20).map { EventJSON(nil, ticker: "E-\($0)") }
        #expect(error(bare, "open")?.message.contains("with_nested_markets was ignored") == true)
        #expect(
            try read(Array(bare[..<10] + open[..<8] + done[..<2])).content.flags == [
                "T3: 2 of 10 events, D-0 the first, are not open"
            ])
        // Some of many may have moved on while the answer was made.
        #expect(
            try read(Array(open[..<18] + done[..<2]), "open").content.flags == [
                "T3: 2 of 20 events, D-0 the first, are not open"
            ])
    }

    private func events(_ count: Int, isDone: Bool = false) -> [EventJSON] {
        (0..<count).map {
            isDone
                ? EventJSON([.settled("D-\($0)-T", event: "D-\($0)")], ticker: "D-\($0)")
                : EventJSON([MarketJSON("E-\($0)-T", event: "E-\($0)")], ticker: "E-\($0)")
        }
    }

    @Test("a last page of a few events says nothing of the filters and does not stop the walk")
    func short() throws {
        let page = try read(events(4) + events(1, isDone: true))
        #expect(page.isDone && page.content.shown.count == 5)
        #expect(page.content.flags == ["T3: 1 of 5 events, D-0 the first, are not open"])
        let bare = try read([EventJSON(nil)])
        #expect(bare.isDone && bare.rows("events").count == 1 && bare.content.flags.isEmpty)
        #expect(try read(events(19, isDone: true)).isDone)
    }

    @Test(
        "an answer of another kind is refused",
        arguments: ["[]", "{}", #"{"events":{}}"#, #"{"events":[1,2,3]}"#, #"{"markets":[]}"#])
    func otherKind(_ body: String) throws {
        #expect(Reading.refusal { try Reading(body, Reading.fetch("events(open)")) }?.code == .malformed)
    }
}

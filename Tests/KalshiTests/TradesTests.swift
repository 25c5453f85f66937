import Kalshi
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Kalshi's trades: cells, bounds, pages from new to old, and the two tiers.
@Suite("Kalshi: trades")
struct TradesTests {
    private static let unit = "trades(KXFED-26DEC-C25)"
    private static let recent = Reading.span("2026-11-17T00:00:00Z", "2026-11-18T00:00:00Z")

    private func fetch(_ span: Span = recent, facts: String? = CutoffTests.facts, cursor: String? = nil) -> StoredFetch
    {
        Reading.fetch(Self.unit, facts: facts, span: span, cursor: cursor)
    }

    private func read(_ trades: [TradeJSON], cursor: String = "") throws -> Reading {
        try Reading(TradeJSON.list(trades, cursor: cursor), fetch())
    }

    @Test("a trade is a row, digit for digit")
    func row() throws {
        #expect(
            try read([TradeJSON("2026-11-17T10:00:00.12345Z")]).rows("trades") == [
                "KXFED-26DEC-C25 2026-11-17T10:00:00.123450Z t-1 0.0535 0.9465 57.51 yes bid false"
            ])
    }

    @Test("trades of before 2026 are in cents and whole contracts, and are converted exactly")
    func cents() throws {
        let reading = try read([
            .cents("2026-11-17T10:00:00Z"), .cents("2026-11-17T09:00:00Z", id: "t-0", yes: "6", no: "94", count: "120"),
        ])
        #expect(
            reading.rows("trades") == [
                "KXFED-26DEC-C25 2026-11-17T10:00:00.000000Z t-1 0.56 0.44 3 no - -",
                "KXFED-26DEC-C25 2026-11-17T09:00:00.000000Z t-0 0.06 0.94 120 no - -",
            ])
    }

    @Test("dollars win over what is left of the cents, also where these are 0")
    func bothStyles() throws {
        let trade = TradeJSON("2026-11-17T10:00:00Z", ["yes_price": "0", "no_price": "0", "count": "0"])
        #expect(try read([trade]).cells("trades", "yes_price") == ["0.0535"])
    }

    @Test(
        "a trade that cannot be read is set aside with its text, and the rest goes in",
        arguments: [
            ["yes_price_dollars": ""], ["yes_price_dollars": "", "yes_price": "5.35"], ["count_fp": "\"\""],
            ["trade_id": "\"\""],
            ["created_time": "\"yesterday\""], ["created_time": "null"], ["no_price_dollars": "\"1e\""],
        ])
    func setAside(_ members: [String: String]) throws {
        let broken = TradeJSON("2026-11-17T11:00:00Z", id: "t-2", members)
        let reading = try read([broken, TradeJSON("2026-11-17T10:00:00Z")])
        #expect(reading.cells("trades", "trade_id") == ["t-1"])
        #expect(reading.content.setAside.map { [$0.dataset, $0.rule, $0.raw] } == [["trades", "T2", broken.json]])
    }

    @Test("one id at two times is set aside; trades behind the settlement are stored and said")
    func odd() throws {
        let reading = try Reading(
            TradeJSON.list(
                [
                    TradeJSON("2026-11-17T11:00:00Z"), TradeJSON("2026-11-17T10:00:00Z"),
                    TradeJSON("2026-11-17T09:00:00Z", id: "t-3"),
                ],
                cursor: ""),
            Reading.fetch(
                Self.unit, note: #"{"ended":"2026-11-17T10:30:00Z","series":"KXFED"}"#, facts: CutoffTests.facts,
                span: Self.recent))
        #expect(reading.cells("trades", "trade_id") == ["t-1", "t-3"])
        #expect(reading.content.setAside.map { [$0.dataset, $0.rule] } == [["trades", "X1"]])
        #expect(
            reading.content.flags == [
                "S4: 1 trades of KXFED-26DEC-C25 are later than its settlement on 2026-11-17T10:30:00Z"
            ])
        let before = try read([TradeJSON("2026-11-17T11:00:00Z")])
        #expect(before.content.flags.isEmpty)
    }

    @Test("bounds are whole seconds that lose nothing, whether Kalshi has them in or out")
    func bounds() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        let from = Self.recent.start.seconds
        #expect(
            try provider.request(for: fetch()).target
                == "/markets/trades?ticker=KXFED-26DEC-C25&min_ts=\(from - 1)&max_ts=\(from + 86_400)&limit=1000")
        let odd = Span(Self.recent.lower, Self.recent.upper + 1)
        #expect(try provider.request(for: fetch(odd))["max_ts"] == String(from + 86_401))
        #expect(try provider.request(for: fetch(Span(0, Self.recent.upper)))["min_ts"] == nil)
        for includes in [true, false] {
            let stamps = [
                "2026-11-16T23:59:59.999999Z", "2026-11-17T00:00:00Z", "2026-11-17T23:59:59.999999Z",
                "2026-11-18T00:00:00Z",
            ]
            let walk = try FakeWalk(fetch()) { request in
                let lower = Instant(seconds: Int64(request["min_ts"] ?? "") ?? 0)
                let upper = Instant(seconds: Int64(request["max_ts"] ?? "") ?? 0)
                let found = stamps.filter { stamp in
                    let time = Reading.at(stamp)
                    return includes ? time >= lower && time <= upper : time > lower && time < upper
                }
                return (200, TradeJSON.list(found.reversed().map { TradeJSON($0, id: $0) }))
            }
            #expect(
                walk.cells("trades", "created_time").sorted() == [
                    "2026-11-17T00:00:00.000000Z", "2026-11-17T23:59:59.999999Z",
                ])
            #expect(walk.pages.allSatisfy { $0.content.flags.isEmpty })
        }
    }

    @Test("a bound or a market that was ignored is noticed")
    func ignored() throws {
        func error(_ trade: TradeJSON) -> PluginError? { Reading.refusal { try read([trade]) } }
        #expect(error(TradeJSON("2026-11-16T23:59:58.9Z"))?.message.hasSuffix("min_ts or max_ts was ignored") == true)
        #expect(error(TradeJSON("2026-11-18T00:00:01Z"))?.code == .mismatch)
        #expect(
            error(TradeJSON("2026-11-17T10:00:00Z", ["ticker": "\"KXOTHER\""]))?.message
                == "trades of KXFED-26DEC-C25 were asked for and one of KXOTHER came")
        // The control: at the very bounds nothing is said.
        #expect(
            try read([TradeJSON("2026-11-18T00:00:00.5Z"), TradeJSON("2026-11-16T23:59:59Z")]).rows("trades").isEmpty)
    }

    @Test("pages are newest first and wait; an empty page with a live cursor goes on; the last one proves the span")
    func pages() throws {
        let bodies = [
            nil: TradeJSON.list(
                [TradeJSON("2026-11-17T12:00:00Z", id: "c"), TradeJSON("2026-11-17T11:00:00Z", id: "b")], cursor: "1"),
            "1": TradeJSON.list([], cursor: "2"), "2": TradeJSON.list([TradeJSON("2026-11-17T10:00:00Z", id: "a")]),
        ]
        let walk = try FakeWalk(fetch()) { request in (200, bodies[request["cursor"]] ?? "") }
        #expect(walk.cells("trades", "trade_id") == ["c", "b", "a"])
        #expect(walk.pages.map(\.proofs) == [[], [], ["[2026-11-17T00:00:00Z, 2026-11-18T00:00:00Z) stored"]])
        guard case .held = walk.pages[0].content.end else {
            Issue.record("the pages do not wait")
            return
        }
    }

    @Test(
        "the tiers that the span reaches are asked, the live one first, and neither in vain",
        arguments: [
            ("2026-11-17T00:00:00Z", "2026-11-18T00:00:00Z", ["kalshi"]),
            ("2026-09-13T00:00:00Z", "2026-11-18T00:00:00Z", ["kalshi"]),
            ("2026-09-12T23:59:59Z", "2026-11-18T00:00:00Z", ["kalshi", "kalshi-historical"]),
            ("2026-03-01T00:00:00Z", "2026-09-13T00:00:00Z", ["kalshi-historical"]),
        ])
    func tiers(_ from: String, _ to: String, _ upstreams: [String]) throws {
        let walk = try FakeWalk(fetch(Reading.span(from, to))) { _ in (200, TradeJSON.list([])) }
        #expect(walk.upstreams == upstreams)
        #expect(walk.proofs == ["\(Reading.span(from, to).text(on: .time)) stored"])
        for target in walk.targets { #expect(target.contains("/trades?ticker=KXFED-26DEC-C25&min_ts=")) }
        // Without the cutoff both are asked.
        let blind = try FakeWalk(fetch(Reading.span(from, to), facts: nil)) { _ in (200, TradeJSON.list([])) }
        #expect(blind.upstreams == ["kalshi", "kalshi-historical"])
    }

    @Test("a trade that both tiers have has one key and the same cells")
    func overlap() throws {
        let trade = TradeJSON("2026-09-12T10:00:00.000001Z")
        let walk = try FakeWalk(fetch(Reading.span("2026-09-01T00:00:00Z", "2026-11-18T00:00:00Z"))) { _ in
            (200, TradeJSON.list([trade]))
        }
        #expect(walk.rows("trades").count == 2 && Set(walk.rows("trades")).count == 1)
    }

    @Test(
        """
        what a tier answers proves its own side of the cutoff: a tier that does not know the market leaves its side open
        """
    )
    func missing() throws {
        let span = Reading.span("2026-09-01T00:00:00Z", "2026-11-18T00:00:00Z")
        func walk(_ tiers: [String]) throws -> FakeWalk {
            try FakeWalk(fetch(span)) {
                tiers.contains($0.upstream) ? (200, TradeJSON.list([])) : (404, ErrorJSON.missing)
            }
        }
        #expect(
            try walk(["kalshi-historical"]).proofs == [
                "[2026-09-01T00:00:00Z, 2026-09-13T00:00:00Z) stored",
                "[2026-09-13T00:00:00Z, 2026-11-18T00:00:00Z) gap unknown_market",
            ])
        #expect(try walk(["kalshi", "kalshi-historical"]).proofs == ["\(span.text(on: .time)) stored"])
        // Where the live tier alone was needed, and where nobody knows the cutoff, the archive's answer proves nothing.
        for (span, facts) in [(Self.recent, CutoffTests.facts), (span, nil)] {
            let walk = try FakeWalk(fetch(span, facts: facts)) {
                $0.upstream == "kalshi" ? (404, ErrorJSON.missing) : (200, TradeJSON.list([]))
            }
            #expect(walk.proofs == ["\(span.text(on: .time)) gap unknown_market"])
        }
        #expect(
            try walk(["kalshi"]).proofs == [
                "[2026-09-13T00:00:00Z, 2026-11-18T00:00:00Z) stored",
                "[2026-09-01T00:00:00Z, 2026-09-13T00:00:00Z) gap unknown_market",
            ])
        #expect(
            try walk([]).pages.last?.content.absence?.code == "unknown_market"
                && walk([]).pages.last?.content.isGone == true)
        let old = Reading.span("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")
        #expect(
            try FakeWalk(fetch(old)) { _ in (404, ErrorJSON.missing) }.proofs == [
                "\(old.text(on: .time)) gap unknown_market"
            ])
    }

    @Test("a 404 in the middle of a walk says nothing of the market")
    func middle() throws {
        let cursor = #"{"trades":{"isSecond":false,"page":"1","tier":"live"}}"#
        #expect(
            Reading.refusal { try Reading(ErrorJSON.missing, fetch(cursor: cursor), status: 404) }?.code == .refused)
    }

    @Test(
        """
        no trade at all of a market that its listing calls traded proves nothing; of one that is not traded, or in a \
        later night, it does
        """,
        arguments: [
            (#"{"created":"2026-11-10T00:00:00Z","isTraded":true}"#, "2026-11-10T00:00:00Z", "gap no_trades"),
            (#"{"created":"2026-11-10T00:00:00Z"}"#, "2026-11-10T00:00:00Z", "stored"),
            (#"{"created":"2026-11-10T00:00:00Z","isTraded":true}"#, "2026-11-11T00:00:00Z", "stored"),
            (#"{"created":"2026-11-18T00:00:00Z","isTraded":true}"#, "2026-11-18T00:00:00Z", "stored"),
            (
                #"{"created":"2026-05-10T00:00:00Z","ended":"2026-05-20T00:00:00Z","isTraded":true}"#,
                "2026-05-10T00:00:00Z",
                "lacking no_trades"
            ),
        ])
    func nothing(_ note: String, _ from: String, _ proof: String) throws {
        let span = Reading.span(from, "2026-11-18T12:00:00Z")
        let walk = try FakeWalk(Reading.fetch(Self.unit, note: note, facts: CutoffTests.facts, span: span)) { _ in
            (200, TradeJSON.list([]))
        }
        #expect(walk.proofs == ["\(span.text(on: .time)) \(proof)"])
        // One trade, on whatever page, and the empty rest is believed.
        var bodies = [TradeJSON.list([TradeJSON("2026-11-18T11:00:00Z")], cursor: "1"), TradeJSON.list([])]
        let some = try FakeWalk(Reading.fetch(Self.unit, note: note, facts: CutoffTests.facts, span: span)) { _ in
            (200, bodies.count > 1 ? bodies.removeFirst() : bodies[0])
        }
        #expect(some.proofs == ["\(span.text(on: .time)) stored"])
    }

    @Test("a cursor that is refused begins the walk anew; a first question that is refused is a refusal")
    func refused() throws {
        let cursor = #"{"trades":{"isSecond":false,"page":"1","tier":"live"}}"#
        let reading = try Reading(ErrorJSON.bad("invalid cursor"), fetch(cursor: cursor), status: 400)
        #expect(reading.content.end == .restart(Reason("cursor_refused", "bad request: invalid cursor")))
        #expect(Reading.refusal { try Reading(ErrorJSON.bad("no"), fetch(), status: 400) }?.code == .refused)
    }

    @Test("another way to write a number is no correction, another number is one")
    func judgement() throws {
        let provider = try ProviderPlugin(Kalshi.self).load()
        let dataset = try #require(provider.manifest.dataset(named: "trades"))
        func judge(_ column: String, _ stored: Value, _ answered: Value) throws -> Judgement {
            var left: [Value] = dataset.schema.columns.map { _ in .null }
            var right = left
            let index = try #require(dataset.schema.index(of: column))
            (left[index], right[index]) = (stored, answered)
            let difference = Difference(
                dataset: "trades", schema: dataset.schema, key: "k", stored: left, answered: right, isNewest: false)
            return try provider.judge(difference, of: UnitName(text: Self.unit))
        }
        #expect(try judge("yes_price", .decimal("0.56"), .decimal("0.5600")) == .same)
        #expect(try judge("yes_price", .decimal("0.56"), .decimal("0.57")) == .revision)
        #expect(try judge("taker_book_side", .text("bid"), .null) == .same)
        #expect(try judge("taker_book_side", .null, .text("bid")) == .revision)
    }
}

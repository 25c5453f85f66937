import PluginKit
import PluginTesting
import Tabular
import Testing

/// Fills of version 2 of the data API: cells, fills that are alike, pages, and where version 1 takes over.
@Suite("Polymarket: trades")
struct TradeTests {
    static let unit = "trades(market=516710)"
    /// The first second that version 2 is asked for.
    static let boundary = Reading.now.adding(days: -1_065).seconds

    static func note() throws -> String {
        let page = try Reading(GammaJSON.page(events: [GammaJSON.event([GammaJSON.market()])]), unit: "events(open)")
        return try #require(page.content.shown.first?.note)
    }

    private func span(_ start: Int64, _ end: Int64) -> Span {
        Span(Instant(seconds: start).microseconds, Instant(seconds: end).microseconds)
    }

    private func walk(_ desk: TradeDesk, _ span: Span) throws -> FakeWalk {
        try FakeWalk(Self.unit, note: Self.note(), span: span, answer: desk.answer)
    }

    static let noon = Reading.at("2026-11-16T12:00:00Z").seconds

    @Test("a row keeps its digits and leaves people out; nothing of the defaults hides any")
    func row() throws {
        let desk = TradeDesk(tape: [FillJSON(second: Self.noon, size: "1e-05", outcome: 1)])
        let walk = try walk(desk, span(Self.noon - 60, Self.noon + 60))
        #expect(
            walk.targets == [
                """
                /v2/trades?condition=\(GammaJSON.condition)&limit=1000&taker_only=false&filter_type=TOKENS&\
                filter_amount=0.000001
                """
            ])
        let row = try #require(walk.stored("trades").first)
        #expect(row.hasPrefix("516710 2026-11-16T12:00:00Z 0xab01 "))
        #expect(row.hasSuffix(" 1 - BUY 0.0535 1e-05 0xc0de v2"))
        #expect(!row.contains("Private"))
        #expect(walk.tiles(span(Self.noon - 60, Self.noon + 60)))
    }

    @Test("fills behind the end of a market are stored and said", arguments: [(600, true), (3_600, false)])
    func late(_ before: Int64, _ isLate: Bool) throws {
        var note = try Self.note()
        #expect(note.hasSuffix("}"))
        note = String(note.dropLast()) + ",\"closed\":\(Self.noon - 2 * 600 + (isLate ? 0 : before))}"
        let desk = TradeDesk(tape: [FillJSON(second: Self.noon)])
        let walk = try FakeWalk(Self.unit, note: note, span: span(Self.noon - 60, Self.noon + 60), answer: desk.answer)
        #expect(walk.stored("trades").count == 1)
        #expect(walk.flags.contains { $0.hasPrefix("S4: market 516710: 1 fills are later than its end on ") } == isLate)
    }

    @Test("the outcome is the token's, else what the venue says, else unknown")
    func outcomes() throws {
        let tape = [
            FillJSON(second: Self.noon, wallet: "0x1", outcome: 1, label: 999),
            FillJSON(second: Self.noon, wallet: "0x2", outcome: 5, label: 1),
            FillJSON(second: Self.noon, wallet: "0x3", outcome: 5, label: 999),
        ]
        let walk = try walk(TradeDesk(tape: tape), span(Self.noon, Self.noon + 1))
        let outcomes = walk.stored("trades").map { $0.split(separator: " ") }.map { "\($0[9]) \($0[4])" }
        #expect(outcomes.sorted() == ["0x1 1", "0x2 1", "0x3 -"])
    }

    @Test(
        """
        what the venue calls the outcome is kept as sent; it tells no fills apart, and what cannot be read of it is \
        null and said
        """
    )
    func names() throws {
        let tape = [#""Yes""#, #""Trump, \"Donald\"""#, #""""#, "null", "7", #"{}"#].enumerated().map {
            FillJSON(second: Self.noon + Int64($0), name: $1)
        }
        let reading = try Reading(
            FillJSON.new(tape.reversed()), unit: Self.unit, note: Self.note(),
            span: Span(Instant(seconds: Self.noon - 60)..<Instant(seconds: Self.noon + 60)))
        #expect(reading.cells("trades", "outcome").reversed() == ["Yes", "Trump, \"Donald\"", "-", "-", "-", "-"])
        #expect(reading.content.setAside.isEmpty)
        #expect(
            reading.content.flags.count { $0.hasPrefix("T2: trades ") && $0.contains("outcome") } == 2,
            "\(reading.content.flags)")
        func fill(_ name: String) throws -> String {
            let reading = try Reading(
                FillJSON.new([FillJSON(second: Self.noon, name: name)]), unit: Self.unit, note: Self.note(),
                span: Span(Instant(seconds: Self.noon - 60)..<Instant(seconds: Self.noon + 60)))
            return try #require(reading.cells("trades", "fill").first)
        }
        #expect(try fill(#""Yes""#) == fill("null"))
    }

    @Test("fills of one transaction that nothing tells apart all survive, wherever pages end", arguments: 1...8)
    func identical(_ pageSize: Int) throws {
        let same = FillJSON(second: Self.noon)
        let tape =
            [FillJSON(second: Self.noon + 5)] + [same, FillJSON(second: Self.noon, size: "5"), same, same, same]
            + [FillJSON(second: Self.noon - 5), FillJSON(second: Self.noon - 5)]
        let whole = span(Self.noon - 60, Self.noon + 60)
        let walk = try walk(TradeDesk(tape: tape, pageSize: pageSize), whole)
        #expect(walk.stored("trades").count == 8)
        let fills = walk.stored("trades", "fill")
        #expect(Set(fills.map { $0.prefix(16) }).count == 2)
        // The very same rows as on one page.
        #expect(walk.stored("trades") == (try self.walk(TradeDesk(tape: tape, pageSize: 100), whole)).stored("trades"))
        // And by version 1, but for the name of the source.
        let old = try self.walk(TradeDesk(tape: tape, pageSize: pageSize, hasNew: false), whole)
        #expect(old.stored("trades") == walk.stored("trades").map { $0.dropLast(2) + "v1" })
        #expect(old.tiles(whole))
    }

    @Test("a page that comes again, whole or in part, adds nothing")
    func overlap() throws {
        let tape = (0..<8).map { FillJSON(second: Self.noon - Int64($0 / 2), hash: "0x\($0 / 2)") }
        let whole = span(Self.noon - 60, Self.noon + 60)
        let expected = try walk(TradeDesk(tape: tape, pageSize: 100), whole).stored("trades")
        #expect(expected.count == 8)
        for pages in [[0..<4, 0..<4, 4..<8], [0..<4, 1..<8], [0..<2, 0..<2, 2..<8]] {
            var next = 0
            let walk = try FakeWalk(Self.unit, note: Self.note(), span: whole) { _ in
                defer { next += 1 }
                return (200, FillJSON.new(Array(tape[pages[next]]), next: next + 1 < pages.count ? "\(next)" : nil))
            }
            #expect(walk.stored("trades") == expected)
        }
    }

    @Test("equal fills have equal keys in both versions, whatever digits they are written in")
    func keys() throws {
        func fill(_ price: String, _ size: String, hasNew: Bool) throws -> String {
            let tape = [FillJSON(second: Self.noon, price: price, size: size)]
            let walk = try walk(TradeDesk(tape: tape, hasNew: hasNew), span(Self.noon, Self.noon + 1))
            return try #require(walk.stored("trades", "fill").first)
        }
        let fill20 = try fill("0.5", "20", hasNew: true)
        for (price, size) in [("0.50", "20.0"), ("5e-1", "2E+1"), ("0.5", "20.00")] {
            #expect(try fill(price, size, hasNew: false) == fill20)
        }
        for (price, size) in [("0.51", "20"), ("0.5", "2"), ("0.5", "20.1"), ("0.5", "0.2")] {
            #expect(try fill(price, size, hasNew: true) != fill20)
        }
        #expect(fill20.count == 16)
    }

    @Test("the feed ends at the first page that reaches below the span; rows outside of it are left out without a word")
    func bounds() throws {
        let tape = (0..<20).map { FillJSON(second: Self.noon - Int64($0) * 10, hash: "0x\($0)") }
        let asked = span(Self.noon - 100, Self.noon - 50)
        let walk = try walk(TradeDesk(tape: tape), asked)
        #expect(walk.stored("trades", "transaction_hash") == ["0x10", "0x9", "0x8", "0x7", "0x6"])
        #expect(walk.requests.count == 4)
        #expect(walk.tiles(asked))
        #expect(walk.flags.isEmpty)
    }

    @Test("what version 2 may not reach comes from version 1, and no second from both")
    func split() throws {
        let b = Self.boundary
        let tape = [b + 9, b + 1, b, b, b - 1, b - 1, b - 700].enumerated().map {
            FillJSON(second: $1, hash: "0x\($0)")
        }
        let whole = span(b - 1_000, b + 1_000)
        let walk = try walk(TradeDesk(tape: tape), whole)
        #expect(walk.stored("trades").map { $0.suffix(2) } == ["v1", "v1", "v1", "v2", "v2", "v2", "v2"])
        #expect(walk.tiles(whole))
        #expect(walk.requests.filter { $0.upstream == "polymarket-data-v1" }.allSatisfy { $0.path == "/trades" })
        #expect(
            walk.targets.first { $0.hasPrefix("/trades") }
                == "/trades?market=\(GammaJSON.condition)&limit=1000&takerOnly=false&start=\(b - 1_000)&end=\(b - 1)")
        // A span that version 2 cannot have is not asked of it, and the other way round.
        let old = try self.walk(TradeDesk(tape: tape), span(b - 1_000, b))
        #expect(old.requests.allSatisfy { $0.path == "/trades" } && old.stored("trades").count == 3)
        let new = try self.walk(TradeDesk(tape: tape), span(b, b + 1_000))
        #expect(new.requests.allSatisfy { $0.path == "/v2/trades" } && new.stored("trades").count == 4)
    }

    @Test("a feed that is refused in the middle begins anew; at its beginning version 1 has everything")
    func refusals() throws {
        let whole = span(Self.noon - 60, Self.noon + 60)
        func read(_ status: Int, cursor: String?) throws -> Reading {
            let body =
                #"""
                {"error":"invalid cursor","code":"invalid_request","retryable":false,"trace_id":"1",\#
                "parameter":"cursor"}
                """#
            return try Reading(body, unit: Self.unit, note: Self.note(), span: whole, cursor: cursor, status: status)
        }
        let cursor = #"{"trades":{"_0":{"cursor":"x","tail":{"counts":{}}}}}"#
        #expect(try read(400, cursor: cursor).content.end == .restart(Reason("cursor_refused", "invalid cursor")))
        #expect(Reading.refusal { try read(404, cursor: cursor) }?.code == .refused)
        for status in [400, 404, 410] {
            guard case .again(let next) = try read(status, cursor: nil).content.end else {
                Issue.record("\(status) is no reason to ask version 1")
                continue
            }
            #expect(next.contains("oldTrades"))
        }
    }

    @Test(
        "answers about other markets, in another order or of another kind are refused; combos are left out with a word")
    func strange() throws {
        let whole = span(Self.noon - 60, Self.noon + 60)
        func read(_ body: String) throws -> Reading {
            try Reading(body, unit: Self.unit, note: Self.note(), span: whole)
        }
        let good = FillJSON(second: Self.noon)
        var other = good
        other.condition = "0x" + String(repeating: "00", count: 32)
        var combo = good
        combo.condition = "0x" + String(repeating: "ab", count: 31)
        #expect(Reading.refusal { try read(FillJSON.new([good, other])) }?.code == .mismatch)
        #expect(
            Reading.refusal { try read(FillJSON.new([good, FillJSON(second: Self.noon + 1)])) }?.code == .malformed)
        let page = try read(FillJSON.new([combo, good]))
        #expect(
            page.rows("trades").count == 1
                && page.content.flags == ["X1: market 516710: 1 trades of combos were left out"])
        for body in [
            #"{"error":"Too Many Requests"}"#, "[]", FillJSON.old([good]),
            #"{"data":[],"pagination":{"next_cursor":""}}"#,
            #"{"data":[]}"#,
            FillJSON.new([good, good, good]).replacing(#""size":57.51"#, with: #""size":null"#),
        ] {
            #expect(throws: (any Error).self) { try read(body) }
        }
    }
}

import PluginKit
import PluginTesting
import Tabular
import Testing

/// Fills that only version 1 of the data API has: windows, offsets, and seconds with too many.
@Suite("Polymarket: trades of version 1")
struct OldTradeTests {
    private static let second = TradeTests.boundary - 1_000_000
    private static let whole = Span(
        Instant(seconds: second - 1_000).microseconds, Instant(seconds: second + 1_000).microseconds)

    private func walk(_ desk: TradeDesk) throws -> FakeWalk {
        try FakeWalk(TradeTests.unit, note: TradeTests.note(), span: Self.whole, answer: desk.answer)
    }

    @Test("windows end at the oldest second, which is asked for again whole", arguments: 1...9)
    func windows(_ pageSize: Int) throws {
        let tape = [9, 8, 8, 8, 8, 5, 5, 1, 0].enumerated().map { FillJSON(second: Self.second + $1, hash: "0x\($0)") }
        let walk = try walk(TradeDesk(tape: tape, pageSize: pageSize))
        #expect(Set(walk.stored("trades", "transaction_hash")) == Set(tape.map(\.hash)))
        #expect(walk.rows("trades").count == 9)
        #expect(walk.tiles(Self.whole))
        #expect(walk.spanProofs.allSatisfy { $0.proof == .stored })
    }

    @Test("nothing is proof too: the market was not traded")
    func nothing() throws {
        let note = try TradeTests.note().replacing(#""isTraded":true,"#, with: "")
        let walk = try FakeWalk(TradeTests.unit, note: note, span: Self.whole, answer: TradeDesk(tape: []).answer)
        #expect(walk.requests.count == 1 && walk.stored("trades").isEmpty)
        #expect(walk.spanProofs.map(\.proof) == [.stored])
    }

    @Test(
        "a second with more trades than version 1 can page through is unavailable, which is said, and the rest is there"
    )
    func crowded() throws {
        let crowd = (0..<12_000).map { FillJSON(second: Self.second + 5, hash: "0x\($0)") }
        let tape = [FillJSON(second: Self.second + 7)] + crowd + [FillJSON(second: Self.second + 1)]
        let walk = try walk(TradeDesk(tape: tape, pageSize: 1_000))
        let crowded = Instant(seconds: Self.second + 5)
        #expect(
            walk.proofs == [
                "[\(Self.whole.start), \(crowded)) stored",
                "[\(crowded), \(crowded.adding(seconds: 1))) lacking crowded_second",
                "[\(crowded.adding(seconds: 1)), \(Self.whole.end)) stored",
            ])
        #expect(walk.stored("trades").count == 11_002)
        #expect(walk.flags == ["X6: market 516710: version 1 cannot page through all trades of \(crowded)"])
        // One that fits is there.
        let other = try self.walk(TradeDesk(tape: Array(tape.dropFirst(3_000)), pageSize: 1_000))
        #expect(other.spanProofs.map(\.proof) == [.stored] && other.flags.isEmpty)
        #expect(other.stored("trades").count == 9_002)
    }

    @Test("a second that fills a page goes on behind all of its rows, also those that cannot be read: none comes twice")
    func oddInFullSecond() throws {
        var tape =
            (0..<5).map { FillJSON(second: Self.second + 5, hash: "0x\($0)") } + [
                FillJSON(second: Self.second + 1, hash: "0x9")
            ]
        tape[1].size = "null"
        let walk = try walk(TradeDesk(tape: tape, pageSize: 3))
        #expect(
            walk.stored("trades", "transaction_hash").sorted() == ["0x0", "0x2", "0x3", "0x4", "0x9"])
        #expect(walk.spanProofs.allSatisfy { $0.proof == .stored })
    }

    @Test("trades that fill the window's last second came, although the page behind them is empty")
    func fullLastSecond() throws {
        let tape = (0..<3).map { FillJSON(second: Self.whole.end.seconds - 1, hash: "0x\($0)") }
        let walk = try walk(TradeDesk(tape: tape, pageSize: 3))
        #expect(walk.stored("trades").count == 3 && walk.spanProofs.map(\.proof) == [.stored], "\(walk.proofs)")
    }

    @Test(
        """
        an offset that is refused, however small the cap has become, gives the second up; a first question that is \
        refused does not
        """
    )
    func refusedOffset() throws {
        func read(offset: Int) throws -> Reading {
            try Reading(
                #"{"error":"max historical trades offset of 3000 exceeded"}"#, unit: TradeTests.unit,
                note: TradeTests.note(),
                span: Self.whole,
                cursor:
                    #"""
                    {"oldTrades":{"_0":{"end":\#(Self.whole.start.seconds),"gaps":[],"offset":\#(offset),\#
                    "page":{"counts":{}},"tail":{"counts":{}}}}}
                    """#, status: 400)
        }
        let start = Self.whole.start
        #expect(
            try read(offset: 4_000).proofs == [
                "[\(start), \(start.adding(seconds: 1))) lacking crowded_second",
                "[\(start.adding(seconds: 1)), \(Self.whole.end)) stored",
            ])
        #expect(Reading.refusal { try read(offset: 0) }?.code == .refused)
    }

    @Test("offsets that repeat are noticed: the second is unavailable, and no trade is invented")
    func repeating() throws {
        let tape =
            (0..<9).map { FillJSON(second: Self.second, hash: "0x\($0)") } + [FillJSON(second: Self.second - 3)]
        let walk = try walk(TradeDesk(tape: tape, pageSize: 3, repeatsFrom: 3))
        #expect(walk.stored("trades").count == 7)
        #expect(walk.rows("trades").count == 7)
        #expect(walk.tiles(Self.whole))
        #expect(walk.spanProofs.count { if case .lacking = $0.proof { true } else { false } } == 1)
        #expect(walk.flags.contains { $0.hasPrefix("X6: ") })
    }

    @Test("bounds that are not obeyed and other markets' trades are refused; older trades than asked for are the end")
    func bounds() throws {
        func read(_ trades: [FillJSON]) throws -> Reading {
            try Reading(FillJSON.old(trades), unit: TradeTests.unit, note: TradeTests.note(), span: Self.whole)
        }
        let end = Self.whole.end.seconds
        #expect(Reading.refusal { try read([FillJSON(second: end)]) }?.code == .mismatch)
        var other = FillJSON(second: end - 1)
        other.condition = "0x" + String(repeating: "00", count: 32)
        #expect(Reading.refusal { try read([other]) }?.code == .mismatch)
        #expect(
            Reading.refusal { try read([FillJSON(second: end - 9), FillJSON(second: end - 8)]) }?.code == .malformed)
        let page = try read([
            FillJSON(second: end - 1), FillJSON(second: end - 5), FillJSON(second: Self.whole.start.seconds - 1),
        ])
        #expect(page.rows("trades").count == 2)
        #expect(page.content.end == .done)
        for body in [#"{"error":"Too Many Requests"}"#, #"{"data":[]}"#] {
            #expect(throws: (any Error).self) {
                try Reading(body, unit: TradeTests.unit, note: TradeTests.note(), span: Self.whole)
            }
        }
    }

    @Test("where neither version is there, what is old is unavailable and what is not is a gap")
    func gone() throws {
        let old = try walk(TradeDesk(tape: [], hasOld: false))
        #expect(old.proofs == ["[\(Self.whole.start), \(Self.whole.end)) lacking no_old_trades"])
        let boundary = Instant(seconds: TradeTests.boundary)
        let across = Span(boundary.adding(seconds: -5).microseconds, boundary.adding(seconds: 5).microseconds)
        let none = try FakeWalk(
            TradeTests.unit, note: TradeTests.note(), span: across,
            answer: TradeDesk(tape: [], hasNew: false, hasOld: false).answer)
        #expect(none.tiles(across))
        #expect(
            none.proofs.map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
                == ["lacking no_old_trades", "gap no_trades"])
        // Version 2 has its part.
        let half = try FakeWalk(
            TradeTests.unit, note: TradeTests.note(), span: across,
            answer: TradeDesk(tape: [FillJSON(second: boundary.seconds)], hasOld: false).answer)
        #expect(half.stored("trades").count == 1)
        #expect(
            half.proofs.map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
                == ["lacking no_old_trades", "stored"])
    }

    @Test(
        "no fill of a market that its listing calls traded proves nothing, whichever version has none",
        arguments: [
            (20, nil, true, "gap no_trades"), (20, nil, false, "stored"), (1, nil, true, "stored"),
            (1_300, nil, true, "gap no_trades"), (1_300, nil, false, "stored"),
            (1_300, 1_200, true, "lacking no_trades"),
        ] as [(Int, Int?, Bool, String)])
    func untraded(_ created: Int, _ closed: Int?, _ isTraded: Bool, _ proof: String) throws {
        func seconds(_ daysAgo: Int) -> Int64 { Reading.now.adding(days: -daysAgo).seconds }
        let end = closed.map { #""closed":\#(seconds($0)),"# } ?? ""
        let note = """
            {"condition":"0x\(String(repeating: "a", count: 64))","created":\(seconds(created)),\
            \(end)"isTraded":\(isTraded),"outcomes":\
            ["Yes","No"],"payouts":[],"slug":"s","stage":"open","tags":[],"tokens":["1","2"]}
            """
        let first = Instant(seconds: seconds(created)).dayUTC.adding(-1).startUTC
        let span = Span(first.microseconds, Instant(seconds: closed.map(seconds) ?? seconds(0) - 600).microseconds)
        let walk = try FakeWalk(TradeTests.unit, note: note, span: span, answer: TradeDesk(tape: []).answer)
        #expect(walk.proofs == ["[\(span.start), \(span.end)) \(proof)"])
        // One fill of it, long before: what is asked for is believed to be empty.
        let later = Span(span.lower + 86_400_000_000, span.upper)
        let desk = TradeDesk(tape: [
            FillJSON(second: first.seconds + 10, condition: "0x" + String(repeating: "a", count: 64))
        ])
        #expect(
            try FakeWalk(TradeTests.unit, note: note, span: later, answer: desk.answer).spanProofs.map(\.proof) == [
                .stored
            ])
    }
}

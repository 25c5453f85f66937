import PluginKit
import PluginTesting
import Tabular
import Testing

/// Polymarket's midpoints: windows, fidelities that are tried in turn, and what an empty answer proves.
@Suite("Polymarket: midpoints")
struct PriceTests {
    private static let day: Int64 = 86_400
    private static let unit = "prices(market=516710,outcome=1)"

    private func note(_ market: String = GammaJSON.market()) throws -> String {
        let page = try Reading(GammaJSON.page(events: [GammaJSON.event([market])]), unit: "events(open)")
        return try #require(page.content.shown.first?.note)
    }

    private func history(_ points: [(Int64, String)]) -> String {
        #"{"history":[\#(points.map { #"{"t":\#($0.0),"p":\#($0.1)}"# }.joined(separator: ","))]}"#
    }

    private func seconds(_ text: String) -> Int64 { Reading.at(text).seconds }

    /// A venue that has points at the fidelities that `points` gives them for, one in each bucket, some seconds behind
    /// it.
    private func desk(
        _ request: Request, every: Int64 = 21_600, served: (_ fidelity: Int64) -> Range<Int64>?
    ) throws -> (status: Int, body: String) {
        let values = Dictionary(uniqueKeysWithValues: request.query.map { ($0.name, $0.value) })
        let start = try #require(values["startTs"].flatMap { Int64($0) })
        let end = try #require(values["endTs"].flatMap { Int64($0) })
        let fidelity = try #require(values["fidelity"].flatMap { Int64($0) })
        guard end - start <= 1_296_000 else {
            return (400, #"{"error":"invalid filters: 'startTs' and 'endTs' interval is too long"}"#)
        }
        guard let range = served(fidelity) else { return (200, history([])) }
        let step = max(every, fidelity * 60)
        let first = (max(start, range.lowerBound) + step - 1) / step * step
        let points = stride(from: first, through: min(end, range.upperBound - 1), by: Int64.Stride(step)).map {
            ($0 + 15, "0.0535")
        }
        return (200, history(points.filter { $0.0 <= end }))
    }

    @Test("a point is floored to its bucket, and keeps its digits; a bucket that comes twice keeps the last")
    func points() throws {
        let span = Reading.span("2026-11-10T00:00:00Z", "2026-11-10T12:00:00Z")
        let start = span.start.seconds
        let body = history([
            (start + 4, "0.0535"), (start + 3_616, "0.9700"), (start + 3_640, "1e-05"), (start + 12 * 3_600, "0.5"),
        ])
        let page = try Reading(body, unit: Self.unit, note: note(), span: span, options: ["fidelity": "60"])
        #expect(
            page.rows("prices") == [
                "516710 1 2026-11-10T00:00:00Z 0.0535 60", "516710 1 2026-11-10T01:00:00Z 1e-05 60",
            ])
        #expect(page.proofs == ["[2026-11-10T00:00:00Z, 2026-11-10T12:00:00Z) stored"])
        #expect(page.content.end == .done)
    }

    @Test("the question names the token of the outcome, whole seconds and the fidelity")
    func request() throws {
        let fetch = StoredFetch(
            unit: UnitName(text: Self.unit), note: try note(),
            span: Reading.span("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z"),
            now: Reading.now)
        let request = try Reading.provider(["fidelity": "5"]).request(for: fetch)
        #expect(request.upstream == "clob")
        #expect(
            request.target
                == "/prices-history?market=\(GammaJSON.tokens[1])&startTs=1794268800&endTs=1794355200&fidelity=5")
    }

    @Test(
        "windows are at most 15 days, end at midnight and tile the span",
        arguments: [
            ("2026-08-20T05:07:00Z", "2026-11-16T21:20:00Z"), ("2026-11-16T21:00:00Z", "2026-11-16T21:20:00Z"),
            ("2026-11-01T00:00:00Z", "2026-11-16T00:00:00Z"), ("2026-11-01T00:01:00Z", "2026-11-16T00:02:00Z"),
        ])
    func windows(_ from: String, _ to: String) throws {
        let span = Reading.span(from, to)
        let walk = try FakeWalk(Self.unit, note: note(), span: span) {
            try desk($0, every: 600) { _ in 0..<Int64.max / 2 }
        }
        #expect(walk.tiles(span))
        #expect(walk.spanProofs.allSatisfy { $0.proof == .stored })
        for proof in walk.spanProofs.dropLast() { #expect(proof.span.end.seconds % Self.day == 0) }
        let expected = (span.end.seconds - 1) / 600 - (span.start.seconds + 599) / 600 + 1
        #expect(walk.stored("prices").count == Int(expected))
        #expect(walk.rows("prices").count == Int(expected))
    }

    @Test("an empty answer is asked for coarser, and the rung that answered begins the next window")
    func ladder() throws {
        let old = GammaJSON.market(
            "516710", ["createdAt": #""2024-01-01T00:00:00Z""#, "startDate": #""2024-01-01T00:00:00Z""#])
        let span = Reading.span("2024-01-01T00:00:00Z", "2024-02-15T00:00:00Z")
        let walk = try FakeWalk(Self.unit, note: note(old), span: span) {
            try desk($0) { $0 >= 720 ? 0..<Int64.max / 2 : nil }
        }
        #expect(
            walk.requests.map { $0.query.last?.value } == ["1", "30", "180", "720", "720", "720"])
        #expect(walk.stored("prices").allSatisfy { $0.hasSuffix(" 0.0535 720") })
        #expect(walk.stored("prices").count == 90)
        #expect(walk.tiles(span))
        #expect(walk.answers.prefix(3).allSatisfy { if case .again = $0.content.end { true } else { false } })
    }

    @Test("windows of the last 90 days begin with the wanted fidelity, whatever older ones have")
    func recent() throws {
        let span = Reading.span("2026-08-01T00:00:00Z", "2026-09-30T00:00:00Z")
        let walk = try FakeWalk(Self.unit, note: note(), span: span) { request in
            let isRecent = request.query[1].value > String(seconds("2026-08-31T00:00:00Z") - 1)
            return try desk(request) { $0 >= 180 || isRecent ? 0..<Int64.max / 2 : nil }
        }
        #expect(walk.requests.map { $0.query.last?.value } == ["1", "30", "180", "1", "30", "180", "1", "1"])
    }

    @Test("after the whole ladder a window is unavailable; the finer rungs are asked too")
    func nothing() throws {
        let span = Reading.span("2024-01-01T00:00:00Z", "2024-02-10T00:00:00Z")
        // The first window has 180 minutes only, the next ones nothing: they are asked with all four.
        let walk = try FakeWalk(Self.unit, note: note(), span: span) { request in
            try desk(request) { $0 == 180 ? 0..<seconds("2024-01-16T00:00:00Z") : nil }
        }
        #expect(
            walk.requests.map { $0.query.last?.value } == [
                "1", "30", "180", "180", "720", "1", "30", "180", "720", "1", "30",
            ])
        #expect(walk.tiles(span))
        #expect(
            walk.proofs.map { String($0.split(separator: " ", maxSplits: 2)[2]) }
                == ["stored", "lacking no_points", "lacking no_points"])
    }

    @Test(
        """
        what is younger than a day and has no points is not known: neither covered nor trouble; of an open market it \
        is asked for once
        """
    )
    func quiet() throws {
        let tonight = Reading.span("2026-11-16T00:00:00Z", "2026-11-16T21:20:00Z")
        let open = try FakeWalk(Self.unit, note: note(), span: tonight) { _ in (200, history([])) }
        #expect(open.proofs.isEmpty && open.requests.count == 1)
        // What a closed market has is what there will be: a coarser fidelity may have it.
        let closed = try note(GammaJSON.resolved(payouts: ["1", "0"], ["closedTime": #""2026-11-16 20:00:00+00""#]))
        let coarse = try FakeWalk(Self.unit, note: closed, span: tonight) {
            try desk($0) { $0 == 720 ? 0..<Int64.max / 2 : nil }
        }
        #expect(coarse.requests.count == 4 && coarse.stored("prices").count == 2)
        let none = try FakeWalk(Self.unit, note: closed, span: tonight) { _ in (200, history([])) }
        #expect(none.proofs.isEmpty && none.requests.count == 4)
    }

    @Test(
        """
        the last window of an open market that has nothing is unavailable to the last midnight that is a day old, and \
        quiet after it
        """
    )
    func lastWindow() throws {
        // Now is 21:30 on the 16th.
        let span = Reading.span("2026-11-09T00:00:00Z", "2026-11-16T21:20:00Z")
        let walk = try FakeWalk(Self.unit, note: note(), span: span) { _ in (200, history([])) }
        #expect(walk.requests.count == 4)
        #expect(walk.proofs == ["[2026-11-09T00:00:00Z, 2026-11-15T00:00:00Z) lacking no_points"])
        // What the next run asks for.
        let rest = Reading.span("2026-11-15T00:00:00Z", "2026-11-16T21:20:00Z")
        let next = try FakeWalk(Self.unit, note: note(), span: rest) { _ in (200, history([])) }
        #expect(next.requests.count == 1 && next.proofs.isEmpty)
        // Of a closed one that is younger than that midnight nothing is proved, and what ended a day ago is proved to
        // its end.
        let closed = try note(GammaJSON.resolved(payouts: ["1", "0"], ["closedTime": #""2026-11-16 20:00:00+00""#]))
        #expect(try FakeWalk(Self.unit, note: closed, span: rest) { _ in (200, history([])) }.proofs.isEmpty)
        let over = Reading.span("2026-11-09T00:00:00Z", "2026-11-15T21:20:00Z")
        #expect(
            try FakeWalk(Self.unit, note: closed, span: over) { _ in (200, history([])) }.proofs
                == ["[2026-11-09T00:00:00Z, 2026-11-15T21:20:00Z) lacking no_points"])
    }

    @Test("days that the fine answer lacks at its beginning are asked for coarser, and the fine points stay")
    func partly() throws {
        let span = Reading.span("2026-10-20T00:00:00Z", "2026-11-04T00:00:00Z")
        let edge = seconds("2026-10-29T07:00:00Z")
        let walk = try FakeWalk(Self.unit, note: note(), span: span) {
            try desk($0, every: 3_600) { $0 < 30 ? edge..<Int64.max / 2 : 0..<Int64.max / 2 }
        }
        let rows = walk.stored("prices")
        #expect(rows.filter { $0.hasSuffix(" 30") }.count == 9 * 24)
        #expect(rows.filter { $0.hasSuffix(" 1") }.count == 17 + 5 * 24)
        #expect(walk.tiles(span))
        #expect(walk.spanProofs.allSatisfy { $0.proof == .stored })
        #expect(walk.requests.map { $0.query.last?.value } == ["1", "30", "1"])
        // Two edges in one window: the coarsest first, each where it is the finest.
        let two = try FakeWalk(Self.unit, note: note(), span: span) { request in
            try desk(request, every: 10_800) { fidelity in
                fidelity == 1
                    ? edge..<Int64.max / 2
                    : fidelity == 30 ? seconds("2026-10-25T00:00:00Z")..<Int64.max / 2 : 0..<Int64.max / 2
            }
        }
        #expect(two.requests.map { $0.query.last?.value } == ["1", "30", "180", "30", "1"])
        #expect(two.tiles(span))
        #expect(
            ["180", "30", "1"].map { fidelity in two.stored("prices").count { $0.hasSuffix(" \(fidelity)") } } == [
                40, 32, 45,
            ])
        #expect(two.rows("prices").count == 117)
    }

    @Test("a beginning that no rung has is unavailable, and the days before trading are nobody's loss")
    func before() throws {
        let span = Reading.span("2026-10-01T00:00:00Z", "2026-10-16T00:00:00Z")
        let first = seconds("2026-10-05T03:00:00Z")
        let walk = try FakeWalk(Self.unit, note: note(), span: span) {
            try desk($0, every: 3_600) { _ in first..<Int64.max / 2 }
        }
        #expect(
            walk.proofs == [
                "[2026-10-01T00:00:00Z, 2026-10-05T00:00:00Z) lacking no_points",
                "[2026-10-05T00:00:00Z, 2026-10-16T00:00:00Z) stored",
            ])
        // Made on the 1st, traded from the 5th.
        let late = GammaJSON.market("516710", ["startDate": #""2026-10-05T02:00:00Z""#])
        let other = try FakeWalk(Self.unit, note: note(late), span: span) {
            try desk($0, every: 3_600) { _ in first..<Int64.max / 2 }
        }
        #expect(other.proofs == ["[2026-10-01T00:00:00Z, 2026-10-16T00:00:00Z) stored"])
        #expect(other.requests.count == 1)
    }

    @Test("a time bound that is not obeyed, and an answer of another kind, are refused")
    func refused() throws {
        let span = Reading.span("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z")
        func read(_ body: String) throws -> Reading { try Reading(body, unit: Self.unit, note: note(), span: span) }
        let start = span.start.seconds
        #expect(
            try read(history([(start - 59, "0.5"), (start + 30, "0.5"), (start + Self.day, "0.5")])).rows("prices")
                .count == 1)
        for time in [start - 61, start + Self.day + 61, 0] {
            #expect(Reading.refusal { try read(history([(time, "0.5")])) }?.code == .mismatch)
        }
        for body in [#"{"history":null}"#, #"{"error":"x"}"#, "[]"] {
            #expect(throws: (any Error).self) { try read(body) }
        }
    }

    @Test("S2: a last midpoint that is far from the payout is an oddity")
    func settlement() throws {
        let note = try note(GammaJSON.resolved(payouts: ["1", "0"]))
        let span = Reading.span("2026-11-09T00:00:00Z", "2026-11-10T01:35:00Z")
        let last = seconds("2026-11-10T00:34:00Z")
        for (mid, count) in [("0.02", 0), ("0.97", 1)] {
            let page = try Reading(history([(last, mid)]), unit: Self.unit, note: note, span: span)
            #expect(page.content.flags.filter { $0.hasPrefix("S2: market 516710, outcome 1") }.count == count)
        }
    }
}

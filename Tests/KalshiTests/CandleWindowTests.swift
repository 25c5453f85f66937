import Kalshi
import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// The windows in which Kalshi's bars are asked for: they tile the span and stay below the cap.
@Suite("Kalshi: bars are asked for in windows below the cap")
struct CandleWindowTests {
    /// Where the venue has a bar: of minutes every 23rd, of the others each.
    private func isThere(_ point: Instant, _ period: Int) -> Bool { period != 1 || point.seconds / 60 % 23 == 0 }

    /// A venue that refuses as Kalshi does.
    private func walk(_ period: Int, _ span: Span, _ grid: TimeGrid) throws -> (
        walk: FakeWalk, windows: [(Int64, Int64)]
    ) {
        var windows: [(Int64, Int64)] = []
        let fetch = Reading.fetch("candles(KXFED-26DEC-C25,period=\(period))", span: span)
        let walk = try FakeWalk(fetch, limit: 200) { request in
            let start = Int64(request["start_ts"] ?? "") ?? 0
            let end = Int64(request["end_ts"] ?? "") ?? 0
            windows.append((start, end))
            guard start <= end, (end - start) <= 5000 * Int64(period) * 60 else {
                return (400, ErrorJSON.bad("max candlesticks: 5000"))
            }
            var ends: [Int64] = []
            var point = grid.next(after: Instant(seconds: start - 1))
            while point.seconds <= end {
                if isThere(point, period) { ends.append(point.seconds) }
                point = grid.next(after: point)
            }
            return (200, CandleJSON(.live).answer(ends))
        }
        return (walk, windows)
    }

    @Test(
        "every point comes once, the windows tile the span exactly and prove all of it",
        arguments: [
            (1, "2026-11-05T12:34:01Z", "2026-11-18T17:58:01Z", 4),
            (60, "2025-01-01T00:00:01Z", "2026-11-18T17:00:01Z", 4),
            (1440, "2021-08-01T04:00:01Z", "2026-11-18T05:00:01Z", 1),
            (1440, "2026-11-17T05:00:01Z", "2026-11-18T05:00:01Z", 1),
            (60, "2026-11-18T16:00:01Z", "2026-11-18T17:00:01Z", 1),
            (1, "2026-11-18T00:00:00Z", "2026-11-21T08:00:00Z", 1),
            (1, "2026-11-18T00:00:00Z", "2026-11-21T08:00:01Z", 2),
        ])
    func tiles(_ period: Int, _ from: String, _ to: String, _ count: Int) throws {
        let span = Reading.span(from, to)
        let grid: TimeGrid = period == 1440 ? .midnights(.xnys) : .seconds(Int64(period) * 60)
        let (walk, windows) = try walk(period, span, grid)
        #expect(windows.count == count)
        var expected: [String] = []
        var point = grid.next(after: span.start.adding(seconds: -1))
        while point < span.end {
            if isThere(point, period) { expected.append(point.text()) }
            point = grid.next(after: point)
        }
        #expect(walk.cells("candles_\(period)", "end_time") == expected)
        #expect(windows.first?.0 == span.start.seconds && windows.last?.1 == span.end.seconds - 1)
        for (left, right) in zip(windows, windows.dropFirst()) { #expect(right.0 == left.1 + 1) }
        // The proofs are one after the other, from end to end.
        let proofs = walk.pages.flatMap(\.content.proofs)
        #expect(proofs.first?.span.lower == span.lower && proofs.last?.span.upper == span.upper)
        for (left, right) in zip(proofs, proofs.dropFirst()) { #expect(left.span.upper == right.span.lower) }
        #expect(proofs.allSatisfy { $0.proof == .stored })
        let fetch = Reading.fetch("candles(KXFED-26DEC-C25,period=\(period))", span: span)
        #expect(try ProviderPlugin(Kalshi.self).load().size(of: fetch, rank: nil).requests == count)
    }

    @Test("days of 23 and of 25 hours are days, on both changes of clocks")
    func daylight() throws {
        let span = Reading.span("2026-03-07T05:00:01Z", "2026-11-03T05:00:01Z")
        let ends = try walk(1440, span, .midnights(.xnys)).walk.cells("candles_1440", "end_time")
        #expect(ends.contains("2026-03-08T05:00:00Z") && ends.contains("2026-03-09T04:00:00Z"))
        #expect(ends.contains("2026-11-01T04:00:00Z") && ends.contains("2026-11-02T05:00:00Z"))
        #expect(ends.count == 241)
    }

    @Test("the other tier is asked for the same window, and the walk goes on there")
    func fallbackInTheMiddle() throws {
        let span = Reading.span("2026-11-01T00:00:01Z", "2026-11-08T00:00:01Z")
        var asked: [String] = []
        _ = try FakeWalk(Reading.fetch("candles(KXFED-26DEC-C25,period=1)", span: span)) { request in
            asked.append("\(request.upstream) \(request["start_ts"] ?? "")")
            // The market moves to the archive after the first window.
            if request.upstream == "kalshi", asked.count > 1 { return (404, ErrorJSON.missing) }
            return (200, CandleJSON(.archive).answer([Int64]()))
        }
        let start = span.start.seconds
        let width: Int64 = 4800 * 60
        #expect(
            asked == [
                "kalshi \(start)", "kalshi \(start + width)", "kalshi-historical \(start + width)",
                "kalshi-historical \(start + 2 * width)",
            ])
    }
}

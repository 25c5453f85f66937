import MarketCalendar
import PluginKit
import PluginTesting
import Tabular
import Testing

/// Bars of a session that is not over, or not final: neither written nor proved.
@Suite("Equities: what is not final")
struct ProvisionalTests {
    private let close = Chart.calendar.close(of: Chart.day("2025-01-08"))

    /// The second row is stamped with the time of the last trade.
    private func live(_ lastTrade: Instant, now: Instant, days: [String] = Chart.days) throws -> Reading {
        var chart = Chart()
        chart.fill(days)
        chart.stamps[days.count - 1] = lastTrade.seconds
        chart.meta["regularMarketTime"] = String(lastTrade.seconds)
        return try Reading(chart, now: now)
    }

    @Test("a running session is not written and not proved; at its close it is")
    func running() throws {
        let before = try live(close.adding(seconds: -1800), now: close.adding(seconds: -1))
        #expect(before.rows().count == 1)
        #expect(before.proofsInWords == ["2025-01-07 stored"])
        let at = try live(close.adding(seconds: 1), now: close)
        #expect(at.rows().count == 2)
        #expect(at.proofsInWords == ["2025-01-07..2025-01-08 stored"])
    }

    @Test("the running session is not written even when its bar looks final")
    func looksFinal() throws {
        let reading = try Reading(Chart(), now: close.adding(seconds: -1))
        #expect(reading.rows().count == 1)
        #expect(reading.proofsInWords == ["2025-01-07 stored"])
    }

    @Test("after the close, a bar whose last trade is long before it waits; within five minutes it is taken")
    func afterClose() throws {
        let early = try live(close.adding(seconds: -301), now: close.adding(seconds: 600))
        #expect(early.rows().count == 1)
        #expect(early.proofsInWords == ["2025-01-07 stored"])
        let late = try live(close.adding(seconds: -300), now: close.adding(seconds: 600))
        #expect(late.rows().count == 2)
        #expect(late.proofsInWords == ["2025-01-07..2025-01-08 stored"])
    }

    @Test("once a later session has closed, an early last trade is all there was")
    func thinlyTraded() throws {
        let next = Chart.calendar.close(of: Chart.day("2025-01-10"))
        let reading = try live(close.adding(seconds: -7200), now: next)
        #expect(reading.rows().count == 2)
        #expect(reading.proofsInWords == ["2025-01-07..2025-01-08 stored"])
    }

    @Test("beside a final bar of the same date the live one is dropped, whichever stands first")
    func doubled() throws {
        let after = try live(
            close.adding(seconds: 1), now: close.adding(seconds: 600), days: ["2025-01-07", "2025-01-08", "2025-01-08"])
        #expect(after.rows().map { $0.prefix(10) } == ["2025-01-07", "2025-01-08"])
        #expect(after.proofsInWords == ["2025-01-07..2025-01-08 stored"])
        var chart = Chart()
        chart.fill(["2025-01-08", "2025-01-08"])
        chart.stamps[0] = close.seconds
        chart.meta["regularMarketTime"] = String(close.seconds)
        #expect(try Reading(chart).rows().count == 1)
    }

    @Test("on a short day the close is the short one")
    func earlyClose() throws {
        let short = Chart.calendar.close(of: Chart.day("2024-12-24"))
        var chart = Chart()
        chart.fill(["2024-12-23", "2024-12-24"])
        chart.stamps[1] = short.seconds
        chart.meta["regularMarketTime"] = String(short.seconds)
        let span = Span(Chart.day("2024-12-23")..<Chart.day("2024-12-25"))
        #expect(try Reading(chart, span: span, now: short).rows().count == 2)
        #expect(try Reading(chart, span: span, now: short.adding(seconds: -1)).rows().count == 1)
    }
}

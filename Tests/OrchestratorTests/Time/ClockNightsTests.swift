import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// A host's clock that is wrong, against upstreams that say what time it is. 2024-06-10 is a Monday.
@Suite("Nights with a wrong clock")
struct ClockNightsTests {
    private static let day: Int64 = 86_400

    private func filled(_ now: String) async throws -> RunDesk {
        let desk = try RunDesk(now: now)
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        return desk
    }

    /// Everything that a run decides for the next ones.
    private func decisions(_ desk: RunDesk) throws -> [String] {
        let reader = try desk.reader()
        return try reader.record.units(of: "equities").map { unit in
            """
            \(unit.label) \(unit.state) \(String(describing: unit.due)) \(unit.tries) \
            \(String(describing: unit.completed)) \(try reader.record.coverage(of: unit.id).spans)
            """
        }
    }

    @Test(
        "beyond a day the run ends with 78 and says how to mend it; nothing but the ledger is written",
        arguments: [1827, 20, 2, -2, -40])
    func hopeless(_ days: Int64) async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        let before = (try decisions(desk), try desk.stamps())
        desk.market.move(to: "2024-06-11T23:00:00Z")
        desk.hands.ahead = days * Self.day
        let night = try await desk.update { $0.options.isForced = days < 0 }
        #expect(night.report.exitCode == .configuration)
        #expect(
            night.report.failure?.message.contains("days \(days > 0 ? "ahead of" : "behind") yahoo's, more than a day")
                == true)
        #expect(night.report.failure?.fix.contains("set the host's clock") == true)
        #expect(night.requests.count == 1)
        #expect(try before == (decisions(desk), desk.stamps()))
        let run = try #require(try desk.reader().record.runs(limit: 1).first)
        #expect(run.exitCode == 78 && run.started <= desk.market.now.adding(seconds: 60))
        #expect(try desk.reader().record.frontier() == nil)

        desk.hands.ahead = 0
        let next = try await desk.update()
        #expect(next.report.exitCode == .success && next.report.laterRun == nil && next.report.clock == nil)
        #expect(try desk.dates("AAPL").last == "2024-06-11" && desk.dates("MSFT").last == "2024-06-11")
    }

    @Test("a clock before everything that the archive has leaves nothing to ask for: 78, and no word that all is well")
    func beforeEverything() async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        let before = try decisions(desk)
        desk.market.move(to: "2024-06-11T23:00:00Z")
        desk.hands.ahead = -400 * Self.day
        let night = try await desk.update()
        #expect(night.report.exitCode == .configuration && night.requests.isEmpty)
        #expect(
            night.report.failure?.message.contains("and run 1 of this archive began at 2024-06-07T23:00:00Z") == true)
        #expect(try decisions(desk) == before)
        desk.hands.ahead = 0
        #expect(try await desk.update().report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-11")
    }

    @Test(
        "a first backfill by such a clock makes an archive with a ledger and what was named, of which nothing is known")
    func firstBackfill() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        desk.hands.ahead = 30 * Self.day
        #expect(try await desk.backfill("AAPL").report.exitCode == .configuration)
        #expect(try desk.reader().record.runs().count == 1)
        let named = try desk.reader().record.units(of: "equities", admittedOnly: false)
        #expect(named.map(\.label) == ["AAPL"])
        #expect(try named.allSatisfy { try desk.reader().record.coverage(of: $0.id).isEmpty && $0.completed == nil })
        desk.hands.ahead = 0
        #expect(try await desk.backfill("AAPL").report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-07")
    }

    @Test("hours ahead, while the session still runs: the run goes by the upstream's time, says so, and is no failure")
    func hoursAhead() async throws {
        let desk = try await filled("2024-06-08T01:00:00Z")
        let before = try decisions(desk)
        desk.market.move(to: "2024-06-10T17:00:00Z")
        desk.hands.ahead = 5 * 3_600
        let night = try await desk.update()
        #expect(night.report.exitCode == .success)
        #expect(night.report.clock?.text == "this host's clock is 5 h 0 min ahead of yahoo's")
        #expect(
            night.events.flags == [
                "this host's clock is 5 h 0 min ahead of yahoo's; the run goes by the upstreams' time"
            ])
        #expect(night.report.isIdle && night.report.nextSessionClose == FakeMarket.instant("2024-06-10T20:00:00Z"))
        #expect(try decisions(desk) == before && desk.dates("AAPL").last == "2024-06-07")
        #expect(try desk.reader().record.runs(limit: 1).first?.started == desk.market.now)

        desk.market.move(to: "2024-06-11T01:00:00Z")
        let next = try await desk.update()
        #expect(next.report.clock != nil && next.report.exitCode == .success)
        #expect(next.requests.count == 2, "the answer that told the time is used")
        #expect(try desk.dates("AAPL").last == "2024-06-10")
        let unit = try #require(try desk.reader().record.units(of: "equities").first)
        #expect(unit.due == FakeMarket.instant("2024-06-11T20:00:00Z") && unit.completed == desk.market.now)
    }

    @Test("hours behind: what has closed by the upstream's time is asked for")
    func hoursBehind() async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        desk.market.move(to: "2024-06-10T23:00:00Z")
        desk.hands.ahead = -2 * 3_600
        let night = try await desk.update()
        #expect(night.report.exitCode == .success && night.report.clock?.ahead == -7_200)
        #expect(night.report.clock?.text == "this host's clock is 2 h 0 min behind yahoo's")
        #expect(try desk.dates("AAPL").last == "2024-06-10")
        #expect(try desk.reader().record.units(of: "equities").first?.completed == desk.market.now)
    }

    @Test("up to five minutes nobody is told, and nothing is later than the upstream's time", arguments: [200, -200])
    func minutes(_ ahead: Int64) async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        desk.market.move(to: "2024-06-10T23:00:00Z")
        desk.hands.ahead = ahead
        let night = try await desk.update()
        #expect(night.report.exitCode == .success && night.report.clock == nil && night.requests.count == 2)
        let completed = try #require(try desk.reader().record.units(of: "equities").first?.completed)
        #expect(completed <= desk.market.now)
    }

    @Test("an upstream that does not say what time it is contradicts nobody")
    func silent() async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        desk.hands.silent = ["*"]
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success && night.report.clock == nil && !night.report.isClockConfirmed)
        #expect(try desk.dates("AAPL").last == "2024-06-10")
    }

    @Test("an outage tells no time: what was let in by a wrong clock is asked for in the next night")
    func outage() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.refusal = (500, "no") }
        desk.hands.ahead = 9 * Self.day
        let night = try await desk.backfill("AAPL")
        #expect(night.report.exitCode == .unavailable && !night.report.isClockConfirmed)
        desk.hands.ahead = 0
        desk.market.change("AAPL") { $0.refusal = nil }
        desk.market.move(to: "2024-06-08T11:00:00Z")
        #expect(try await desk.update().report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-07")
    }

    // MARK: What an archive holds of the future

    @Test(
        "what a run with a clock ahead has recorded is seen by status, taken as due, read again and said",
        arguments: [1827, 20, 3])
    func misdated(_ days: Int64) async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        // As builds before this one did, and as one does whose upstream does not tell the time.
        desk.hands.silent = ["*"]
        desk.hands.ahead = days * Self.day
        desk.market.change("AAPL") { $0.missing = [FakeMarket.day("2024-06-11")] }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        _ = try await desk.update()
        #expect(
            try desk.reader().record.units(of: "equities").allSatisfy { ($0.due ?? desk.market.now) > desk.market.now })

        desk.hands.silent = []
        desk.hands.ahead = 0
        desk.market.change("AAPL") { $0.missing = [] }
        desk.market.move(to: "2024-06-12T11:00:00Z")
        let status = try StatusTests.status(desk)
        #expect(status.isStale && status.staleness.contains(.misdated))
        #expect(status.misdated?.units == 2 && status.misdated?.run == 2 && status.nextDue == desk.market.now)

        let night = try await desk.update()
        #expect(
            night.report.exitCode == .success && night.report.laterRun?.units == 2 && night.report.laterRun?.run == 2)
        #expect(try desk.dates("AAPL").suffix(2) == ["2024-06-10", "2024-06-11"])
        for unit in try desk.reader().record.units(of: "equities") {
            #expect(unit.due == FakeMarket.instant("2024-06-12T20:00:00Z"))
            #expect(try desk.reader().record.coverage(of: unit.id).gaps.isEmpty)
        }
        let healed = try StatusTests.status(desk)
        #expect(!healed.isStale && healed.misdated == nil)
        let idle = try await desk.update()
        #expect(idle.report.isIdle && idle.requests.isEmpty)
    }

    @Test(
        """
        a session that a clock ahead took for closed is corrected, and a name that it did not find is asked for at once
        """
    )
    func misread() async throws {
        let desk = try await filled("2024-06-07T23:00:00Z")
        desk.hands.silent = ["*"]
        desk.hands.ahead = 9 * 3_600
        desk.market.change("MSFT") { $0.refusal = (404, FakeMarket.unknown) }
        desk.market.change("AAPL") { $0.closes[FakeMarket.day("2024-06-10")] = 301.25 }
        desk.market.move(to: "2024-06-10T15:00:00Z")
        _ = try await desk.update()
        desk.hands.silent = []
        desk.hands.ahead = 0
        desk.market.change("MSFT") { $0.refusal = nil }
        desk.market.change("AAPL") { $0.closes[FakeMarket.day("2024-06-10")] = 309.5 }
        desk.market.move(to: "2024-06-10T21:00:00Z")
        let night = try await desk.update()
        #expect(night.report.laterRun?.units == 2)
        #expect(try desk.rows("AAPL").last?["date"] == "2024-06-10" && desk.rows("AAPL").last?["close"] == "309.5")
        #expect(try desk.dates("MSFT").last == "2024-06-10")
    }

    @Test("a run before the last run: where nobody is asked both clocks are doubted, and nothing is touched")
    func before() async throws {
        let desk = try await filled("2024-06-10T23:00:00Z")
        let before = try decisions(desk)
        desk.hands.silent = ["*"]
        desk.market.move(to: "2024-06-10T21:00:00Z")
        let reader = try desk.reader()
        #expect(try reader.record.misdated(of: "equities", after: desk.market.now).count == 2)
        #expect(
            try reader.record.misdated(of: "equities", after: desk.market.now.adding(seconds: 2 * 3_600 - 250)).isEmpty)
        desk.hands.silent = []
        desk.market.move(to: "2024-06-10T23:00:00Z")
        desk.hands.ahead = -2 * 3_600
        let night = try await desk.update()
        #expect(
            night.report.exitCode == .success && night.report.clock?.ahead == -7_200 && night.report.laterRun == nil)
        #expect(try decisions(desk) == before)
    }
}

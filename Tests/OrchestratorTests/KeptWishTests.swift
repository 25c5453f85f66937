import Archive
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// What a job asks for is expected from then on, also where its question came to nothing.
@Suite("What was asked for is not forgotten")
struct KeptWishTests {
    private static let down = (status: 500, body: "{}")

    /// What is missing of a unit, in days.
    private func holes(_ desk: RunDesk) throws -> [String] {
        var holes: [String] = []
        try ArchiveAccounts(desk.reader(), now: desk.market.now).each(of: desk.provider) { account in
            holes += account.holes.map { "\(account.unit.label) \($0.span.firstDay)..\($0.span.lastDay)" }
            return true
        }
        return holes
    }

    @Test("an earlier start whose question fails is a hole, and the next update asks for it")
    func failing() async throws {
        let desk = try RunDesk(now: "2024-06-04T10:00:00Z")
        desk.market.list("AAPL", "MSFT")
        #expect(try await desk.backfill("AAPL", "MSFT", start: "2024-05-01").report.exitCode == .success)
        #expect(try holes(desk) == [])
        desk.market.change("AAPL") { $0.refusal = Self.down }
        #expect(try await desk.backfill("AAPL", "MSFT", start: "2024-04-01").report.exitCode != .success)
        #expect(try holes(desk) == ["AAPL 2024-04-01..2024-04-30"])
        desk.market.change("AAPL") { $0.refusal = nil }
        desk.market.move(to: "2024-06-05T10:00:00Z")
        #expect(try await desk.update().report.exitCode == .success)
        #expect(try holes(desk) == [] && desk.dates("AAPL").first == "2024-04-01")
    }

    @Test("so is one of a run that was stopped before its turn came, and a job that asks for less takes nothing back")
    func stopped() async throws {
        let desk = try RunDesk(now: "2024-06-04T10:00:00Z")
        desk.market.list("AAPL")
        #expect(try await desk.backfill("AAPL", start: "2024-05-01").report.exitCode == .success)
        let stop = StopSignal()
        stop.request()
        #expect(
            try await desk.run(.backfill, ["AAPL"], start: "2024-04-01", stop: stop) { _ in }.report.exitCode
                == .tryAgain)
        #expect(
            try await desk.backfill("AAPL", start: "2024-05-20") { $0.options.resumes = false }.report.exitCode
                == .success)
        #expect(try holes(desk) == ["AAPL 2024-04-01..2024-04-30"])
        desk.market.move(to: "2024-06-05T10:00:00Z")
        #expect(try await desk.update().report.exitCode == .success)
        #expect(try holes(desk) == [] && desk.dates("AAPL").first == "2024-04-01")
    }

    @Test(
        "so is one of a run that ended at its first question, before any unit's turn came",
        arguments: [["AAPL", "MSFT"], ["AAPL"]])
    func first(names: [String]) async throws {
        let desk = try RunDesk(now: "2024-06-04T10:00:00Z")
        desk.market.list("AAPL", "MSFT")
        #expect(try await desk.backfill("AAPL", "MSFT", start: "2024-05-01").report.exitCode == .success)
        desk.hands.ahead = 30 * 86_400
        // The clock cannot be believed: nothing is planned by it, and nothing admitted.
        #expect(try await desk.run(.backfill, names, start: "2024-04-01") { _ in }.report.exitCode == .configuration)
        desk.hands.ahead = 0
        let missing = ["AAPL 2024-04-01..2024-04-30"] + (names.count > 1 ? ["MSFT 2024-04-01..2024-04-30"] : [])
        #expect(try holes(desk).sorted() == missing)
        desk.market.move(to: "2024-06-05T10:00:00Z")
        #expect(try await desk.update().report.exitCode == .success)
        #expect(try holes(desk) == [] && desk.dates("AAPL").first == "2024-04-01")
    }

    @Test("so is one of a run that came to nothing over what an earlier one had left")
    func resumed() async throws {
        let desk = try RunDesk(now: "2024-06-04T10:00:00Z")
        desk.market.list("AAPL")
        #expect(try await desk.backfill("AAPL", start: "2024-05-01").report.exitCode == .success)
        desk.market.move(to: "2024-06-05T10:00:00Z")
        let stop = StopSignal()
        stop.request()
        #expect(try await desk.run(.update, [], start: nil, stop: stop) { _ in }.report.exitCode == .tryAgain)
        desk.hands.ahead = 30 * 86_400
        #expect(
            try await desk.run(.backfill, ["AAPL", "MSFT"], start: "2024-04-01") { _ in }.report.exitCode
                == .configuration)
        desk.hands.ahead = 0
        #expect(try holes(desk).contains("AAPL 2024-04-01..2024-04-30"))
        #expect(try desk.reader().record.units(of: "equities").contains { $0.label == "MSFT" && $0.state == .admitted })
    }

    @Test("an earlier start of markets whose question fails is a hole too")
    func markets() async throws {
        let desk = try MarketDesk(.many(count: 4, from: "2024-05-01T00:00:00Z", days: 4), now: "2024-05-05T10:00:00Z")
        func holes() throws -> Int {
            var count = 0
            for name in ["kalshi", "polymarket"] {
                try ArchiveAccounts(desk.reader(), now: desk.venues.now).each(of: MarketDesk.provider(name)) {
                    account in
                    count += account.hasHole ? 1 : 0
                    return true
                }
            }
            return count
        }
        func backfill(_ start: String) async throws -> ExitCode {
            try await desk.backfill {
                $0.selection.start = Day(start)
                $0.selection.datasets = ["trades"]
                $0.selection.limit = .all
            }.report.exitCode
        }
        #expect(try await backfill("2024-05-04") == .success)
        #expect(try holes() == 0)
        for upstream in ["kalshi", "kalshi-historical", "polymarket-data", "polymarket-data-v1"] {
            desk.venues.trouble(upstream) { $0.instead = [.init("trades", 500, "{}", times: 1_000)] }
        }
        #expect(try await backfill("2024-05-02") != .success)
        #expect(try holes() > 0)
        desk.venues.heal()
        desk.venues.move(to: desk.venues.now.adding(seconds: 3_600))
        #expect(try await desk.update { $0.selection.datasets = ["trades"] }.report.exitCode == .success)
        #expect(try holes() == 0)
    }
}

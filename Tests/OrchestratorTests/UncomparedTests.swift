import Archive
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// A run asks for the last stored sessions again to hold them against the answer. What the answer has not was not
/// compared, and that is told.
@Suite("What a run could not compare")
struct UncomparedTests {
    @Test(
        """
        stored sessions that an answer lacks stay, are counted by the run, its record and status, and end nothing with \
        10
        """
    )
    func lacking() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        let first = try await desk.backfill("AAPL", "MSFT")
        #expect(first.report.counts.aside.uncompared == 0, "nothing was stored before")
        let stored = try desk.rows("AAPL")
        desk.market.change("AAPL") { $0.missing = [FakeMarket.day("2024-06-05"), FakeMarket.day("2024-06-06")] }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success && night.report.counts.stored == 2)
        #expect(
            night.report.counts.aside.uncompared == 2 && night.report.asideUnits == ["AAPL"]
                && night.report.asideUnitCount == 1)
        #expect(night.unit("MSFT")?.counts.aside.uncompared == 0)
        #expect(try Array(desk.rows("AAPL").dropLast()) == stored)
        func recorded(_ run: Int64) throws -> Int? {
            let reader = try desk.reader()
            defer { try? reader.close() }
            return try reader.record.account(ofRun: run)?.aside.uncompared
        }
        #expect(try recorded(1) == 0 && recorded(2) == 2)
        let status = try ArchiveStatus(desk.reader(), now: desk.market.now).status(of: desk.provider)
        #expect(status.lastRun?.aside.uncompared == 2 && status.upToDate == 2)
        // A session outside of what was asked for is nobody's loss, and what is there again is compared again.
        desk.market.change("AAPL") { $0.missing = [FakeMarket.day("2024-01-09")] }
        desk.market.move(to: "2024-06-11T23:00:00Z")
        #expect(try await desk.update().report.counts.aside.isEmpty)
        #expect(try recorded(3) == 0)
    }
}

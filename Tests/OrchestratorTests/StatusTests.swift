import Archive
import Equities
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// What status says of an archive after its nights, and what forgetting takes away.
@Suite("Status")
struct StatusTests {
    static func status(_ desk: RunDesk) throws -> ProviderStatus {
        try ArchiveStatus(desk.reader(), now: desk.market.now).status(of: ProviderPlugin(Equities.self).load())
    }

    @Test("Up to date after a night; not stale while one session is missing, stale when two are")
    func ages() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let fresh = try Self.status(desk)
        #expect(fresh.upToDate == 1 && !fresh.isStale)
        #expect(fresh.newest == "2024-06-07" && fresh.expected == "2024-06-07")
        desk.market.move(to: "2024-06-09T23:00:00Z")
        #expect(try Self.status(desk).upToDate == 1)
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let monday = try Self.status(desk)
        #expect(monday.upToDate == 1 && monday.behindCount == 0 && !monday.isStale)
        desk.market.move(to: "2024-06-11T23:00:00Z")
        #expect(try Self.status(desk).isStale && Self.status(desk).behindCount == 1)
    }

    @Test("A unit that was never answered misses everything")
    func neverAnswered() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.refusal = (500, "{}") }
        let night = try await desk.backfill("AAPL")
        #expect(night.report.exitCode == .unavailable)
        let status = try Self.status(desk)
        #expect(status.upToDate == 0 && status.behindCount == 1)
        #expect(status.behind.first?.missing == 110)
        #expect(status.isStale && status.lastSuccess == nil)
    }

    @Test("Holes and absent symbols are named with cause and next try")
    func troubles() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-03-05")] }
        _ = try await desk.backfill("AAPL", "NOPE")
        let status = try Self.status(desk)
        #expect(status.gaps.first?.span == "2024-03-05" && status.gaps.first?.reason.code == "null_bar")
        #expect(status.waiting.first?.label == "NOPE" && status.waiting.first?.reason.code == "unknown_symbol")
        #expect(status.gaps.first?.next == desk.market.now.adding(days: 1))
    }

    @Test("Forgetting takes file and record away, and a symbol that is not there is named with the nearest")
    func forget() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        let provider = try ProviderPlugin(Equities.self).load()
        let wrong = OwnersDecision(.forget, on: ["APL"], of: provider, in: desk.archive, sinks: RunDesk.sinks)
        #expect {
            try wrong.execute(now: desk.market.now)
        } throws: { error in
            (error as? RunFailure)?.exitCode == .usage && "\(error)".contains("AAPL")
        }
        #expect(
            try OwnersDecision(.forget, on: ["msft"], of: provider, in: desk.archive, sinks: RunDesk.sinks).execute(
                now: desk.market.now
            )
            .labels == [
                "MSFT"
            ])
        #expect(!desk.folder.exists(desk.file("MSFT")))
        #expect(desk.folder.exists(desk.file("AAPL")))
        #expect(try Self.status(desk).units == 1)
    }
}

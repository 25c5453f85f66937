import Archive
import Equities
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Nights after which it was said that all is up to date, and was not so.
@Suite("What is behind, night by night")
struct StandingNightsTests {
    private func status(_ desk: RunDesk, tolerating tolerated: Int = 1) throws -> ProviderStatus {
        try ArchiveStatus(desk.reader(), now: desk.market.now, tolerating: tolerated).status(of: desk.provider)
    }

    @Test(
        """
        an upstream that is frozen: every symbol is behind from the second session on, and a run that asks for nothing \
        is no success
        """
    )
    func frozen() async throws {
        let world = try await WaveDesk(3)
        let first = try #require(try world.status.lastSuccess)
        var days: [String] = []
        for (index, day) in ["06-10", "06-11", "06-12", "06-13"].enumerated() {
            days.append("2024-\(day)")
            // Each by itself, so that it is no wave.
            for symbol in world.symbols {
                world.desk.market.change(symbol) { $0.missing = Set(days.map(FakeMarket.day)) }
            }
            _ = try await world.night(day)
            let again = try await world.desk.update()
            #expect(again.report.exitCode == .success || !again.requests.isEmpty)
            let status = try world.status
            #expect(status.lastSuccess == first, "\(day)")
            #expect(status.upToDate == 0 && status.isStale == (index > 0), "\(day)")
            #expect(index == 0 ? status.owedCount == 3 : status.behindCount == 3, "\(day)")
            if index == 0 {
                #expect(status.butFor.map(\.units) == [3] && status.butFor.first?.since == "2024-06-10")
            }
        }
        for symbol in world.symbols { world.desk.market.change(symbol) { $0.missing = [] } }
        _ = try await world.night("06-14")
        let healed = try world.status
        #expect(healed.upToDate == 3 && !healed.isStale && healed.lastSuccess != first)
    }

    @Test("one symbol lacks the last session: the run after it asks for nothing, says so, and moves no success")
    func idle() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        let first = try status(desk).lastSuccess
        desk.market.move(to: "2024-06-10T23:00:00Z")
        desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-06-10")] }
        #expect(try await desk.update().report.exitCode == .partial)
        let again = try await desk.update()
        #expect(again.report.isIdle && again.requests.isEmpty && again.report.exitCode == .success)
        #expect(again.report.standings.first?.owedCount == 1)
        let after = try status(desk)
        #expect(after.lastSuccess == first && !after.isStale && after.upToDate == 1 && after.owedCount == 1)
        // Where nothing is open, asking for nothing is as good as what was asked before.
        desk.market.change("AAPL") { $0.nulls = [] }
        desk.market.move(to: "2024-06-11T23:00:00Z")
        #expect(try await desk.update().report.exitCode == .success)
        desk.market.move(to: "2024-06-11T23:30:00Z")
        _ = try await desk.update()
        #expect(try status(desk).lastSuccess == desk.market.now)
        // Each run is what it was at its own end: the gap is filled, and the one that left it open is no success by
        // that.
        #expect(try desk.reader().record.successes(of: "equities", last: 9) == (runs: 5, succeeded: 3))
        // Nor does a gap of later make the idle run of before it one that left something open.
        desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-06-12")] }
        desk.market.move(to: "2024-06-12T23:00:00Z")
        #expect(try await desk.update().report.exitCode == .partial)
        #expect(try status(desk).lastSuccess == FakeMarket.instant("2024-06-11T23:30:00Z"))
        #expect(try desk.reader().record.successes(of: "equities", last: 9) == (runs: 6, succeeded: 3))
    }

    @Test("a typo counts apart, and an archive of nothing but typos is not up to date")
    func typos() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        #expect(try await desk.backfill("NOPE", "NADA").report.exitCode == .unavailable)
        let nothing = try status(desk)
        #expect(nothing.waitingCount == 2 && nothing.behindCount == 0 && nothing.isStale)
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let some = try status(desk)
        // A run of one symbol is none over all that is followed.
        #expect(some.waitingCount == 2 && some.upToDate == 1 && some.behindCount == 0 && some.isStale)
        desk.market.move(to: "2024-06-10T23:00:00Z")
        _ = try await desk.update()
        let all = try status(desk)
        #expect(all.waitingCount == 2 && all.upToDate == 1 && !all.isStale)
    }

    @Test("more symbols failed than are listed: all of them count, and a list that was read is no success of theirs")
    func counts() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let members = (0..<490).map { "S" + String(1000 + $0) }
        desk.market.members(members)
        for symbol in members { desk.market.change(symbol) { $0.refusal = (500, "{}") } }
        let night = try await desk.run(.backfill, ["sp500"], start: "2024-06-03") { $0.options.concurrency = 8 }
        #expect(night.report.counts.failed == 490 && night.report.counts.success == 0)
        #expect(night.report.exitCode == .unavailable)
        #expect(night.report.troubles.count <= 100 && night.report.troubleCount + night.report.failedInWaves >= 490)
        #expect(try status(desk).behindCount == 490)
    }

    @Test("all symbols are unknown while their list is read: 69, for people count symbols")
    func listsDoNotCount() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let members = (0..<490).map { "S" + String(1000 + $0) }
        desk.market.members(members)
        let night = try await desk.run(.backfill, ["sp500"], start: "2024-06-03") { $0.options.concurrency = 8 }
        #expect(night.report.counts.failed == 490 && night.report.exitCode == .unavailable)
        #expect(night.report.troubleCount == 490 && night.report.freshReasons["unknown_symbol"] == 490)
        #expect(night.report.waitingCount == 490 && night.report.waiting.count == 100)
        // One that is there makes it a part.
        desk.market.change(members[7]) { _ in }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let next = try await desk.update { $0.options.isForced = true }
        #expect(next.report.counts.success == 1 && next.report.counts.failed == 489)
    }

    @Test("rows that are set aside end the first run with 10, are told as that, and make no archive stale")
    func setAside() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("MSFT")
        desk.market.change("AAPL") { $0.cells[FakeMarket.day("2024-05-15")] = ["close": "-3.0"] }
        let night = try await desk.backfill("AAPL", "MSFT")
        #expect(night.report.exitCode == .partial && night.report.counts.failed == 0)
        #expect(night.report.counts.aside.newlyQuarantined == 1 && night.report.asideUnits == ["AAPL"])
        let status = try status(desk)
        #expect(!status.isStale && status.lastSuccess == nil && status.silence == 0)
        // The same row once more is nothing new.
        let forced = try await desk.update { $0.options.isForced = true }
        #expect(
            forced.report.exitCode == .success && forced.report.counts.aside.newlyQuarantined == 0
                && forced.report.counts.aside.quarantined == 1)
    }
}

import Archive
import Orchestrator
import TestWorld
import Testing

/// Forced runs that are stopped: the next one goes on, asks for each symbol once and counts it once.
@Suite("Forced runs that go on")
struct ForcedNightsTests {
    /// A desk whose last run was stopped behind the first of three symbols, and how many it has left.
    private func stopped(isForced: Bool) async throws -> (desk: RunDesk, left: Int) {
        let desk = try RunDesk(now: "2024-06-06T23:00:00Z")
        desk.market.list("AAPL", "KO", "MSFT")
        _ = try await desk.backfill("AAPL", "KO", "MSFT")
        desk.market.move(to: "2024-06-07T23:00:00Z")
        let stop = StopSignal()
        let night = try await desk.run(
            .update, [], start: nil, stop: stop, watching: StoppingObserver(after: 2, stop)
        ) { job in
            job.options.isForced = isForced
            job.options.concurrency = 1
        }
        #expect(night.report.exitCode == .tryAgain)
        let left = 3 - night.report.counts.total
        #expect((1...2).contains(left))
        return (desk, left)
    }

    @Test("what a stopped one has left is asked for once, and counted once")
    func goesOn() async throws {
        let (desk, _) = try await stopped(isForced: true)
        let night = try await desk.update { $0.options.isForced = true }
        #expect(night.report.counts.total == 3 && night.report.counts.requests == 3, "\(night.report.counts)")
        #expect(night.requests.count == 3 && Set(night.events.units.map(\.label)).count == 3)
    }

    @Test("control: what is left of a run that was not forced was asked for its last sessions, and is asked for again")
    func notForced() async throws {
        let (desk, left) = try await stopped(isForced: false)
        let night = try await desk.update { $0.options.isForced = true }
        #expect(night.report.counts.total == 3 + left && night.requests.count == 3 + left, "\(night.report.counts)")
    }
}

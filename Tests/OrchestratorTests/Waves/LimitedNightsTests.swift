import Orchestrator
import PluginKit
import TestWorld
import Testing

/// Nights of so many requests (`--max-requests`) on which some symbols fail: the others get their turn all the same.
@Suite("Nights of so many requests")
struct LimitedNightsTests {
    @Test("who fails is not asked again before all others", arguments: [1, 2])
    func failing(count: Int) async throws {
        let world = try await WaveDesk(6)
        let failing = Array(world.symbols.prefix(count))
        world.answer(failing, WaveDesk.gone)
        world.desk.market.move(to: "2024-06-10T23:00:00Z")
        var runs: [ExitCode] = []
        repeat {
            runs.append(
                try await world.desk.update { job in
                    job.options.maximumRequests = 2
                    job.options.concurrency = 1
                }.report.exitCode)
        } while runs.last == .tryAgain && runs.count < 8
        #expect(runs.count <= 4, "\(runs)")
        for symbol in world.symbols.dropFirst(count) {
            #expect(try world.desk.dates(symbol).last == "2024-06-10", "\(symbol)")
        }
        // Control: the ones that failed have no such row, and get it when they answer.
        for symbol in failing { #expect(try world.desk.dates(symbol).last == "2024-06-07", "\(symbol)") }
        world.answer(failing, nil)
        #expect(try await world.night("06-11").report.exitCode == .success)
        #expect(try world.isWhole(through: "06-11"))
    }
}

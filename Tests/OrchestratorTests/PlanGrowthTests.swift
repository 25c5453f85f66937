import Orchestrator
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

/// What a plan costs by the number of its names, counted in questions to the provider.
@Suite("A plan grows with its names, and no faster")
struct PlanGrowthTests {
    /// Of a job and of its dry run.
    private struct Cost {
        let run: [String: Int]
        let dryRun: [String: Int]
    }

    private func cost(
        of plugin: ProviderPlugin, _ venue: Venue, _ command: Job.Command, _ names: [String], now: String,
        stop: StopSignal = StopSignal(),
        expecting exitCode: ExitCode = .success, answers: @escaping @Sendable (String) -> (status: Int, body: String)
    ) async throws -> Cost {
        let provider = CountedProvider(try plugin.load())
        let isOfSubjects = provider.manifest.subjects != nil
        var job: Job?
        let done = try await venue.run(command, isOfSubjects ? [] : names, now: now, stop: stop) {
            $0.providers = [provider]
            if isOfSubjects { $0.selection.subjects = names }
            job = $0
        } answers: {
            answers($0)
        }
        #expect(done.report.exitCode == exitCode, "\(String(describing: done.report.failure))")
        let run = provider.takeCounts()
        let planned = try #require(job)
        _ = try DryRun(
            job: planned, sinks: RunDesk.sinks, upstreams: provider.manifest.upstreams, now: FakeMarket.instant(now)
        ).estimate()
        return Cost(run: run, dryRun: provider.takeCounts())
    }

    /// The roots are asked for so often, whatever the number of names; everything else at most so much more often as
    /// there are more names.
    private func expectGrowth(_ few: Cost, _ many: Cost, times: Int, _ what: String) {
        for (few, many) in [(few.run, many.run), (few.dryRun, many.dryRun)] {
            #expect(few["roots"] == many["roots"], "\(what): \(few) \(many)")
            #expect((1...3).contains(many["roots"] ?? 0), "\(what): \(many)")
            for (question, count) in many {
                #expect(
                    count <= (few[question] ?? 0) * times, "\(what), \(question): \(few[question] ?? 0) became \(count)"
                )
            }
        }
    }

    @Test("symbols: a backfill, an update, one that goes on, and their dry runs")
    func symbols() async throws {
        let plugin = ProviderPlugin(Notices.self)
        let answers: @Sendable (String) -> (status: Int, body: String) = { target in
            let parts = target.split(whereSeparator: { "?&=".contains($0) }).map(String.init)
            let at = Int64(parts[6]).map { $0 - 60 } ?? 0
            return (200, #"{"notices": [{"topic": "\#(parts[2])", "at": \#(at), "id": 1, "price": 1.5}]}"#)
        }
        func costs(_ count: Int) async throws -> [Cost] {
            let venue = try Venue(plugin)
            let names = (1...count).map { "topic\($0)" }
            let stop = StopSignal()
            let half = "topic=topic\(count / 2)&"
            return [
                try await cost(of: plugin, venue, .backfill, names, now: "2024-01-02T13:00:00Z", answers: answers),
                try await cost(of: plugin, venue, .update, names, now: "2024-01-02T14:00:00Z", answers: answers),
                try await cost(
                    of: plugin, venue, .update, names, now: "2024-01-02T15:00:00Z", stop: stop, expecting: .tryAgain
                ) { target in
                    if target.contains(half) { stop.request() }
                    return answers(target)
                },
                try await cost(of: plugin, venue, .update, names, now: "2024-01-02T16:00:00Z", answers: answers),
            ]
        }
        let few = try await costs(10)
        let many = try await costs(100)
        for index in 0..<2 { expectGrowth(few[index], many[index], times: 10, "job \(index)") }
        // Where a run is stopped, and so how much is left for the next, is not to the point.
        for index in 2..<4 { #expect(few[index].run["roots"] == many[index].run["roots"], "job \(index)") }
    }

    @Test("markets: names are held against what is known once for each market, also to find what is not there")
    func markets() async throws {
        let plugin = ProviderPlugin(Bazaar.self)
        let answers: @Sendable (String) -> (status: Int, body: String) = { target in
            let value = String(target.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last ?? "")
            switch target.prefix(5) {
            case "/cloc": return (200, #"{"cutoff": 5}"#)
            case "/ask?":
                return (200, #"{"markets": [{"id": "\#(value)", "kind": "a", "opened": 1704189600, "volume": 1}]}"#)
            default: return (200, #"{"ticks": []}"#)
            }
        }
        func costs(_ count: Int) async throws -> [Cost] {
            let venue = try Venue(plugin)
            let names = (1...count).map { "M\($0)" }
            return [
                try await cost(of: plugin, venue, .backfill, names, now: "2024-01-02T13:00:00Z", answers: answers),
                try await cost(of: plugin, venue, .update, names, now: "2024-01-02T14:00:00Z", answers: answers),
            ]
        }
        let few = try await costs(10)
        let many = try await costs(100)
        for index in few.indices { expectGrowth(few[index], many[index], times: 10, "job \(index)") }
    }
}

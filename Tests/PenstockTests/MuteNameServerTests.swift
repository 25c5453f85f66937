import Foundation
import PluginTesting
import TestWorld
import Testing

/// The built command beside a name server that never answers: a resolver that sleeps for an hour, preloaded
/// (Tests/CurlStandIn).
@Suite("A name server that never answers", .timeLimit(.minutes(10)))
struct MuteNameServerTests {
    private let folder: TemporaryFolder
    private var names: String { "\(folder.path)/names" }
    /// Names that the resolver was asked for, and says nothing about.
    private var asked: Set<Substring> { Set(((try? folder.text("names")) ?? "").split(separator: "\n")) }

    init() throws { folder = try TemporaryFolder("mute") }

    private func serving(_ body: (MarketServer) async throws -> Void) async throws {
        let market = FakeMarket(now: "2024-06-07T23:00:00Z")
        market.list("AAPL")
        try await MarketServer.serving(market, body)
    }

    /// Starts the command, with Yahoo at a name that cannot be resolved.
    private func start(_ line: [String], _ server: MarketServer) throws -> PenstockProcess {
        let mute = ["LD_PRELOAD": try PenstockProcess.built("libCurlStandIn.so").path, "CURL_STAND_IN_MUTE": names]
        return try PenstockProcess(
            line + ["--upstream", "yahoo=http://mute.test", "--upstream", "sp500=\(server.upstream.base)"],
            in: folder.path,
            environment: server.clock.merging(mute) { $1 })
    }

    @Test(
        """
        keeps nothing from stopping: SIGTERM while it is asked ends the run with 75, and the same line goes on elsewhere
        """
    )
    func stop() async throws {
        let line = ["backfill", "equities", "--symbols", "AAPL", "--start-date", "2024-06-03"]
        try await serving { server in
            let process = try start(line + ["--rate-limit-delay", "0"], server)
            defer { if process.isRunning { process.send(SIGKILL) } }
            // The negative control: the resolver was really entered, and has an hour to go.
            while asked.isEmpty, process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
            #expect(asked == ["mute.test"])
            #expect(process.isRunning)
            process.send(SIGTERM)
            let stopped = try await process.wait()
            #expect(
                !stopped.wasKilled && stopped.exitCode == 75, "\(stopped.exitCode): \(stopped.output)\(stopped.errors)")
            let again = try await server.run(line, in: folder.path)
            #expect(again.exitCode == 0, "\(again.errors)")
        }
    }

    @Test("holds up no other upstream of the same engine, and no end: the next one is asked and answers")
    func others() async throws {
        try await serving { server in
            let process = try start(["doctor", "equities"], server)
            defer { if process.isRunning { process.send(SIGKILL) } }
            let outcome = try await process.wait()
            #expect(asked == ["mute.test"])
            let lines = outcome.output.split(separator: "\n")
            #expect(
                lines.contains { $0.contains("upstream yahoo") && $0.contains("http://mute.test") }, "\(outcome.output)"
            )
            #expect(lines.contains { $0.contains("upstream sp500") && $0.contains("answers (") }, "\(outcome.output)")
            #expect(!outcome.wasKilled)
            #expect(server.upstream.requests.count == 1)
        }
    }
}

import Foundation
import PluginTesting
import Synchronization
import TestWorld
import Testing

/// What goes wrong round the command: a clear error, its exit code, nothing lost.
@Suite("Trouble")
struct TroubleTests {
    static let backfill = ["backfill", "equities", "--symbols", "AAPL,MSFT", "--start-date", "2024-01-02"]
    static let update = ["update", "equities"]

    /// An archive of two symbols, and the market one session later.
    static func withArchive(_ body: (TemporaryFolder, MarketServer) async throws -> Void) async throws {
        let market = FakeMarket(now: "2024-06-07T23:00:00Z")
        market.list("AAPL", "MSFT")
        let folder = try TemporaryFolder("trouble")
        try await MarketServer.serving(market) { server in
            let first = try await server.run(Self.backfill, in: folder.path)
            #expect(first.exitCode == 0, "\(first.errors)")
            market.move(to: "2024-06-10T23:00:00Z")
            try await body(folder, server)
        }
    }

    @Test("29: two updates at once: one works, the other says at once who holds the lock, with 75")
    func twoAtOnce() async throws {
        let market = FakeMarket(now: "2024-06-07T23:00:00Z")
        market.list("AAPL", "MSFT")
        let folder = try TemporaryFolder("twice")
        let gate = Mutex(false)
        try await MarketServer.serving(market, before: { _ in while gate.withLock({ $0 }) { usleep(2000) } }) {
            server in
            _ = try await server.run(Self.backfill, in: folder.path)
            market.move(to: "2024-06-10T23:00:00Z")
            gate.withLock { $0 = true }
            market.forgetRequests()
            let first = try PenstockProcess(Self.update + server.flags, in: folder.path, environment: server.clock)
            // The first one holds the lock when its first question has arrived.
            while server.upstream.requests.count < 3 { try await Task.sleep(for: .milliseconds(5)) }
            let second = try await server.run(Self.update, in: folder.path)
            gate.withLock { $0 = false }
            #expect(second.exitCode == 75)
            #expect(second.errors.contains("update equities"))
            #expect(try await first.wait().exitCode == 0)
        }
    }

    @Test("A lost archive.db is refused with 74 and never a fresh start")
    func lostRecord() async throws {
        try await Self.withArchive { folder, server in
            let before = try KillTests.files(in: folder.path)
            for name in ["archive.db", "archive.db-wal", "archive.db-shm"] {
                try? FileManager.default.removeItem(atPath: "\(folder.path)/data/historical/\(name)")
            }
            for line in [Self.update, Self.backfill, ["status"]] {
                let outcome = try await PenstockProcess(
                    line == ["status"] ? line : line + server.flags, in: folder.path, environment: server.clock
                ).wait()
                #expect(outcome.exitCode == 74, "\(line): \(outcome.errors)")
                #expect(outcome.errors.contains("archive.db"))
            }
            #expect(try KillTests.files(in: folder.path) == before)
        }
    }

    @Test("An archive of a newer format is refused with 78 and left alone")
    func newerFormat() async throws {
        try await Self.withArchive { folder, server in
            let file = "\(folder.path)/data/historical/archive.json"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let newer = text.replacing(#/"format"\s*:\s*\d+/#, with: "\"format\" : 9999")
            #expect(newer != text)
            try newer.write(toFile: file, atomically: true, encoding: .utf8)
            let outcome = try await server.run(Self.update, in: folder.path)
            #expect(outcome.exitCode == 78, "\(outcome.errors)")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == newer)
        }
    }

    @Test("In the wrong working directory an update names the absolute path that it looked at, with 78")
    func wrongDirectory() async throws {
        try await Self.withArchive { folder, server in
            try FileManager.default.createDirectory(
                atPath: folder.path + "/elsewhere", withIntermediateDirectories: true)
            let outcome = try await server.run(Self.update, in: folder.path + "/elsewhere")
            #expect(outcome.exitCode == 78)
            #expect(outcome.errors.contains("\(folder.path)/elsewhere/data/historical"))
            #expect(!folder.exists("elsewhere/data"))
        }
    }

    @Test("A full disk is 73, and nothing that was committed is lost; with room again the same line goes on")
    func fullDisk() async throws {
        try await Self.withArchive { folder, server in
            let before = try KillTests.files(in: folder.path)
            // A file size limit is to a write what a full disk is: a short count, then an error.
            let line =
                (Self.backfill + ["--no-resume", "--start-date", "2015-01-02"]).map { "'\($0)'" }
                + server.flags.map { "'\($0)'" }
            let script = "ulimit -f 40; exec '\(try PenstockProcess.executable().path)' \(line.joined(separator: " "))"
            let limited = try await PenstockProcess.shell(script, in: folder.path, environment: server.clock)
            #expect(limited.exitCode == 73, "\(limited.output)\(limited.errors)")
            #expect(try KillTests.files(in: folder.path) == before)
            let again = try await server.run(Self.update, in: folder.path)
            #expect(again.exitCode == 0, "\(again.errors)")
            let after = try KillTests.files(in: folder.path)
            for (name, text) in before {
                let rows = text.drop { $0 != "\n" }
                #expect(after[name]?.contains(rows) == true, "\(name)")
            }
            // The earlier first day was wanted by the line that found no room, and is wanted still.
            #expect(
                after["daily_bars/AAPL.csv"].map { $0.count > 2 * (before["daily_bars/AAPL.csv"]?.count ?? 0) } == true)
        }
    }

    @Test("A directory that cannot be written is 73 and says which")
    func readOnly() async throws {
        let market = FakeMarket(now: "2024-06-07T23:00:00Z")
        market.list("AAPL", "MSFT")
        let folder = try TemporaryFolder("readonly")
        try await MarketServer.serving(market) { server in
            // Not even root makes directories under /proc.
            let outcome = try await server.run(
                Self.backfill + ["--data-dir", "/proc/penstock", "--log-dir", folder.path], in: folder.path)
            #expect(outcome.exitCode == 73, "\(outcome.errors)")
            #expect(outcome.errors.contains("/proc/penstock"))
        }
    }

    @Test("7: the log of every run has its outcome, and is never empty")
    func logs() async throws {
        try await Self.withArchive { folder, server in
            _ = try await server.run(Self.update + ["--verbose"], in: folder.path)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data/logs").sorted()
            #expect(names.count == 2)
            for name in names {
                let text = try folder.text("data/logs/\(name)")
                #expect(text.contains("AAPL"))
                #expect(text.contains("\(folder.path)/data/historical"))
            }
            #expect(names.contains { $0.hasPrefix("update_equities_") })
        }
    }

    @Test(
        "19: the host's zone changes nothing but the ledger's local stamp",
        arguments: ["Asia/Tokyo", "America/Los_Angeles"])
    func zones(zone: String) async throws {
        let market = FakeMarket(now: "2024-06-10T21:30:00Z")
        market.list("AAPL", "MSFT")
        let here = try TemporaryFolder("utc")
        let there = try TemporaryFolder("zone")
        try await MarketServer.serving(market) { server in
            _ = try await server.run(Self.backfill, in: here.path)
            let outcome = try await server.run(Self.backfill, in: there.path, environment: ["TZ": zone])
            #expect(outcome.exitCode == 0)
        }
        #expect(try KillTests.files(in: here.path) == KillTests.files(in: there.path))
    }

    @Test("Ctrl-C commits what was received, says how far it got, and the same line goes on from there")
    func interrupted() async throws {
        let market = FakeMarket(now: "2024-06-10T23:00:00Z")
        for symbol in KillTests.symbols { market.list(symbol) }
        let folder = try TemporaryFolder("interrupted")
        let state = Mutex<(process: PenstockProcess?, count: Int)>((nil, 0))
        let line = KillTests.line
        try await MarketServer.serving(
            market,
            before: { _ in
                state.withLock { state in
                    state.count += 1
                    if state.count == 20 { state.process?.send(SIGINT) }
                }
            }
        ) { server in
            let process = try PenstockProcess(line + server.flags, in: folder.path, environment: server.clock)
            state.withLock { $0.process = process }
            let stopped = try await process.wait()
            #expect(stopped.exitCode == 75, "\(stopped.errors)")
            #expect(stopped.output.contains("run the same line again"), "\(stopped.output)")
            let done = try KillTests.committed(in: folder.path)
            #expect(!done.isEmpty && done.count < KillTests.symbols.count)
            market.forgetRequests()
            let again = try await server.run(line, in: folder.path)
            #expect(again.exitCode == 0, "\(again.errors)")
            #expect(again.output.contains("\(done.count) done before"), "\(again.output)")
            #expect(done.isDisjoint(with: market.requests.map(KillTests.symbol)))
        }
    }

    @Test("With --quiet a run that succeeds writes nothing; one that fails says why")
    func quiet() async throws {
        try await Self.withArchive { folder, server in
            let quiet = try await server.run(Self.update + ["--quiet"], in: folder.path)
            #expect(quiet.exitCode == 0)
            #expect(quiet.output.isEmpty && quiet.errors.isEmpty, "\(quiet.output)\(quiet.errors)")
            server.market.change("AAPL") { $0.refusal = (404, FakeMarket.unknown) }
            server.market.move(to: "2024-06-11T23:00:00Z")
            let failed = try await server.run(
                Self.update + ["--quiet"], in: folder.path, environment: ["PENSTOCK_NOW": "2024-06-11T23:00:00Z"])
            #expect(failed.exitCode == 10)
            #expect(failed.errors.contains("AAPL"))
        }
    }
}

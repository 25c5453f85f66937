import Foundation
import Synchronization
import TestWorld
import Testing

/// The built command copies an archive while another of its processes writes it.
@Suite("Backups")
struct BackupTests {
    private static let symbols = "ABC".flatMap { first in "ABCDEFGHIJ".map { second in "K\(first)\(second)" } }
    private static let backfill = [
        "backfill", "equities", "--symbols", symbols.joined(separator: ","), "--start-date", "2022-01-03", "--storage",
        "csv,csv.gz,sqlite",
        "--concurrency", "1",
    ]

    /// Holds a run in its middle until a backup was made beside it.
    private final class Gate: Sendable {
        private let state = Mutex((requests: 0, isOpen: true))

        func close() { state.withLock { $0 = (0, false) } }
        func open() { state.withLock { $0.isOpen = true } }

        /// Called for each request; from the twelfth on each waits, and for less time than an upstream has to answer,
        /// however busy the machine.
        func pass() {
            let number = state.withLock { state in
                state.requests += 1
                return state.requests
            }
            for _ in 0..<2_000 where number >= 12 && !state.withLock(\.isOpen) { Thread.sleep(forTimeInterval: 0.01) }
        }
    }

    private static func market() -> FakeMarket {
        let market = FakeMarket(now: "2024-06-10T23:00:00Z")
        for symbol in symbols { market.change(symbol) { _ in } }
        return market
    }

    @Test(
        """
        in a loop beside a backfill and beside a night of rewrites: every copy verifies, and goes on to what the \
        original became
        """
    )
    func loop() async throws {
        let market = Self.market()
        let folder = try TemporaryFolder("backups")
        let gate = Gate()
        try await MarketServer.serving(market, before: { _ in gate.pass() }) { server in
            var copies = 0
            var unfinished: String?
            func copy(beside line: [String]) async throws {
                gate.close()
                let run = try PenstockProcess(
                    line + server.flags, in: folder.path,
                    environment: server.clock.merging(["PENSTOCK_COMMIT_BYTES": "60000"]) { $1 })
                while run.isRunning {
                    guard FileManager.default.fileExists(atPath: folder.path + "/data/historical/archive.json") else {
                        try await Task.sleep(for: .milliseconds(5))
                        continue
                    }
                    copies += 1
                    let name = "copy-\(copies)"
                    let backup = try await server.plain(["backup", name, "--json"], in: folder.path)
                    #expect(backup.exitCode == 0, "\(backup.output)\(backup.errors)")
                    let verify = try await server.plain(["verify", "--full", "--data-dir", name], in: folder.path)
                    #expect(verify.exitCode == 0, "\(name): \(verify.output)\(verify.errors)")
                    if run.isRunning { unfinished = name }
                    gate.open()
                }
                let outcome = try await run.wait()
                #expect(outcome.exitCode == 0, "\(outcome.errors)")
            }
            try await copy(beside: Self.backfill)
            let name = try #require(unfinished, "no copy was made while the run was on")
            let again = try await server.run(Self.backfill + ["--data-dir", name], in: folder.path)
            #expect(again.exitCode == 0, "\(again.output)\(again.errors)")
            #expect(
                try KillTests.files(of: folder.path + "/" + name)
                    == KillTests.files(of: folder.path + "/data/historical"))

            // Every file is written anew in that night.
            unfinished = nil
            for symbol in Self.symbols { market.change(symbol) { $0.splits[FakeMarket.day("2024-06-11")] = (2, 1) } }
            market.move(to: "2024-06-11T23:00:00Z")
            try await copy(beside: ["update", "equities", "--concurrency", "1"])
            #expect(unfinished != nil)
        }
    }

    @Test("killed anywhere: no archive stands there, and the same line again makes it")
    func killed() async throws {
        let market = Self.market()
        let folder = try TemporaryFolder("killed-backup")
        try await MarketServer.serving(market) { server in
            #expect(try await server.run(Self.backfill, in: folder.path).exitCode == 0)
            var kills = 0
            let partial = folder.path + "/copy.partial"
            // Where it is killed: when this is there. A backup that was faster than the eye is made again.
            for sign in [
                "", "/archive.converting", "/archive.db", "/equities/daily_bars/KAA.csv",
                "/equities/daily_bars/KCJ.csv.gz",
            ] {
                for _ in 0..<8 {
                    try? FileManager.default.removeItem(atPath: folder.path + "/copy")
                    let backup = try PenstockProcess(["backup", "copy"], in: folder.path, environment: server.clock)
                    while backup.isRunning, !FileManager.default.fileExists(atPath: partial + sign) { usleep(200) }
                    backup.send(SIGKILL)
                    if try await backup.wait().wasKilled { break }
                }
                // At its name is a whole copy or none.
                let copy = try await server.plain(["verify", "--full", "--data-dir", "copy"], in: folder.path)
                #expect(copy.exitCode == 78 || copy.exitCode == 0, "\(copy.output)\(copy.errors)")
                guard copy.exitCode == 78, FileManager.default.fileExists(atPath: partial) else { continue }
                kills += 1
                let status = try await server.plain(["status", "--data-dir", "copy.partial"], in: folder.path)
                guard ![74, 78].contains(status.exitCode) else { continue }
                // Its archive.json is written last: all of it is there then.
                let whole = try await server.plain(["verify", "--full", "--data-dir", "copy.partial"], in: folder.path)
                #expect(whole.exitCode == 0, "\(status.output)\(whole.output)")
            }
            #expect(kills > 0)
            if !FileManager.default.fileExists(atPath: folder.path + "/copy") {
                let again = try await server.plain(["backup", "copy"], in: folder.path)
                #expect(again.exitCode == 0, "\(again.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/copy.partial"))
            #expect(try await server.plain(["verify", "--full", "--data-dir", "copy"], in: folder.path).exitCode == 0)
            #expect(try await server.plain(["backup", "copy"], in: folder.path).exitCode == 64)
        }
    }

    @Test("a database outside of the directory comes inside the copy")
    func outside() async throws {
        let market = Self.market()
        let folder = try TemporaryFolder("outside-backup")
        try await MarketServer.serving(market) { server in
            #expect(try await server.run(Self.backfill + ["--db-path", "market.db"], in: folder.path).exitCode == 0)
            #expect(try await server.plain(["backup", "copy"], in: folder.path).exitCode == 0)
            try FileManager.default.removeItem(atPath: folder.path + "/market.db")
            let status = try await server.plain(["status", "--data-dir", "copy", "--json"], in: folder.path)
            #expect(
                status.exitCode == 0 && status.output.contains("\"database_outside\": null"),
                "\(status.output)\(status.errors)")
            #expect(FileManager.default.fileExists(atPath: folder.path + "/copy/archive.db"))
        }
    }
}

extension MarketServer {
    /// A line that asks no upstream.
    fileprivate func plain(_ arguments: [String], in folder: String) async throws -> PenstockProcess.Outcome {
        try await PenstockProcess(arguments, in: folder, environment: clock).wait()
    }
}

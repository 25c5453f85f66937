import Archive
import Foundation
import PluginTesting
import Synchronization
import TestWorld
import Testing

/// SIGKILL in the middle of a backfill: the same line again ends in the same files.
@Suite("Killed and run again")
struct KillTests {
    static let symbols = "ABCDEF".flatMap { first in "ABCDEFGHIJ".map { second in "K\(first)\(second)" } }
    static let line = [
        "backfill", "equities", "--symbols", symbols.joined(separator: ","), "--start-date", "2022-01-03",
        "--concurrency", "3",
    ]

    @Test("Ten kills at random moments; what was committed is not asked for again, what was not is")
    func tenKills() async throws {
        let market = FakeMarket(now: "2024-06-10T23:00:00Z")
        for symbol in Self.symbols { market.change(symbol) { $0.dividends[FakeMarket.day("2023-05-10")] = 0.5 } }
        let clean = try TemporaryFolder("clean")
        let killed = try TemporaryFolder("killed")
        let victim = Mutex<Victim>(Victim())
        var generator = SplitMix(seed: 20_261_124)
        try await MarketServer.serving(market, before: { _ in victim.withLock { $0.sawRequest() } }) { server in
            let whole = try await server.run(Self.line, in: clean.path)
            #expect(whole.exitCode == 0, "\(whole.errors)")
            market.forgetRequests()

            var kills = 0
            var committed: Set<String> = []
            var askedAgain = 0
            var skipped = 0
            while true {
                let before = market.requests.count
                let process = try PenstockProcess(
                    Self.line + server.flags, in: killed.path,
                    environment: server.clock.merging(["PENSTOCK_COMMIT_BYTES": "60000"]) { $1 })
                if kills < 10 { victim.withLock { $0.arm(process, after: Int(generator.next() % 9) + 2) } }
                let outcome = try await process.wait()
                let asked = market.requests.dropFirst(before).map(Self.symbol)
                // Not one unit whose commit returned is asked for again.
                #expect(committed.isDisjoint(with: asked))
                let everAsked = Set(market.requests.prefix(before).map(Self.symbol))
                askedAgain += Set(asked).intersection(everAsked).count
                skipped += committed.count
                guard outcome.wasKilled else {
                    #expect(outcome.exitCode == 0, "\(outcome.errors)")
                    break
                }
                kills += 1
                committed = try Self.committed(in: killed.path)
            }
            #expect(kills == 10)
            // Both kinds must have occurred, or the test shows nothing.
            #expect(askedAgain > 0)
            #expect(skipped > 0)
        }
        #expect(try Self.files(in: clean.path) == Self.files(in: killed.path))
        // Of each symbol its bars, and one file of dividends and splits for all.
        #expect(try Self.files(in: clean.path).count == 61)
    }

    /// Kills a process when enough requests have come.
    struct Victim {
        var process: PenstockProcess?
        var left = 0

        mutating func arm(_ process: PenstockProcess, after requests: Int) {
            self.process = process
            left = requests
        }

        mutating func sawRequest() {
            guard let victim = process else { return }
            left -= 1
            guard left <= 0 else { return }
            victim.send(SIGKILL)
            process = nil
        }
    }

    static func symbol(_ target: String) -> String {
        String(target.prefix { $0 != "?" }.split(separator: "/").last ?? "")
    }

    static func committed(in folder: String) throws -> Set<String> {
        guard Archive.exists(at: folder + "/data/historical") else { return [] }
        let reader = try ArchiveReader.openReadOnly(at: folder + "/data/historical", sinks: { _ in [] })
        return Set(
            try reader.record.units(of: "equities", admittedOnly: true).filter { $0.completed != nil }.map(\.label))
    }

    static func files(in folder: String) throws -> [String: String] { try files(of: folder + "/data/historical") }

    static func files(of archive: String) throws -> [String: String] {
        var files: [String: String] = [:]
        let root = archive + "/equities"
        for case let name as String in FileManager.default.enumerator(atPath: root) ?? FileManager.DirectoryEnumerator()
        where name.hasSuffix(".csv") {
            files[name] = try String(contentsOfFile: root + "/" + name, encoding: .utf8)
        }
        return files
    }
}

import Foundation
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Testing

/// SIGKILL in the middle of a backfill of 2,000 markets: the same line again ends in the same archive.
@Suite("Killed among 2,000 markets and run again")
struct MarketKillTests {
    static let line = [
        "backfill", "polymarket", "kalshi", "--limit", "all", "--status", "all", "--storage", "csv,sqlite",
        "--concurrency", "8", "--quiet",
    ]

    @Test("Ten kills at random requests; prices, candles and trades are those of an archive that was never killed")
    func tenKills() async throws {
        let world = VenueWorld.many(count: 2_000)
        let venues = FakeVenues(world, now: Self.quietMoment(in: world).description)
        let clean = try TemporaryFolder("clean", inMemory: true)
        let killed = try TemporaryFolder("killed", inMemory: true)
        let victim = Mutex(KillTests.Victim())
        var generator = SplitMix(seed: 20_261_124)
        try await VenueServer.serving(venues, before: { _ in victim.withLock { $0.sawRequest() } }) { server in
            let whole = try await server.run(Self.line, in: clean.path)
            #expect(whole.exitCode == 0, "\(whole.errors)")
            var kills = 0
            while true {
                let process = try PenstockProcess(
                    Self.line + server.flags, in: killed.path,
                    environment: server.clock.merging(["PENSTOCK_COMMIT_BYTES": "200000"]) { $1 })
                if kills < 10 { victim.withLock { $0.arm(process, after: Int(generator.next() % 600) + 20) } }
                let outcome = try await process.wait()
                guard outcome.wasKilled else {
                    #expect(outcome.exitCode == 0, "\(outcome.errors)")
                    break
                }
                kills += 1
            }
            #expect(kills == 10)
        }
        let left = try Self.files(in: clean.path)
        let right = try Self.files(in: killed.path)
        #expect(left.count > 4_000)
        #expect(left.keys.sorted() == right.keys.sorted())
        for (name, text) in left where right[name] != text { Issue.record("\(name) differs") }
        // The tables have the rows of the files: every row's digest is looked at.
        let verified = try await PenstockProcess(
            ["verify", "polymarket", "kalshi", "--full", "--quiet"], in: killed.path
        ).wait()
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
    }

    /// A moment round which nobody trades: resumed runs take their time a few seconds later.
    static func quietMoment(in world: VenueWorld) -> Instant {
        var moment = FakeMarket.instant("2026-11-25T12:00:00Z")
        func count(_ end: Instant) -> Int {
            world.kalshi.reduce(0) { $0 + world.expectedTrades(kalshi: $1.ticker, before: end).count }
                + world.polymarket.reduce(0) {
                    $0 + world.expectedTrades(polymarket: $1.id, before: end, asked: end).count
                }
        }
        while count(moment.adding(seconds: -600)) != count(moment.adding(seconds: 300)) {
            moment = moment.adding(seconds: 900)
        }
        return moment
    }

    private static func files(in folder: String) throws -> [String: String] {
        let root = folder + "/data/prediction_markets"
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        var files: [String: String] = [:]
        for name in names where name.hasSuffix(".csv") && name != "update_summary.csv" {
            let text = try String(contentsOfFile: "\(root)/\(name)", encoding: .utf8)
            // When a state was seen is the run's own time.
            files[name] =
                name.hasSuffix("market_status.csv")
                ? text.replacing(/,2026-[^,]*,/, with: ",")
                : text
        }
        return files
    }
}

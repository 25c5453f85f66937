import Archive
import Orchestrator
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing
import Upstream

/// How walks of several pages go on, end, and are stopped.
@Suite("Walks")
struct WalkTests {
    static let now = "2024-01-02T00:00:00Z"

    static func notices(_ ids: ClosedRange<Int>, next: Int?) -> (status: Int, body: String) {
        let rows = ids.map { #"{"topic":"SEA","at":\#(1_704_100_000 + $0),"id":\#($0),"price":"\#($0).50"}"# }.joined(
            separator: ",")
        return (200, #"{"notices":[\#(rows)]\#(next.map { ",\"next\":\($0)" } ?? "")}"#)
    }

    @Test(
        """
        The provider of the guide: a list tells of topics, pages follow their cursor, an update asks from the \
        watermark on
        """
    )
    func guide() async throws {
        let venue = try Venue(ProviderPlugin(Notices.self))
        let first = try await venue.run(.backfill, [], now: Self.now) { target in
            if target == "/topics" { return (200, #"{"topics":["SEA","GONE"]}"#) }
            if target.contains("topic=GONE") { return (404, "{}") }
            return target.contains("after=3") ? Self.notices(4...5, next: nil) : Self.notices(1...3, next: 3)
        }
        #expect(first.report.exitCode == .partial)
        #expect(first.targets.count == 4)
        let text = try venue.file("notices/notices/SEA.csv")
        #expect(text.split(separator: "\n").count == 6)
        #expect(text.contains("SEA,2024-01-01T09:06:45Z,5,5.50"))
        let second = try await venue.run(.update, [], now: "2024-01-02T01:00:00Z") { target in
            target == "/topics" ? (200, #"{"topics":["SEA","GONE"]}"#) : (200, #"{"notices":[]}"#)
        }
        #expect(second.report.exitCode == .success)
        let watermark = FakeMarket.instant(Self.now).adding(seconds: -60).seconds
        #expect(second.targets.contains { $0.contains("topic=SEA") && $0.contains("from=\(watermark)") })
        #expect(!second.targets.contains { $0.contains("GONE") })
        #expect(try venue.file("notices/notices/SEA.csv") == text)
    }

    @Test("A walk that is stopped goes on from its cursor, in the middle")
    func stopped() async throws {
        let venue = try Venue(ProviderPlugin(Notices.self))
        let stop = StopSignal()
        let first = try await venue.run(.backfill, ["SEA"], now: Self.now, stop: stop) { target in
            if target.contains("after=3") { stop.request() }
            return target.contains("after") ? Self.notices(4...5, next: 5) : Self.notices(1...3, next: 3)
        }
        #expect(first.report.exitCode == .tryAgain)
        let second = try await venue.run(.backfill, ["SEA"], now: Self.now) { target in
            #expect(target.contains("after="))
            return target.contains("after=3") ? Self.notices(4...5, next: 5) : Self.notices(6...6, next: nil)
        }
        #expect(second.report.exitCode == .success)
        #expect(try venue.file("notices/notices/SEA.csv").split(separator: "\n").count == 7)
    }

    @Test("A cursor that stands still, and a page that repeats, stop the walk with a reason; what was there stays")
    func endless() async throws {
        let still = try Venue(ProviderPlugin(Notices.self))
        let first = try await still.run(.backfill, ["SEA"], now: Self.now) { _ in Self.notices(1...3, next: 3) }
        #expect(first.targets.count == 2)
        #expect(["cursor_stands_still", "repeated_page"].contains(first.units.first?.reason?.code))
        let repeated = try Venue(ProviderPlugin(Fills.self))
        let page = Mutex(0)
        let second = try await repeated.run(.backfill, ["X"], now: Self.now) { _ in
            let next = page.withLock {
                $0 += 1
                return $0
            }
            return (200, #"{"fills":[{"name":"X","at":1704100000,"size":"1"}],"next":\#(next < 50 ? 7 : 8)}"#)
        }
        #expect(second.targets.count < 5)
        #expect(second.units.first?.result == .failed)
    }

    @Test("An upstream that answers newest first ends in key order, written in one commit")
    func held() async throws {
        let venue = try Venue(ProviderPlugin(Fills.self))
        let run = try await venue.run(.backfill, ["X"], now: Self.now) { target in
            func page(_ numbers: [Int], next: Int?) -> (Int, String) {
                let rows = numbers.map { #"{"name":"X","at":\#(1_704_100_000 + $0),"size":"\#($0).0"}"# }.joined(
                    separator: ",")
                return (200, #"{"fills":[\#(rows)]\#(next.map { ",\"next\":\($0)" } ?? "")}"#)
            }
            if target.contains("page=0") { return page([9, 8, 7], next: 1) }
            return target.contains("page=1") ? page([6, 5, 4], next: 2) : page([3, 2, 1], next: nil)
        }
        #expect(run.report.exitCode == .success)
        let sizes = try venue.file("fills/fills/X.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").last.map(String.init)
        }
        #expect(sizes == (1...9).map { "\($0).0" })
    }

    @Test("An empty fine answer is asked again coarser, and its rows are dropped")
    func again() async throws {
        let venue = try Venue(ProviderPlugin(Fills.self))
        let run = try await venue.run(.backfill, ["X"], now: Self.now) { target in
            target.contains("coarse=true")
                ? (200, #"{"fills":[{"name":"X","at":1704100000,"size":"2"}]}"#) : (200, #"{"fills":[]}"#)
        }
        #expect(run.targets.count == 2)
        #expect(run.report.counts.stored == 1)
    }

    @Test("A cursor that the upstream forgot begins the walk anew; three times is enough")
    func restart() async throws {
        let venue = try Venue(ProviderPlugin(Fills.self))
        let asked = Mutex(0)
        let run = try await venue.run(.backfill, ["X"], now: Self.now) { _ in
            let count = asked.withLock {
                $0 += 1
                return $0
            }
            if count == 1 { return (200, #"{"forgotten":true}"#) }
            return (200, #"{"fills":[{"name":"X","at":1704100000,"size":"2"}]}"#)
        }
        #expect(run.report.exitCode == .success)
        let endless = try Venue(ProviderPlugin(Fills.self))
        let failed = try await endless.run(.backfill, ["X"], now: Self.now) { _ in (200, #"{"forgotten":true}"#) }
        #expect(failed.units.first?.reason?.code == "restarts")
        #expect(failed.targets.count == 4)
    }
}

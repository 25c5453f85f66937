import Archive
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Upstreams are asked side by side: answers here wait for questions to others, so that who asks one after the other
/// does not get on. Nothing is timed: an answer gives up after so many turns of the scheduler, which is counted.
@Suite("Upstreams side by side")
struct SideBySideTests {
    private static func names(_ port: String, _ numbers: ClosedRange<Int>, _ lanes: String) -> [String] {
        numbers.map { "\(port)\($0).\(lanes)" }
    }

    @Test("units of one upstream do not keep those of another waiting, and each upstream's begin in the plan's order")
    func lanes() async throws {
        let desk = try FerryDesk()
        let (left, right) = (Self.names("north", 1...6, "a"), Self.names("north", 7...12, "b"))
        let crossing = try await desk.cross(
            ["north"], left + right, concurrency: 2,
            waits: [.init(upstream: "north-a", from: 2, other: "north-b", count: 6)])
        #expect(crossing.report.exitCode == .success && crossing.quay.givenUp == 0)
        #expect(crossing.begun.filter { $0.hasSuffix(".a") } == left)
        #expect(crossing.begun.filter { $0.hasSuffix(".b") } == right)
        #expect(crossing.quay.asked == ["north-a": 6, "north-b": 6])
        for name in left + right { #expect(try desk.rows(name) == 1, "\(name)") }
        // Control: what does not come is noticed.
        let other = try await FerryDesk().cross(
            ["north"], left + right, concurrency: 2,
            waits: [.init(upstream: "north-a", from: 2, other: "north-b", count: 7)], patience: Quay.short)
        #expect(other.report.exitCode == .success && other.quay.givenUp > 0)
    }

    @Test("--concurrency bounds what is under way with one upstream", arguments: [2, 3])
    func bound(concurrency: Int) async throws {
        let names = Self.names("north", 1...6, "a") + Self.names("north", 7...12, "b")
        func cross(untilAsked count: Int, patience: Int) async throws -> FerryDesk.Crossing {
            try await FerryDesk().cross(
                ["north"], names, concurrency: concurrency,
                waits: ["north-a", "north-b"].map { .init(upstream: $0, from: 2, other: $0, count: count) },
                patience: patience)
        }
        // The first question is alone; of the others so many are under way in each lane.
        let full = try await cross(untilAsked: 1 + concurrency, patience: Quay.long)
        #expect(full.quay.givenUp == 0 && full.quay.most == ["north-a": concurrency, "north-b": concurrency])
        // Control: one more is not.
        let more = try await cross(untilAsked: 2 + concurrency, patience: Quay.short)
        #expect(more.quay.givenUp > 0 && more.quay.most == full.quay.most)
    }

    @Test("walks that wait for another upstream are no more than may be under way, however quick the first one is")
    func open() async throws {
        let names = Self.names("north", 1...8, "ab")
        func cross(untilAsked count: Int, patience: Int) async throws -> FerryDesk.Crossing {
            try await FerryDesk().cross(
                ["north"], names, concurrency: 2,
                waits: [.init(upstream: "north-b", from: 2, other: "north-a", count: count)], patience: patience)
        }
        // One has ended with the first answer of the second upstream; two are asked there, two wait or are asked here.
        let full = try await cross(untilAsked: 5, patience: Quay.long)
        #expect(full.report.exitCode == .success && full.quay.givenUp == 0 && full.mostOpen == 4)
        // Control: another one does not begin.
        let more = try await cross(untilAsked: 6, patience: Quay.short)
        #expect(more.report.exitCode == .success && more.quay.givenUp > 0 && more.mostOpen == 4)
    }

    @Test("nights of so many requests get on with two providers, and begin nothing more")
    func limited() async throws {
        let desk = try FerryDesk()
        let names = Self.names("north", 1...4, "a") + Self.names("south", 1...4, "a")
        var codes: [ExitCode] = []
        repeat {
            let crossing = try await desk.cross(["north", "south"], names) { $0.options.maximumRequests = 2 }
            codes.append(crossing.report.exitCode)
            // A first answer that has no turn any more is one beyond them.
            #expect(crossing.report.counts.requests <= 3)
            #expect(crossing.report.notes.count { $0.contains("--max-requests 2") } == (codes.last == .success ? 0 : 1))
        } while codes.last == .tryAgain && codes.count < 8
        #expect(codes == [.tryAgain, .tryAgain, .tryAgain, .success])
        for name in names { #expect(try desk.rows(name) == 1, "\(name)") }
    }

    @Test("a run that has asked as much as it may goes on with nothing of the next provider")
    func spent() async throws {
        let desk = try FerryDesk()
        let names = Self.names("north", 1...4, "a") + Self.names("south", 1...4, "a")
        // Each leaves two behind.
        for port in ["south", "north"] {
            let left = try await desk.cross([port], names) { $0.options.maximumRequests = 2 }
            #expect(left.report.exitCode == .tryAgain && left.report.remaining > 0)
        }
        func resumed(_ crossing: FerryDesk.Crossing) -> Int {
            crossing.events.events.count { if case .resumed = $0 { true } else { false } }
        }
        let spent = try await desk.cross(["north", "south"], names) { $0.options.maximumRequests = 1 }
        #expect(spent.report.exitCode == .tryAgain && resumed(spent) == 1)
        #expect(spent.begun.allSatisfy { $0.hasPrefix("north") } && !spent.begun.isEmpty)
        // Control: where it may, it goes on with both.
        let whole = try await desk.cross(["north", "south"], names)
        #expect(whole.report.exitCode == .success && resumed(whole) == 2)
        for name in names { #expect(try desk.rows(name) == 1, "\(name)") }
    }
}

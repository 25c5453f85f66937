import Archive
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Upstreams are asked side by side: answers here wait for questions to others, so that who asks one after the other
/// does not get on. Nothing is timed: an answer gives up after so many turns of the scheduler, which is counted.
@Suite("Upstreams and providers side by side")
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

    @Test("providers of one job are asked side by side", arguments: [["north", "south"], ["south", "north"]])
    func providers(ports: [String]) async throws {
        let desk = try FerryDesk()
        let names = Self.names("north", 1...4, "a") + Self.names("south", 1...4, "a")
        let waits = [
            FerryDesk.Wait(upstream: "north-a", other: "south-a", count: 1),
            FerryDesk.Wait(upstream: "south-a", from: 2, other: "north-a", count: 3),
        ]
        let crossing = try await desk.cross(ports, names, waits: waits)
        #expect(crossing.report.exitCode == .success && crossing.quay.givenUp == 0)
        for name in names { #expect(try desk.rows(name) == 1, "\(name)") }
        // Control: one of them alone waits in vain.
        let alone = try await FerryDesk().cross(["north"], names, waits: waits, patience: Quay.short)
        #expect(alone.quay.givenUp > 0)
    }

    @Test("what an interrupted run has left of two providers is gone on with side by side")
    func resumed() async throws {
        let desk = try FerryDesk()
        let names = Self.names("north", 1...4, "a") + Self.names("south", 1...4, "a")
        let first = try await desk.cross(
            ["north", "south"], names,
            waits: [
                .init(upstream: "north-a", from: 2, other: "south-a", count: 99),
                .init(upstream: "south-a", from: 2, other: "south-a", count: 99),
            ], stopping: ["north-a": 2, "south-a": 2])
        #expect(first.report.exitCode == .tryAgain && first.report.remaining > 0 && first.quay.givenUp == 0)
        // However many hear the signal.
        #expect(first.events.events.count { if case .stopping = $0 { true } else { false } } <= 1)
        let second = try await desk.cross(
            ["north", "south"], names,
            waits: [
                .init(upstream: "north-a", other: "south-a", count: 1),
                .init(upstream: "south-a", from: 2, other: "north-a", count: 3),
            ])
        #expect(second.resumed == 2 && second.report.exitCode == .success && second.quay.givenUp == 0)
        for name in names { #expect(try desk.rows(name) == 1, "\(name)") }
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

    @Test("a run that has asked as much as it may goes on with nothing of another provider")
    func spent() async throws {
        let desk = try FerryDesk()
        let names = Self.names("north", 1...4, "a") + Self.names("south", 1...4, "a")
        // Each leaves two behind.
        for port in ["south", "north"] {
            let left = try await desk.cross([port], names) { $0.options.maximumRequests = 2 }
            #expect(left.report.exitCode == .tryAgain && left.report.remaining > 0)
        }
        let spent = try await desk.cross(["north", "south"], names) { $0.options.maximumRequests = 1 }
        #expect(spent.report.exitCode == .tryAgain && spent.resumed == 1)
        #expect(Set(spent.begun.map { $0.prefix(5) }).count == 1)
        // Control: where it may, it goes on with both.
        let whole = try await desk.cross(["north", "south"], names)
        #expect(whole.report.exitCode == .success && whole.resumed == 2)
        for name in names { #expect(try desk.rows(name) == 1, "\(name)") }
    }

    @Test("a provider whose upstream says that the clock is wrong ends the work of one whose upstream says nothing")
    func clock() async throws {
        let names = Self.names("north", 1...2, "aa") + Self.names("south", 1...2, "a")
        func furthest(silent: Set<String>) async throws -> (FerryDesk.Crossing, Int64) {
            let desk = try FerryDesk()
            desk.hands.ahead = 7_200
            desk.hands.silent = silent
            // A page of the first provider is applied before the second one's upstream has answered at all.
            let crossing = try await desk.cross(
                ["north", "south"], names, waits: [.init(upstream: "south-a", other: "north-a", count: 3)])
            #expect(crossing.quay.givenUp == 0)
            for name in names { #expect(try desk.rows(name) >= name.split(separator: ".")[1].count, "\(name)") }
            let reader = try ArchiveReader.openReadOnly(at: desk.folder.path + "/archive", sinks: RunDesk.sinks)
            let ends = try ["north", "south"].flatMap { try reader.record.units(of: $0) }.map {
                try reader.record.coverage(of: $0.id).spans.last?.span.upper ?? 0
            }
            return (crossing, ends.max() ?? 0)
        }
        let (crossing, end) = try await furthest(silent: ["north-a", "north-b"])
        #expect(crossing.report.exitCode == .success && crossing.report.clock?.ahead == 7_200)
        #expect(end <= FerryDesk.now.microseconds && end > 0)
        // Control: where nobody says it, the clock is believed.
        let (_, believed) = try await furthest(silent: ["*"])
        #expect(believed > FerryDesk.now.microseconds)
    }

    @Test("what ends the run for one provider does not wait for the answers of another")
    func ended() async throws {
        let desk = try FerryDesk()
        desk.hands.skews = ["south-a": 7_200]
        let names = Self.names("north", 1...4, "a") + Self.names("south", 1...4, "a")
        let crossing = try await desk.cross(
            ["north", "south"], names,
            waits: [
                .init(upstream: "north-a", from: 2, other: "south-a", count: 99),
                .init(upstream: "south-a", other: "north-a", count: 2),
            ])
        #expect(crossing.report.exitCode == .configuration && crossing.quay.givenUp == 0)
        #expect(crossing.report.failure?.message.hasPrefix("The upstreams contradict each other") == true)
        // Control: the others' answers do come where nothing ends the run.
        desk.hands.skews = [:]
        #expect(try await desk.cross(["north", "south"], names).report.exitCode == .success)
        for name in names { #expect(try desk.rows(name) == 1, "\(name)") }
    }
}

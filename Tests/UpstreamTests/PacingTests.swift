import PluginKit
import PluginTesting
import Synchronization
import Tabular
import Testing

@testable import Upstream

/// The pace of requests among many callers at once: who waits for whom, and what cancelling ends.
@Suite("Pacing among many callers", .timeLimit(.minutes(10)))
struct PacingTests {
    private func until(_ condition: () -> Bool) async throws {
        while !condition() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test("requests go one delay apart, whoever asks")
    func spacing() async throws {
        let clock = ManualClock(noon)
        let transport = ScriptedTransport([.good], clock: clock)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 1, concurrency: 10)], transport: transport,
            clock: clock, seed: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...6 { group.addTask { _ = try await upstreams.fetch(Request("fake", path: "/")) } }
            try await clock.untilSleeping(5)
            for second in 1...5 {
                #expect(clock.pending.first == noon.adding(seconds: Int64(second)))
                clock.advance(to: noon.adding(seconds: Int64(second)))
                try await until { transport.asked.count == second + 1 }
            }
            try await group.waitForAll()
        }
        #expect(transport.asked == (0...5).map { noon.adding(seconds: $0) })
        #expect(upstreams.counts["fake"]?.waits == 5)
        #expect(upstreams.counts["fake"]?.secondsWaited == 15)
    }

    @Test("one at a time until the first answer, then up to the cap and never above")
    func concurrency() async throws {
        let transport = try await GateTransport()
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0, concurrency: 3)], transport: transport,
            clock: ManualClock(noon), seed: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...40 { group.addTask { _ = try await upstreams.fetch(Request("fake", path: "/")) } }
            try await until { transport.underWay == 1 }
            for _ in 1...20 { await Task.yield() }
            #expect(transport.all == 1)
            transport.open()
            try await group.waitForAll()
        }
        #expect(transport.all == 40)
        #expect(transport.most <= 3)
    }

    @Test("after the first answer the cap is reached: three at once, and no fourth")
    func capReached() async throws {
        let transport = try await GateTransport(free: 1)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0, concurrency: 3)], transport: transport,
            clock: ManualClock(noon), seed: 1)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...10 { group.addTask { _ = try await upstreams.fetch(Request("fake", path: "/")) } }
            try await until { transport.underWay == 3 }
            for _ in 1...20 { await Task.yield() }
            #expect(transport.all == 4)
            transport.open()
            try await group.waitForAll()
        }
        #expect(transport.all == 11)
        #expect(transport.most == 3)
    }

    @Test("a heavy request holds up the next one by its weight")
    func weight() async throws {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let transport = ScriptedTransport([.good], clock: clock)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0.5)], transport: transport, clock: clock,
            seed: 1)
        for weight in [1, 20, 0, 1.0] { _ = try await upstreams.fetch(Request("fake", path: "/", weight: weight)) }
        #expect(transport.asked.map { $0.seconds(since: noon) } == [0, 0.5, 10.5, 10.5])
    }

    @Test("after a pause the pace holds again, also for who had waited for its place")
    func paceAfterPause() async throws {
        let clock = ManualClock(noon)
        let transport = ScriptedTransport([.good, .status(429, ["retry-after": "100"]), .good], clock: clock)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 10)], transport: transport, clock: clock,
            seed: 1)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...2 { group.addTask { _ = try await upstreams.fetch(Request("fake", path: "/")) } }
            try await clock.untilSleeping(2)
            clock.advance(to: noon.adding(seconds: 10))
            try await until { clock.pending == [20, 110].map { noon.adding(seconds: $0) } }
            clock.advance(to: noon.adding(seconds: 20))
            try await until { clock.pending == [110, 110].map { noon.adding(seconds: $0) } }
            clock.advance(to: noon.adding(seconds: 110))
            try await until { clock.pending == [noon.adding(seconds: 120)] }
            clock.advance(to: noon.adding(seconds: 120))
            try await group.waitForAll()
        }
        #expect(transport.asked.map { $0.seconds(since: noon) } == [0, 10, 110, 120])
    }

    @Test("cancelling ends the wait for another try at once")
    func cancelRetry() async throws {
        let clock = ManualClock(noon)
        let transport = ScriptedTransport([.status(503, ["retry-after": "200"])], clock: clock)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0)], transport: transport, clock: clock,
            seed: 1)
        let code = try await withThrowingTaskGroup(of: UpstreamError.Code?.self) { group in
            group.addTask {
                do throws(UpstreamError) {
                    _ = try await upstreams.fetch(Request("fake", path: "/"))
                    return nil
                } catch {
                    return error.code
                }
            }
            try await clock.untilSleeping(1)
            group.cancelAll()
            return try await group.next() ?? nil
        }
        #expect(code == .cancelled)
        #expect(transport.asked.count == 1)
        #expect(clock.pending.isEmpty)
    }

    @Test("cancelling ends a wait for the pace at once")
    func cancelPace() async throws {
        let clock = ManualClock(noon)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 1000)],
            transport: ScriptedTransport([.good], clock: clock),
            clock: clock, seed: 1)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        try await withThrowingTaskGroup(of: UpstreamError.Code?.self) { group in
            for _ in 1...4 {
                group.addTask {
                    do throws(UpstreamError) {
                        _ = try await upstreams.fetch(Request("fake", path: "/"))
                        return nil
                    } catch {
                        return error.code
                    }
                }
            }
            try await clock.untilSleeping(2)
            group.cancelAll()
            for try await code in group { #expect(code == .cancelled) }
        }
        #expect(clock.pending.isEmpty)
    }

    @Test("a pause holds everyone, and cancelling ends it")
    func cancelPause() async throws {
        let clock = ManualClock(noon)
        let transport = ScriptedTransport([.good, .status(429, ["retry-after": "100"]), .good], clock: clock)
        let upstreams = Upstreams(
            [UpstreamDeclaration("fake", base: "http://fake.test", delay: 0, concurrency: 4)], transport: transport,
            clock: clock, seed: 1)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await upstreams.fetch(Request("fake", path: "/")) }
            try await clock.untilSleeping(1)
            for _ in 1...3 { group.addTask { _ = try await upstreams.fetch(Request("fake", path: "/")) } }
            try await clock.untilSleeping(4)
            #expect(transport.asked.count == 2)
            #expect(Set(clock.pending) == [noon.adding(seconds: 100)])
            clock.advance(to: noon.adding(seconds: 100))
            try await group.waitForAll()
        }
        #expect(transport.asked.count == 6)
    }

    @Test("a cancelled wait for a slot loses no slot")
    func cancelSlot() async throws {
        let slots = ExchangeSlots(1)
        for _ in 1...200 {
            try await slots.acquire()
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...3 {
                    group.addTask {
                        try await slots.acquire()
                        slots.release()
                    }
                }
                group.cancelAll()
                slots.release()
            }
        }
        try await slots.acquire()
        slots.release()
    }
}

/// Holds every exchange until it is let go, and knows how many are under way.
private final class GateTransport: Transport {
    private let slots = ExchangeSlots(1)
    private let free: Int
    private let counts = Mutex((current: 0, most: 0, all: 0))

    var underWay: Int { counts.withLock { $0.current } }
    var most: Int { counts.withLock { $0.most } }
    var all: Int { counts.withLock { $0.all } }

    /// Closed until this is called; then exchanges pass one after the other.
    func open() { slots.release() }

    /// - Parameter free: exchanges that pass before it is opened.
    init(free: Int = 0) async throws {
        self.free = free
        try await slots.acquire()
    }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let number = counts.withLock {
            $0.current += 1
            $0.all += 1
            $0.most = max($0.most, $0.current)
            return $0.all
        }
        defer { counts.withLock { $0.current -= 1 } }
        if number > free {
            do {
                try await slots.acquire()
            } catch {
                throw UpstreamError(.cancelled, upstream: upstream.name)
            }
            slots.release()
        }
        return Answer(status: 200, headers: ["content-type": "application/json"], body: [123, 125], received: noon)
    }
}

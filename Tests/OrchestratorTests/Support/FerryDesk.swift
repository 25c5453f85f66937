import Orchestrator
import PluginKit
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Upstream

/// An archive of ferries, and answers that wait for questions to others.
struct FerryDesk {
    let folder: TemporaryFolder
    let hands = Hands()
    static let now = FakeMarket.instant("2024-01-02T12:00:00Z")

    init() throws { folder = try TemporaryFolder("ferries") }

    /// The answers of an upstream, from a question of it on, come when an upstream was asked so often.
    struct Wait: Sendable {
        let upstream: String
        var from = 1
        let other: String
        let count: Int
    }

    struct Crossing {
        let report: RunReport
        let events: EventList
        let quay: Quay

        /// Labels in the order in which their units began.
        var begun: [String] { events.events.compactMap { if case .unitStarted(let label) = $0 { label } else { nil } } }

        /// The most units that had begun and not ended.
        var mostOpen: Int {
            var (open, most) = (0, 0)
            for event in events.events {
                switch event {
                case .unitStarted: open += 1
                case .unitFinished: open -= 1
                default: break
                }
                most = max(most, open)
            }
            return most
        }

        var resumed: Int { events.events.count { if case .resumed = $0 { true } else { false } } }
    }

    /// - Parameters:
    ///   - ports: whose providers the job has, in its order.
    ///   - stopping: the run is stopped when each of these upstreams was asked so often.
    func cross(
        _ ports: [String], _ names: [String], now: Instant = now, concurrency: Int = 4, waits: [Wait] = [],
        patience: Int = Quay.long, stopping: [String: Int] = [:], change: (inout Job) -> Void = { _ in }
    ) async throws -> Crossing {
        let providers = try ports.map { port in
            try port == North.name ? ProviderPlugin(Ferry<North>.self).load() : ProviderPlugin(Ferry<South>.self).load()
        }
        var job = Job(
            name: "backfill ferries", command: .backfill, providers: providers,
            selection: Selection(names: names, start: Day("2024-01-01")), archive: folder.path + "/archive")
        job.options.concurrency = concurrency
        change(&job)
        let clock = hands.clock(now)
        let stop = StopSignal()
        let quay = Quay(clock: clock, waits: waits, patience: patience, stopping: stopping, stop: stop)
        let events = EventList()
        let report = await Run(
            job: job, sinks: RunDesk.sinks,
            upstreams: Upstreams(
                providers.flatMap(\.manifest.upstreams), transport: quay, clock: clock.host, seed: 1),
            clock: clock.host, observer: events, stop: stop
        ).execute()
        return Crossing(report: report, events: events, quay: quay)
    }

    /// Rows of a unit's file; 0 where there is none.
    func rows(_ name: String) throws -> Int {
        let path = "archive/\(name.prefix { $0.isLetter })/rows/_\(name).csv"
        return folder.exists(path) ? try folder.text(path).split(separator: "\n").count - 1 : 0
    }
}

/// Where ferries answer: each page has the row of its minute.
final class Quay: Transport {
    private struct State {
        var asked: [String: Int] = [:]
        var underWay: [String: Int] = [:]
        var most: [String: Int] = [:]
        var givenUp = 0
    }

    private let clock: NightClock
    private let waits: [FerryDesk.Wait]
    private let patience: Int
    private let stopping: [String: Int]
    private let stop: StopSignal
    private let state = Mutex(State())

    /// Turns of the scheduler that an answer waits for questions that do not come: many more than those that do take.
    static let long = 50_000_000
    /// Where they are not to come.
    static let short = 300_000

    init(clock: NightClock, waits: [FerryDesk.Wait], patience: Int, stopping: [String: Int], stop: StopSignal) {
        (self.clock, self.waits, self.patience) = (clock, waits, patience)
        (self.stopping, self.stop) = (stopping, stop)
    }

    /// How often each upstream was asked, and how many questions were under way with it at once at most.
    var asked: [String: Int] { state.withLock(\.asked) }
    var most: [String: Int] { state.withLock(\.most) }
    /// Answers that came although what they waited for had not.
    var givenUp: Int { state.withLock(\.givenUp) }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let name = upstream.name
        let number = state.withLock { state in
            state.asked[name, default: 0] += 1
            state.underWay[name, default: 0] += 1
            state.most[name] = max(state.most[name] ?? 0, state.underWay[name] ?? 0)
            return state.asked[name] ?? 0
        }
        defer { state.withLock { $0.underWay[name, default: 0] -= 1 } }
        let asked = asked
        if !stopping.isEmpty, stopping.allSatisfy({ asked[$0.key] ?? 0 >= $0.value }) { stop.request() }
        let own = waits.filter { $0.upstream == name && number >= $0.from }
        var turns = 0
        while own.contains(where: { wait in state.withLock { $0.asked[wait.other] ?? 0 } < wait.count }) {
            if Task.isCancelled { throw UpstreamError(.cancelled, upstream: name, url: request.target) }
            turns += 1
            guard turns < patience else {
                state.withLock { $0.givenUp += 1 }
                break
            }
            await Task.yield()
        }
        let parts = request.target.split(whereSeparator: { "?&=".contains($0) }).map(String.init)
        let at = (Int64(parts[6]) ?? 0) + 60 * (Int64(parts[4]) ?? 0)
        return Answer(
            status: 200, headers: clock.headers("application/json", of: name),
            body: Array(#"{"rows": [{"name": "\#(parts[2])", "at": \#(at)}]}"#.utf8), received: clock.host.now())
    }
}

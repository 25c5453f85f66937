import Orchestrator
import PluginKit
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Upstream

/// An archive of one provider behind scripted answers: `answers` maps a target to a body, or to a status and a body.
struct Venue {
    let folder: TemporaryFolder
    let provider: any LoadedProvider
    private let targets = Targets()

    final class Targets: Sendable {
        let list = Mutex<[String]>([])
    }

    /// - Parameter other: whose archive it goes on with.
    init(_ plugin: ProviderPlugin, after other: Venue? = nil) throws {
        folder = try other?.folder ?? TemporaryFolder("venue")
        provider = try plugin.load()
    }

    struct Scripted: Transport {
        let now: Instant
        let targets: Targets
        let answer: @Sendable (String) -> (status: Int, body: String)

        func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
            targets.list.withLock { $0.append(request.target) }
            let (status, body) = answer(request.target)
            return Answer(
                status: status, headers: ["content-type": "application/json"], body: Array(body.utf8), received: now)
        }
    }

    /// Runs a job; the returned targets are those that it asked for.
    func run(
        _ command: Job.Command, _ names: [String], now: String, stop: StopSignal = StopSignal(),
        change: (inout Job) -> Void = { _ in },
        answers: @escaping @Sendable (String) -> (status: Int, body: String)
    ) async throws -> (report: RunReport, targets: [String], units: [UnitReport]) {
        let now = FakeMarket.instant(now)
        var job = Job(
            name: "\(command.rawValue) \(provider.manifest.name)", command: command, providers: [provider],
            selection: Selection(names: names, start: Day("2024-01-01")), archive: folder.path + "/archive")
        change(&job)
        targets.list.withLock { $0 = [] }
        let clock = ManualClock(now, isSelfAdvancing: true)
        let events = EventList()
        let upstreams = Upstreams(
            provider.manifest.upstreams, transport: Scripted(now: now, targets: targets, answer: answers), clock: clock,
            seed: 1)
        let report = await Run(
            job: job, sinks: RunDesk.sinks, upstreams: upstreams, clock: clock, observer: events, stop: stop
        ).execute()
        return (report, targets.list.withLock { $0 }, events.units)
    }

    func file(_ path: String) throws -> String { try folder.text("archive/\(path)") }
}

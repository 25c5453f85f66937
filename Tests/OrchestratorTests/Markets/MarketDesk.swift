import Archive
import CSV
import Kalshi
import Orchestrator
import PluginKit
import PluginTesting
import Polymarket
import SQLite
import Tabular
import TestWorld
import Upstream

/// One person's archive of the fake venues, without a network.
struct MarketDesk {
    let folder: TemporaryFolder
    let venues: FakeVenues
    var sinks = ["csv"]
    let hands = Hands()

    init(_ world: VenueWorld = .small, now: String) throws {
        folder = try TemporaryFolder("markets")
        venues = FakeVenues(world, now: now)
    }

    var archive: String { folder.path + "/markets" }

    struct Night {
        let report: RunReport
        let events: EventList
        let requests: [FakeVenues.Request]
    }

    func backfill(
        _ providers: String..., options: [String: String] = [:], stop: StopSignal = StopSignal(),
        change: (inout Job) -> Void = { _ in }
    ) async throws -> Night {
        try await run(.backfill, providers, options, stop, change)
    }

    func update(
        _ providers: String..., options: [String: String] = [:], stop: StopSignal = StopSignal(),
        change: (inout Job) -> Void = { _ in }
    ) async throws -> Night {
        try await run(.update, providers, options, stop, change)
    }

    private func run(
        _ command: Job.Command, _ names: [String], _ options: [String: String], _ stop: StopSignal,
        _ change: (inout Job) -> Void
    ) async throws -> Night {
        let names = names.isEmpty ? ["polymarket", "kalshi"] : names
        let providers = try names.map { name in
            let plugin = name == "kalshi" ? ProviderPlugin(Kalshi.self) : ProviderPlugin(Polymarket.self)
            let known = Set(plugin.options.map(\.name))
            return try plugin.load(OptionValues(options.filter { known.contains($0.key) }))
        }
        var job = Job(
            name: "\(command.rawValue) \(names.joined(separator: " "))", command: command, providers: providers,
            selection: Selection(),
            archive: archive, sinks: command == .backfill ? sinks : [])
        change(&job)
        let clock = hands.clock(venues.now)
        let upstreams = Upstreams(
            providers.flatMap(\.manifest.upstreams), transport: VenueTransport(venues: venues, clock: clock),
            clock: clock.host, seed: 1)
        let events = EventList()
        venues.forgetRequests()
        let report = await Run(
            job: job, sinks: MarketDesk.sinks, upstreams: upstreams, clock: clock.host, observer: events, stop: stop
        ).execute()
        return Night(report: report, events: events, requests: venues.requests)
    }

    static func provider(_ name: String) throws -> any LoadedProvider {
        try (name == "kalshi" ? ProviderPlugin(Kalshi.self) : ProviderPlugin(Polymarket.self)).load()
    }

    @Sendable static func sinks(_ names: [String]) throws -> [ArchiveSink] {
        let registry = Registry(providers: [], sinks: [SinkPlugin(CSVFormat.self), SinkPlugin(SQLiteFormat.self)])
        return try names.map { name in
            let plugin = try registry.sink(named: name)
            return ArchiveSink(plugin.manifest, try plugin.load())
        }
    }

    /// A file's lines without its header; none where there is no file.
    func lines(_ path: String) throws -> [String] {
        guard folder.exists("markets/\(path)") else { return [] }
        return try folder.text("markets/\(path)").split(separator: "\n").dropFirst().map(String.init)
    }

    func reader() throws -> ArchiveReader { try ArchiveReader.openReadOnly(at: archive, sinks: MarketDesk.sinks) }
}

/// Brings the fake venues' answers without a network.
struct VenueTransport: Transport {
    let venues: FakeVenues
    let clock: NightClock

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let answer = venues.answer(upstream: request.upstream, target: request.target)
        return Answer(
            status: answer.status, headers: clock.headers(answer.type, of: upstream.name),
            body: Array(answer.body.utf8),
            received: clock.host.now())
    }
}

import Archive
import CSV
import Equities
import Foundation
import Orchestrator
import PluginKit
import PluginTesting
import SQLite
import Tabular
import TestWorld
import Upstream

/// One person's archive of the fake market in a folder of its own: nights are run over it without a network.
struct RunDesk {
    let folder: TemporaryFolder
    let market: FakeMarket
    /// The next nights' clock.
    let hands = Hands()

    let provider: any LoadedProvider

    /// - Parameter provider: nil: as it is loaded for everybody.
    init(now: String, provider: (any LoadedProvider)? = nil) throws {
        folder = try TemporaryFolder("desk")
        market = FakeMarket(now: now)
        self.provider = try provider ?? ProviderPlugin(Equities.self).load()
    }

    var archive: String { folder.path + "/historical" }

    /// What one run did.
    struct Night {
        let report: RunReport
        let events: EventList
        /// Targets that the run asked for.
        let requests: [String]

        func unit(_ label: String) -> UnitReport? { events.units.first { $0.label == label } }
    }

    func backfill(_ symbols: String..., start: String? = "2024-01-02", change: (inout Job) -> Void = { _ in })
        async throws -> Night
    {
        try await run(.backfill, symbols, start: start, change: change)
    }

    func update(_ symbols: String..., change: (inout Job) -> Void = { _ in }) async throws -> Night {
        try await run(.update, symbols, start: nil, change: change)
    }

    /// - Parameter watching: sees the run beside the night's own list.
    func run(
        _ command: Job.Command, _ symbols: [String], start: String?, stop: StopSignal = StopSignal(),
        watching: (any RunObserver)? = nil,
        change: (inout Job) -> Void
    ) async throws -> Night {
        var job = Job(
            name: "\(command.rawValue) equities", command: command, providers: [provider],
            selection: Selection(names: symbols, start: start.flatMap { Day($0) }), archive: archive)
        // Whose turn it is to be read whole is a matter of its own; tests of that say so.
        job.options.recheckSessions = 0
        change(&job)
        let clock = hands.clock(market.now)
        let upstreams = Upstreams(
            provider.manifest.upstreams, transport: MarketTransport(market: market, clock: clock), clock: clock.host,
            seed: 1)
        let events = EventList()
        market.forgetRequests()
        let report = await Run(
            job: job, sinks: RunDesk.sinks, upstreams: upstreams, clock: clock.host,
            observer: Watchers([events, watching].compactMap { $0 }),
            stop: stop
        ).execute()
        return Night(report: report, events: events, requests: market.requests)
    }

    @Sendable static func sinks(_ names: [String]) throws -> [ArchiveSink] {
        let registry = Registry(providers: [], sinks: [SinkPlugin(CSVFormat.self), SinkPlugin(SQLiteFormat.self)])
        return try names.map { name in
            let plugin = try registry.sink(named: name)
            return ArchiveSink(plugin.manifest, try plugin.load())
        }
    }

    /// The rows of `actions` are of all symbols in one.
    func file(_ symbol: String, _ dataset: String = "daily_bars") -> String {
        dataset == "actions" ? "historical/equities/actions.csv" : "historical/equities/\(dataset)/\(symbol).csv"
    }

    /// A symbol's rows of a file as dictionaries.
    func rows(_ symbol: String, _ dataset: String = "daily_bars") throws -> [[String: String]] {
        let lines = try folder.text(file(symbol, dataset)).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
        return rows.filter { $0["symbol"] == symbol }
    }

    func dates(_ symbol: String) throws -> [String] { try rows(symbol).compactMap { $0["date"] } }

    /// Changes to the file system show in these: inode and time of change of every data file.
    func stamps() throws -> [String: String] {
        var stamps: [String: String] = [:]
        let root = archive + "/equities"
        for case let name as String in FileManager.default.enumerator(atPath: root) ?? FileManager.DirectoryEnumerator()
        where name.hasSuffix(".csv") {
            let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + name)
            stamps[name] =
                "\(attributes[.systemFileNumber] ?? 0) \(attributes[.modificationDate] ?? 0) \(attributes[.size] ?? 0)"
        }
        return stamps
    }

    /// `AAPL daily_bars restated 110`, of what was replaced and is kept.
    func replaced() throws -> [String] {
        try reader().record.replaced().map { "\($0.label) \($0.dataset) \($0.cause.rawValue) \($0.rows)" }
    }

    var providers: [any LoadedProvider] { get throws { [try ProviderPlugin(Equities.self).load()] } }

    func reader() throws -> ArchiveReader { try ArchiveReader.openReadOnly(at: archive, sinks: RunDesk.sinks) }
}

/// Brings the fake market's answers without a network.
struct MarketTransport: Transport {
    let market: FakeMarket
    let clock: NightClock

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let answer = market.answer(request.target)
        return Answer(
            status: answer.status, headers: clock.headers(answer.type, of: upstream.name),
            body: Array(answer.body.utf8),
            received: clock.host.now())
    }
}

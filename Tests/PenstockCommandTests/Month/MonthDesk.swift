import Archive
import ArgumentParser
import Foundation
import Orchestrator
import PluginTesting
import Synchronization
import Tabular
import TestWorld
import Testing
import Upstream

@testable import Equities
@testable import PenstockCommand
@testable import PluginKit

/// One person's jobs file with two archives, carried out as `penstock run` does it: but for the network, and by clocks
/// that may be wrong. What was told of a night is what mail, web hook and ping heard on loopback.
final class MonthDesk {
    let folder: TemporaryFolder
    let market: FakeMarket
    let venues: FakeVenues
    let hands = Hands()
    /// An index of fewer members than the real one is believed.
    let provider: any LoadedProvider
    private let upstream: FakeUpstream
    private let mailbox: Mailbox
    private let file: JobsFile
    private var parsed: [String: JobExecution] = [:]
    /// The newest run of each job, for its metrics.
    private var finished: [String: FinishedRun] = [:]

    static func opened(_ world: VenueWorld, now: String, _ body: (MonthDesk) async throws -> Void) async throws {
        try await FakeUpstream.serving({ _ in .text("ok") }, body: { try await body(MonthDesk(world, now: now, $0)) })
    }

    private init(_ world: VenueWorld, now: String, _ upstream: FakeUpstream) throws {
        folder = try TemporaryFolder("month")
        market = FakeMarket(now: now)
        venues = FakeVenues(world, now: now)
        provider = try ErasedProvider(Equities(options: EquitiesOptions(), members: 50...70))
        self.upstream = upstream
        mailbox = try Mailbox()
        let nightly = #"schedule: "0 6 * * 2-6", time-zone: America/New_York"#
        try folder.write(
            "penstock.yaml",
            """
            channels:
              mail: {type: email, server: "127.0.0.1:\(mailbox.port)", security: none, from: a@example.com, to: \
            b@example.com}
              hook: {type: webhook, url: "\(upstream.base)/hook"}
              check-bars: {type: ping, url: "\(upstream.base)/check"}
              check-markets: {type: ping, url: "\(upstream.base)/check"}
            jobs:
              first-bars: {command: backfill, providers: equities, start-date: 2024-04-01}
              first-markets: {command: backfill, providers: [polymarket, kalshi], limit: all}
              bars: {command: update, providers: equities, \(nightly), alerts: [mail, hook, check-bars]}
              markets: {command: update, providers: [polymarket, kalshi], limit: all, \(nightly), alerts: [mail, hook, \
            check-markets]}
              look: {command: status, alerts: {to: [mail, hook], on: [staleness, recovery]}}
            """)
        file = try JobsFilePlace(host: CommandStage(directory: folder.path).host).required("run")
    }

    /// By the host's clock.
    private var now: Instant { market.now.adding(seconds: hands.ahead) }

    private func stage() -> CommandStage { CommandStage(["PENSTOCK_NOW": now.text()], directory: folder.path) }

    // MARK: A night

    /// What one job did, and what was told of it.
    struct Night {
        let report: RunReport
        let events: MonthEvents
        let told: Told

        func unit(_ label: String) -> UnitReport? { events.units.first { $0.label == label } }
    }

    /// What a job's owner heard of it.
    struct Told {
        let code: Int32
        /// Of each message of the web hook: `remark/failure bars: MSFT failed`, its level, its kind and its subject.
        var hook: [String] = []
        var mails: [String] = []
        /// `/check` or `/check/69`; nil: none.
        var ping: String?
    }

    func run(_ name: String) async throws -> Night {
        let stage = stage()
        let events = MonthEvents()
        var report = RunReport(started: now)
        let told = try await telling(name, stage) { job in
            do {
                let execution = try execution(of: name)
                var host = execution.host
                (host.environment, host.console) = (stage.host.environment, stage.host.console)
                let request = try #require(execution.request)
                let planned = try #require(try JobPlanning(request: request, host: host).jobs().first)
                try planned.check { now }
                let run = try await perform(planned, request, host, events)
                report = run.report
                finished[run.planned.job.archive] = run
                return JobOutcome(job: job, exitCode: run.report.exitCode, runs: [run])
            } catch {
                let failure = RunFailure(error)
                (report.failure, report.exitCode) = (failure, failure.exitCode)
                return JobOutcome(job: job, exitCode: failure.exitCode, failure: failure)
            }
        }
        return Night(report: report, events: events, told: told)
    }

    /// `penstock run look`, and what status says, or every view.
    func look(all: Bool) async throws -> (told: Told, views: StandingViews) {
        let stage = stage()
        let told = try await telling("look", stage) { job in
            let code = ProofDesk.code(of: Status.self, SettingValues(environment: [:]), on: stage.host)
            var outcome = JobOutcome(job: job, exitCode: ExitCode(code))
            outcome.text = stage.output
            return outcome
        }
        let views = try StandingReading(
            names: ["equities", "kalshi", "polymarket"],
            finished: finished.sorted { $0.key < $1.key }.map(\.value), stage: self.stage
        ).views(all: all)
        return (told, views)
    }

    private func telling(_ name: String, _ stage: CommandStage, _ body: (NamedJob) async throws -> JobOutcome)
        async throws
        -> Told
    {
        let job = try #require(file.jobs.first { $0.name == name })
        let alerting = JobExecution.alerting(of: job, in: file, host: stage.host)
        let (requests, mails) = (upstream.requests.count, mailbox.subjects.count)
        await alerting?.begin()
        let outcome = try await body(job)
        await alerting?.end(outcome)
        #expect(!stage.error.contains("not sent"), "\(stage.error)")
        var told = Told(code: outcome.exitCode.number)
        for request in upstream.requests.dropFirst(requests) {
            guard request.target == "/hook" else {
                if request.target != "/check/start" { told.ping = request.target }
                continue
            }
            let message = try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
            let (level, kind) = (message["level"] as? String ?? "", message["kind"] as? String ?? "")
            told.hook.append("\(level)/\(kind) \(Self.steady(message["subject"] as? String ?? ""))")
        }
        told.mails = mailbox.subjects.dropFirst(mails).map(Self.steady)
        return told
    }

    /// Without the product, the host and what an exit code means.
    private static func steady(_ subject: String) -> String {
        subject.replacing("[penstock] ", with: "").replacing(" on \(CommandStage().host.name.prefix(30))", with: "")
            .replacing(
                /: exit .*/, with: "")
    }

    private func execution(of name: String) throws -> JobExecution {
        if let known = parsed[name] { return known }
        let job = try #require(file.jobs.first { $0.name == name })
        let host = stage().host
        var typed = SettingValues(environment: host.environment)
        typed.type(\.quiet, true)
        let execution = try JobExecution(job, in: file, typed: typed, host: host)
        parsed[name] = execution
        return execution
    }

    private func perform(
        _ planned: PlannedJob, _ request: JobRequest, _ host: PenstockCommand.Host, _ events: MonthEvents
    ) async throws
        -> FinishedRun
    {
        var job = planned.job
        if job.providers.contains(where: { $0.manifest.name == provider.manifest.name }) { job.providers = [provider] }
        job.options.concurrency = 1
        let clock = hands.clock(market.now)
        let upstreams = Upstreams(
            job.providers.flatMap(\.manifest.upstreams),
            transport: MonthTransport(market: market, venues: venues, clock: clock),
            clock: clock.host, seed: 1)
        let log = try RunLog(planned: planned, user: "jane", now: now, isVerbose: false)
        let presenter = RunPresenter(planned: planned, values: request.values, console: host.console, log: log)
        events.pass = presenter
        let report = await Run(
            job: job, sinks: SinkOpening(host: host).open, upstreams: upstreams, clock: clock.host, observer: events,
            stop: StopSignal()
        ).execute()
        presenter.finish(report)
        return FinishedRun(
            planned: planned, report: report, totals: presenter.totals, log: log.path, ends: presenter.ends)
    }

    // MARK: What is there

    func reader(_ archive: String) throws -> ArchiveReader {
        try ArchiveReader.openReadOnly(
            at: "\(folder.path)/data/\(archive)", sinks: SinkOpening(host: stage().host).open)
    }

    /// A file's lines without its header; none where there is no file.
    func lines(_ path: String) throws -> [String] {
        guard folder.exists("data/prediction_markets/\(path)") else { return [] }
        return try folder.text("data/prediction_markets/\(path)").split(separator: "\n").dropFirst().map(String.init)
    }

    static func provider(_ name: String) throws -> any LoadedProvider {
        try CommandStage().host.registry.provider(named: name).load()
    }
}

/// What a run did with its units, passed on to who shows it.
final class MonthEvents: RunObserver {
    private struct State {
        var units: [UnitReport] = []
        var flags: [String] = []
        var pass: (any RunObserver)?
    }

    private let state = Mutex(State())

    var units: [UnitReport] { state.withLock(\.units) }
    var pass: (any RunObserver)? {
        get { state.withLock(\.pass) }
        set { state.withLock { $0.pass = newValue } }
    }

    func observe(_ event: RunEvent) {
        let pass = state.withLock { state in
            if case .unitFinished(let unit) = event { state.units.append(unit) }
            return state.pass
        }
        pass?.observe(event)
    }
}

/// Brings the answers of both fakes without a network.
private struct MonthTransport: Transport {
    let market: FakeMarket
    let venues: FakeVenues
    let clock: NightClock

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let isOfBars = upstream.name == "yahoo" || upstream.name == "sp500"
        let answer =
            isOfBars ? market.answer(request.target) : venues.answer(upstream: request.upstream, target: request.target)
        return Answer(
            status: answer.status, headers: clock.headers(answer.type, of: upstream.name),
            body: Array(answer.body.utf8),
            received: clock.host.now())
    }
}

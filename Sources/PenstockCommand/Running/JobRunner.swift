import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Carries a `backfill` or an `update` out: a run for each archive, and the worst exit code of all.
struct JobRunner {
    let request: JobRequest
    let host: Host

    /// As the whole of a command: signals are caught, results are printed, and the exit code is thrown unless it is 0.
    func run() async throws {
        let jitter = try request.values.jitter
        let jobs = try JobPlanning(request: request, host: host).jobs()
        let finished = try await Signals.caught(for: host.console) { stop in
            await stop.jitter(upTo: jitter)
            return try await execute(jobs, stop: stop)
        }
        if request.values.reportJSON, let finished { host.console.emit(finished.json.text) }
        try CommandEnd.check(finished?.exitCode ?? .success)
    }

    /// nil: only looked at what it would be.
    func execute(_ jobs: [PlannedJob], stop: StopSignal) async throws -> FinishedJob? {
        let sinks = SinkOpening(host: host, values: request.values).open
        if !request.values.quiet {
            for doubt in SettingVariables(environment: host.environment).doubts { host.console.say(doubt) }
        }
        try DryRunChoice.check(isDry: request.values.dryRun, readsLists: request.values.readLists)
        for planned in jobs {
            try planned.check { try UpstreamConnection.now(request.values, host: host) }
        }
        if request.values.dryRun {
            try await Estimating(jobs: jobs, request: request, sinks: sinks, host: host).run(
                now: try UpstreamConnection.now(request.values, host: host), stop: stop)
            return nil
        }
        let metrics = try MetricsFile(request.values.metricsFile, host: host)
        var finished = FinishedJob()
        for planned in jobs {
            guard !stop.isRequested else {
                finished.skipped += 1
                continue
            }
            do {
                finished.runs.append(try await execute(planned, sinks: sinks, stop: stop))
            } catch {
                // The runs over other archives are told all the same.
                let failure = RunFailure(error)
                host.console.say(UsageWording.error(failure))
                finished.failures.append(failure)
            }
        }
        metrics?.write(finished.runs, sinks: sinks)
        return finished
    }

    private func execute(
        _ planned: PlannedJob, sinks: @escaping @Sendable ([String]) throws -> [ArchiveSink], stop: StopSignal
    ) async throws -> FinishedRun {
        let connection = try await UpstreamConnection.open(request.values, host: host)
        let log: RunLog
        do {
            let now = try UpstreamConnection.present(host)
            log = try RunLog(planned: planned, user: host.user, now: now, isVerbose: request.values.verbose)
        } catch {
            await connection.transport.shutdown()
            throw error
        }
        let transport: any Transport =
            log.isVerbose ? WatchedTransport(wrapping: connection.transport, log: log) : connection.transport
        let presenter = RunPresenter(planned: planned, values: request.values, console: host.console, log: log)
        var settings = planned.upstreams
        settings.usesOtherHosts = !connection.isReplay
        let upstreams = Upstreams(
            planned.job.providers.flatMap(\.manifest.upstreams), settings: settings, transport: transport,
            clock: connection.clock,
            notify: presenter.observe)
        presenter.watch(upstreams)
        presenter.tell(try? SlowPace(of: planned, sinks: sinks, now: connection.clock.now()))
        let run = Run(
            job: planned.job, sinks: sinks, upstreams: upstreams, clock: connection.clock, observer: presenter,
            stop: stop)
        let report = await run.execute()
        await upstreams.shutdown()
        // By a clock that the upstreams contradict no log is old.
        if report.failure == nil {
            LogKeeping(directory: planned.logDirectory, days: planned.keptLogDays).removeOld(
                now: report.ended, log: log)
        }
        presenter.finish(report)
        return FinishedRun(
            planned: planned, report: report, totals: presenter.totals, log: log.path, ends: presenter.ends)
    }
}

/// What came of a `backfill` or an `update`: a run for each archive.
struct FinishedJob {
    var runs: [FinishedRun] = []
    /// Why the run over an archive could not begin.
    var failures: [RunFailure] = []
    /// Archives that were not come to, because the run was stopped.
    var skipped = 0

    var exitCode: ExitCode {
        .worst(runs.map(\.report.exitCode) + failures.map(\.exitCode) + (skipped > 0 ? [.tryAgain] : []))
    }

    var json: JSONOutput { FinishedRun.document(runs.map(\.json), exitCode: exitCode) }
}

extension PlannedJob {
    /// Throws what can be refused before a log or a directory is made.
    /// - Parameter now: of the run that is to be.
    func check(now: () throws -> Instant) throws {
        _ = try Wish.look(at: job, now: now)
        guard !Archive.exists(at: job.archive) else { return }
        switch job.command {
        case .update:
            throw ArchiveWording.noArchive(job.archive, providers: job.providers.map(\.manifest), verb: "update")
        case .backfill:
            guard job.selection.start == nil, let provider = job.providers.first(where: \.manifest.needsStartDate)
            else { return }
            throw ArchiveWording.noStartDate(job.archive, provider: provider.manifest)
        }
    }
}

/// Passes requests on and writes each into the log, with what came of it: `--verbose`.
private struct WatchedTransport: Transport {
    let wrapped: any Transport
    let log: RunLog

    init(wrapping transport: any Transport, log: RunLog) {
        self.wrapped = transport
        self.log = log
    }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let start = ContinuousClock.now
        do {
            let answer = try await wrapped.exchange(request, with: upstream)
            let response = answer.response
            log.write(
                "request",
                """
                \(upstream.name) \(PrintableAddress.target(of: request)) -> \(response.status), \(response.body.count) \
                bytes, \(since(start))
                """
            )
            return answer
        } catch {
            log.write(
                "request", "\(upstream.name) \(PrintableAddress.target(of: request)) -> \(error), \(since(start))")
            throw error
        }
    }

    func shutdown() async { await wrapped.shutdown() }

    private func since(_ start: ContinuousClock.Instant) -> String {
        let parts = (ContinuousClock.now - start).components
        return "\(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000) ms"
    }
}

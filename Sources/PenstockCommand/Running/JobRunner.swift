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
        let jitter = try Jitter(request.run.execution.jitter)
        let jobs = try JobPlanning(request: request, host: host).jobs()
        let finished = try await Signals.caught(for: host.console) { stop in
            await jitter.wait(stop)
            return try await execute(jobs, stop: stop)
        }
        if request.run.output.json, let finished { host.console.emit(finished.json.text) }
        try CommandEnd.check(finished?.exitCode ?? .success)
    }

    /// nil: only looked at what it would be.
    func execute(_ jobs: [PlannedJob], stop: StopSignal) async throws -> FinishedJob? {
        let sinks = SinkOpening(host: host, given: request.run.plugins.given).open
        if !request.run.output.quiet {
            for doubt in SettingLookup(environment: host.environment).doubts(
                options: PluginArguments.declarations.map(\.name))
            {
                host.console.say(doubt)
            }
        }
        try DryRunChoice.check(isDry: request.run.execution.dryRun, readsLists: request.run.execution.readLists)
        for planned in jobs {
            try ArchiveCheck(planned.job).check { try UpstreamConnection.now(request.run.upstreams, host: host) }
        }
        if request.run.execution.dryRun {
            try await Estimating(jobs: jobs, request: request, sinks: sinks, host: host).run(
                now: try UpstreamConnection.now(request.run.upstreams, host: host), stop: stop)
            return nil
        }
        let metrics = try MetricsFile(request.run.output.metricsFile, host: host)
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
        let connection = try await UpstreamConnection.open(request.run.upstreams, host: host)
        let log: RunLog
        do {
            let now = try UpstreamConnection.present(host)
            log = try RunLog(planned: planned, user: host.user, now: now, isVerbose: request.run.output.verbose)
        } catch {
            await connection.transport.shutdown()
            throw error
        }
        let transport: any Transport =
            log.isVerbose ? WatchedTransport(wrapping: connection.transport, log: log) : connection.transport
        let presenter = RunPresenter(planned: planned, output: request.run.output, console: host.console, log: log)
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

import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream

/// Carries a `backfill` or an `update` out: a run for each archive, and the worst exit code of all.
struct JobRunner {
    let request: JobRequest
    let host: Host

    func run() async throws {
        let jobs = try JobPlanning(request: request, host: host).jobs()
        let sinks = SinkOpening(host: host, given: request.run.plugins.given).open
        if !request.run.output.quiet {
            for doubt in SettingLookup(environment: host.environment).doubts(options: PluginArguments.declarations.map(\.name)) {
                host.console.say(doubt)
            }
        }
        for planned in jobs { try ArchiveCheck(planned.job).check() }
        if request.run.execution.dryRun {
            return try Estimating(jobs: jobs, sinks: sinks, isJSON: request.run.output.json, host: host).run(
                now: try UpstreamConnection.now(request.run.upstreams, host: host))
        }
        var objects: [JSONOutput] = []
        var codes: [ExitCode] = []
        let stop = StopSignal()
        let signals = Signals(stop: stop, console: host.console)
        signals.catchSignals()
        defer { signals.release() }
        for planned in jobs where !stop.isRequested {
            let report = try await execute(planned, sinks: sinks, stop: stop)
            objects.append(report.json)
            codes.append(report.exitCode)
        }
        let code = ExitCode.worst(codes)
        if request.run.output.json { host.console.print(RunReportOutput.document(objects, exitCode: code).text) }
        try CommandEnd.check(code)
    }

    private func execute(
        _ planned: PlannedJob, sinks: @escaping @Sendable ([String]) throws -> [ArchiveSink], stop: StopSignal
    ) async throws -> (json: JSONOutput, exitCode: ExitCode) {
        let connection = try await UpstreamConnection.open(request.run.upstreams, host: host)
        let log: RunLog
        do {
            log = try RunLog(
                planned: planned, user: host.user, now: try UpstreamConnection.present(host), isVerbose: request.run.output.verbose)
        } catch {
            await connection.transport.shutdown()
            throw error
        }
        let transport: any Transport = log.isVerbose ? WatchedTransport(wrapping: connection.transport, log: log) : connection.transport
        let presenter = RunPresenter(planned: planned, output: request.run.output, console: host.console, log: log)
        let upstreams = Upstreams(
            planned.job.providers.flatMap(\.manifest.upstreams), settings: planned.upstreams, transport: transport, clock: connection.clock,
            notify: presenter.observe)
        let run = Run(job: planned.job, sinks: sinks, upstreams: upstreams, clock: connection.clock, observer: presenter, stop: stop)
        let report = await run.execute()
        await upstreams.shutdown()
        presenter.finish(report)
        return (RunReportOutput(planned: planned, report: report, totals: presenter.totals, log: log.path).json, report.exitCode)
    }
}

import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Words

/// `penstock run JOB...`: jobs of the jobs file.
struct RunJobs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run jobs of the jobs file, one after the other; the worst exit code counts.",
        discussion: HelpWording.run)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @Flag(help: "All jobs of the file, in its order.") var all = false
    @OptionGroup var file: JobsFileArguments

    @Option(
        help: ArgumentHelp(
            "Wait a random time of up to so many seconds first, so that not everybody asks at once.",
            valueName: "seconds"))
    var jitter: String?
    @OptionGroup(title: "Instead of what the file says") var overrides: RunOverrides

    func run() async throws { try await JobsRunning(arguments: self, host: .current).run() }
}

/// Flags of a call that go before the keys of a job.
struct RunOverrides: ParsableArguments {
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("Seconds to wait for another run on the archive. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @Flag(name: .customLong("dry-run"), help: "Ask nothing: say what each backfill or update would be.") var dryRun =
        false
    @Flag(name: .customLong("read-lists"), help: "With --dry-run: read the lists and nothing else, and keep nothing.")
    var readLists = false
    @OptionGroup var upstreams: UpstreamArguments
    @OptionGroup var output: OutputArguments

    /// As they were typed, for the jobs' lines.
    func typed(for verb: Verb) -> [String] {
        let values = [
            ("wait-lock", waitLock), ("log-format", output.logFormat), ("keep-logs", output.keepLogs),
            ("metrics-file", output.metricsFile),
        ]
        var typed = values.flatMap { name, value in value.map { ["--\(name)=\($0)"] } ?? [] } + upstreams.typed
        typed += [("quiet", output.quiet), ("verbose", output.verbose)].filter(\.1).map { "--" + $0.0 }
        typed = typed.filter { flag in verb.flag(String(flag.dropFirst(2).prefix { $0 != "=" })) != nil }
        // What other verbs print is made a part of the one object.
        if verb.isRun {
            typed += [("json", output.json), ("dry-run", dryRun), ("read-lists", readLists)].filter(\.1).map {
                "--" + $0.0
            }
        }
        return typed
    }
}

/// `run`: jobs of the file, one after the other.
private struct JobsRunning {
    let arguments: RunJobs
    let host: Host

    func run() async throws {
        let file = try JobsFilePlace(host: host, flag: arguments.file.path).required("run")
        let jobs = try chosen(of: file)
        try DryRunChoice.check(isDry: arguments.overrides.dryRun, readsLists: arguments.overrides.readLists)
        if arguments.overrides.dryRun { try checkDryRun(jobs) }
        let isJSON = arguments.overrides.output.json
        let jitter = try Jitter(arguments.jitter)
        var isStopped = await Signals.caught(for: host.console) { stop in
            await jitter.wait(stop)
            return stop.isRequested
        }
        var outcomes: [JobOutcome] = []
        for job in jobs where !isStopped {
            // Only a run knows how to stop; of another verb a signal makes an end, as where it is typed.
            guard job.verb.isRun else {
                outcomes.append(await run(job, of: file, stop: StopSignal()))
                continue
            }
            isStopped = await Signals.caught(for: host.console) { stop in
                outcomes.append(await run(job, of: file, stop: stop))
                return stop.isRequested
            }
        }
        let code = Orchestrator.ExitCode.worst(
            outcomes.map(\.exitCode) + (outcomes.count < jobs.count ? [.tryAgain] : []))
        if isJSON, !arguments.overrides.dryRun {
            host.console.emit(
                JSONOutput.object(["exit_code": code.number, "jobs": outcomes.map(\.json)]).text)
        }
        try CommandEnd.check(code)
    }

    /// A job that cannot be run is a failure of that job: the others go on, and its channels are told.
    private func run(_ job: NamedJob, of file: JobsFile, stop: StopSignal) async -> JobOutcome {
        let overrides = arguments.overrides
        do {
            let execution = try await JobExecution(job, in: file, typed: overrides.typed(for: job.verb), host: host)
            let alerting = overrides.dryRun ? nil : execution.alerting
            // A signal ends the telling too: what was not told is told by the next run.
            if let alerting { await stop.cancelling { await alerting.begin() } }
            let outcome = await execution.run(stop: stop, isJSON: overrides.output.json)
            if let alerting { await stop.cancelling { await alerting.end(outcome) } }
            return outcome
        } catch {
            let failure = RunFailure(error)
            host.console.say(UsageWording.error(failure))
            let outcome = JobOutcome(job: job, exitCode: failure.exitCode, failure: failure)
            if let alerting = JobExecution.alerting(of: job, in: file, host: host) {
                await stop.cancelling { await alerting.end(outcome) }
            }
            return outcome
        }
    }

    /// The named jobs, each once, or all.
    private func chosen(of file: JobsFile) throws -> [NamedJob] {
        let names = file.jobs.map(\.name)
        guard arguments.all || !arguments.jobs.isEmpty else {
            throw RunFailure(
                .usage, "Say which jobs: \(Figures.names(names))",
                fix: "such as penstock run \(names.first ?? "nightly"), or --all")
        }
        guard !arguments.all || arguments.jobs.isEmpty else {
            throw RunFailure(.usage, "--all and names of jobs: one of both", fix: "leave one out")
        }
        return try JobChoice(file).jobs(named: arguments.jobs)
    }

    private func checkDryRun(_ jobs: [NamedJob]) throws {
        if let other = jobs.first(where: { !$0.verb.isRun }) {
            throw RunFailure(
                .usage, "--dry-run: \(other.name) is a \(other.verb.name), which asks nothing",
                fix: "name jobs that backfill or update")
        }
        guard arguments.overrides.output.json, jobs.count > 1 else { return }
        throw RunFailure(.usage, "--dry-run --json is for one job at a time", fix: "name one job, or leave --json out")
    }
}

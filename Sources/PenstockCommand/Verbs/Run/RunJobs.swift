import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Words

/// `penstock run JOB...`: jobs of the jobs file, one after the other.
struct RunJobs: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.run
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run jobs of the jobs file, one after the other; the worst exit code counts.",
        discussion: """
            Jobs are in penstock.yaml: a command with the flags that would be typed, under a name. A flag of this call \
            goes before a variable such as PENSTOCK_STORAGE, that before the file, and that before the default.

            Examples: penstock run nightly
                      penstock run --all --quiet
            """)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var flags: Flags<RunJobs>

    func run() async throws {
        let file = try JobsFilePlace(host: host, values: values).required("run")
        let chosen = try chosen(of: file)
        try DryRunChoice.check(isDry: values.dryRun, readsLists: values.readLists)
        if values.dryRun { try checkDryRun(chosen) }
        let isJSON = values.reportJSON
        let jitter = try values.jitter
        var isStopped = await Signals.caught(for: host.console) { stop in
            await stop.jitter(upTo: jitter)
            return stop.isRequested
        }
        var outcomes: [JobOutcome] = []
        for job in chosen where !isStopped {
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
            outcomes.map(\.exitCode) + (outcomes.count < chosen.count ? [.tryAgain] : []))
        if isJSON, !values.dryRun {
            host.console.emit(JSONOutput.object(["exit_code": code.number, "jobs": outcomes]).text)
        }
        try CommandEnd.check(code)
    }

    /// A job that cannot be run is a failure of that job: the others go on, and its channels are told.
    private func run(_ job: NamedJob, of file: JobsFile, stop: StopSignal) async -> JobOutcome {
        do {
            let execution = try JobExecution(job, in: file, typed: values, host: host)
            let alerting = values.dryRun ? nil : execution.alerting
            // A signal ends the telling too: what was not told is told by the next run.
            if let alerting { await stop.cancelling { await alerting.begin() } }
            let outcome = await execution.run(stop: stop, isJSON: values.reportJSON)
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
        guard values.every || !jobs.isEmpty else {
            throw RunFailure(
                .usage, "Say which jobs: \(Figures.names(names))",
                fix: "such as penstock run \(names.first ?? "nightly"), or --all")
        }
        guard !values.every || jobs.isEmpty else {
            throw RunFailure(.usage, "--all and names of jobs: one of both", fix: "leave one out")
        }
        return try file.jobs(named: jobs)
    }

    private func checkDryRun(_ jobs: [NamedJob]) throws {
        if let other = jobs.first(where: { !$0.verb.isRun }) {
            throw RunFailure(
                .usage, "--dry-run: \(other.name) is a \(other.verb.name), which asks nothing",
                fix: "name jobs that backfill or update")
        }
        guard values.reportJSON, jobs.count > 1 else { return }
        throw RunFailure(.usage, "--dry-run --json is for one job at a time", fix: "name one job, or leave --json out")
    }
}

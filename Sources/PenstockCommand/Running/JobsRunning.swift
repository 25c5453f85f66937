import Orchestrator
import PluginKit

/// `run`: jobs of the file, one after the other.
struct JobsRunning {
    let arguments: RunJobs
    let host: Host

    func run() async throws {
        let file = try JobsFilePlace(host: host, flag: arguments.file.path).required("run")
        let jobs = try chosen(of: file)
        if arguments.overrides.dryRun { try checkDryRun(jobs) }
        var executions: [JobExecution] = []
        for job in jobs {
            executions.append(try await JobExecution(job, in: file, typed: arguments.overrides.typed(for: job.verb), host: host))
        }
        let isJSON = arguments.overrides.output.json
        let outcomes = try await Signals.caught(for: host.console) { stop in
            try await wait(stop)
            var outcomes: [JobOutcome] = []
            for execution in executions where !stop.isRequested {
                outcomes.append(await execution.run(stop: stop, isJSON: isJSON))
            }
            return outcomes
        }
        let code = ExitCode.worst(outcomes.map(\.exitCode) + (outcomes.count < executions.count ? [.tryAgain] : []))
        if isJSON, !arguments.overrides.dryRun {
            host.console.print(
                JSONOutput.object([.init("exit_code", .integer(Int(code.number))), .init("jobs", .array(outcomes.map(\.json)))]).text)
        }
        try CommandEnd.check(code)
    }

    /// The named jobs, each once, or all.
    private func chosen(of file: JobsFile) throws -> [NamedJob] {
        let names = file.jobs.map(\.name)
        guard arguments.all || !arguments.jobs.isEmpty else {
            throw RunFailure(
                .usage, "Say which jobs: \(names.joined(separator: ", "))",
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
                .usage, "--dry-run: \(other.name) is a \(other.verb.name), which asks nothing", fix: "name jobs that backfill or update")
        }
        guard arguments.overrides.output.json, jobs.count > 1 else { return }
        throw RunFailure(.usage, "--dry-run --json is for one job at a time", fix: "name one job, or leave --json out")
    }

    private func wait(_ stop: StopSignal) async throws {
        guard let text = arguments.jitter else { return }
        let seconds = try SettingText(text, source: "--jitter").seconds(0...86_400)
        guard seconds > 0 else { return }
        await stop.sleep(for: .seconds(Double.random(in: 0...seconds)))
    }
}

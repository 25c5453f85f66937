import LosslessJSON
import Orchestrator
import Synchronization
import Tabular

/// One job of the file, as it is carried out: its settings are read, and what it would do is known.
struct JobExecution {
    let job: NamedJob
    let file: JobsFile
    /// Paths begin in the file's directory.
    let host: Host
    let values: SettingValues
    /// Of a backfill or an update, with what it would do: an archive each.
    private(set) var planned: [PlannedJob] = []
    /// What it asks for and gets in part only, a sentence each.
    private(set) var notes: [String] = []
    /// nil: nobody is told.
    let alerting: JobAlerting?

    /// Throws what is wrong with the job, at its line.
    /// - Parameters:
    ///   - typed: what goes before variables and file.
    ///   - found: the archives that were looked for for other jobs.
    init(
        _ job: NamedJob, in file: JobsFile, typed: SettingValues? = nil, host: Host,
        found: FoundArchives = FoundArchives()
    ) throws {
        var own = try JobArchives.host(of: job, in: file, host)
        // A job that looks and names no directory looks where the others write.
        if case .own(nil) = own.jobs, !job.verb.isRun { own.jobs = .all(try found.archives(of: file, host: host)) }
        let host = own
        self.job = job
        self.file = file
        self.host = host
        values = job.values(on: host, under: typed)
        alerting = Self.alerting(of: job, in: file, host: host)
        // What only a run would find out is found out now: nothing of a file with a mistake in it is run.
        if let request {
            (planned, notes) = try placing {
                try checkOpposites()
                let planned = try JobPlanning(request: request, host: host).jobs()
                // What an archive has already said is looked at by the run.
                let notes = try planned.flatMap { planned in
                    try Wish.look(at: planned.job) { try UpstreamConnection.now(request.values, host: host) }
                }
                return (planned, notes)
            }
        }
    }

    /// Who is told of a job, also of one that cannot be run.
    static func alerting(of job: NamedJob, in file: JobsFile, host: Host) -> JobAlerting? {
        let host = host.moved(to: file.directory)
        let logs = LogPlace(host: host, values: job.values(on: host))
        let archive = host.absolute(job.text(of: \.dataDirectory) ?? "data/historical")
        return JobAlerting(job, in: file, logs: logs.directory(beside: archive), host: host)
    }

    /// Of a backfill or an update.
    var request: JobRequest? {
        Job.Command(rawValue: job.verb.name).map { JobRequest(command: $0, values: values, jobName: job.name) }
    }

    /// Of a switch and its opposite one holds.
    private func checkOpposites() throws {
        let (row, opposite) = (SettingTable.all.continueOnError.row, SettingTable.all.failFast.row)
        guard let said = values.find(row), let other = values.find(opposite), said.isOn == other.isOn else { return }
        throw RunFailure(
            .usage,
            "Value to be set with flag '--\(opposite.name)' had already been set with flag '--\(row.name)'",
            fix: "see penstock \(job.verb.name) --help")
    }

    func run(stop: StopSignal, isJSON: Bool) async -> JobOutcome {
        do {
            guard let request else { return await runOther(isJSON: isJSON) }
            let finished = try await Host.$current.withValue(host) {
                try await JobRunner(request: request, host: host).execute(planned, stop: stop)
            }
            return JobOutcome(
                job: job, exitCode: finished?.exitCode ?? .success, runs: finished?.runs ?? [],
                failure: finished?.failures.first)
        } catch {
            let failure = job.placed(RunFailure(error), in: file, values)
            host.console.say(UsageWording.error(failure))
            return JobOutcome(job: job, exitCode: failure.exitCode, failure: failure)
        }
    }

    /// A verb that is no run: what it says is kept for the alert, and passed on.
    private func runOther(isJSON: Bool) async -> JobOutcome {
        let kept = KeptText(limit: 8_000)
        var host = host
        let console = host.console
        host.console = Console { text, stream in
            kept.add(text)
            if stream == .error || !isJSON { console.pass(text, stream) }
            return console.fault
        }
        var outcome = JobOutcome(job: job, exitCode: .success)
        do {
            let values = values
            try await Host.$current.withValue(host) {
                switch job.verb {
                case .status: try Status(values).run()
                case .coverage: try Coverage(values).run()
                case .verify: try await Verify(values).run()
                default: break
                }
            }
        } catch let end as CommandEnd {
            outcome = JobOutcome(job: job, exitCode: end.exitCode)
        } catch {
            let failure = job.placed(RunFailure(error), in: file, values)
            console.say(UsageWording.error(failure))
            outcome = JobOutcome(job: job, exitCode: failure.exitCode, failure: failure)
        }
        outcome.text = kept.text
        return outcome
    }

    private func placing<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try Host.$current.withValue(host) { try body() }
        } catch {
            throw job.placed(RunFailure(error), in: file, values)
        }
    }
}

/// What came of a job of the file.
struct JobOutcome: JSONFact {
    let job: NamedJob
    let exitCode: Orchestrator.ExitCode
    /// Of a backfill or an update; empty where it came to none.
    var runs: [FinishedRun] = []
    /// Why it did not begin.
    var failure: RunFailure?
    /// What another verb printed and said, the first of it.
    var text = ""

    var json: JSONOutput {
        .object([
            "job": job.name, "command": job.verb.name, "exit_code": exitCode.number, "failure": failure?.description,
            "runs": runs, "output": text.isEmpty ? nil : text,
        ])
    }
}

/// The beginning of what a command prints, from whatever task it prints.
private final class KeptText: Sendable {
    private let limit: Int
    private let state = Mutex("")

    /// - Parameter limit: about so many characters are kept.
    init(limit: Int) {
        self.limit = limit
    }

    var text: String { state.withLock { $0 } }

    func add(_ more: String) {
        state.withLock { if $0.utf8.count < limit { $0 += more.prefix(limit) } }
    }
}

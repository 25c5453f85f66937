import Alerting
import ArgumentParser
import Orchestrator
import Words

/// `penstock alert test|failed`.
struct Alert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Try the channels that alerts go to.",
        discussion: """
            Channels are in the jobs file: e-mail, Slack, Discord, Telegram, Microsoft Teams, Matrix, ntfy, a webhook, \
            a ping. What is unchanged is told once, then weekly; what is well again, once.

            Example: penstock alert test nightly
            """,
        subcommands: [AlertTest.self, AlertFailed.self])
}

/// `penstock alert test [JOB...]`: a message to every channel of the jobs, or of the file.
struct AlertTest: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.alertTest
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send one message to each channel of the jobs, or of all jobs; ends with 69 when one was not sent.")

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @OptionGroup var flags: Flags<AlertTest>

    func run() async throws {
        let file = try JobsFilePlace(host: host, values: values).required("alert test")
        let chosen = try file.jobs(named: jobs)
        var deliveries: [AlertDelivery] = []
        var problems: [String] = []
        var tested: Set<String> = []
        for job in chosen {
            guard var alerting = JobExecution.alerting(of: job, in: file, host: host) else { continue }
            problems += alerting.problems.map(\.message)
            // A channel that several jobs have is tried once.
            alerting.channels.removeAll { !tested.insert($0.name).inserted }
            deliveries += await alerting.test()
        }
        let working = Set(deliveries.filter(\.isSent).map(\.channel))
        for job in chosen { JobExecution.alerting(of: job, in: file, host: host)?.note(working: working) }
        guard !deliveries.isEmpty || !problems.isEmpty else {
            throw RunFailure(
                .configuration,
                "\(Figures.names(chosen.map(\.name))) \(chosen.count == 1 ? "has" : "have") no alerts in \(file.path)",
                fix: "write alerts: [CHANNEL] into the job, and the channel under channels:")
        }
        for delivery in deliveries { host.console.print("\(delivery)") }
        for problem in Set(problems).sorted() { host.console.print("not sent: \(problem)") }
        try CommandEnd.check(problems.isEmpty && !deliveries.contains(where: \.isFailed) ? .success : .unavailable)
    }
}

/// `penstock alert failed UNIT`: what systemd's failure unit calls. A run that ended by itself has told of it already;
/// one that was killed, ran out of time or could not start has not.
struct AlertFailed: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.alertFailed
    static let configuration = CommandConfiguration(
        commandName: "failed",
        abstract: "Tell that a scheduled run was killed or could not start; systemd's failure unit calls it.")

    /// `penstock-nightly.service`, or the job's name.
    @Argument(help: ArgumentHelp("The unit, or the job.", valueName: "unit")) var unit: String
    @OptionGroup var flags: Flags<AlertFailed>

    func run() async throws {
        let file = try JobsFilePlace(host: host, values: values).required("alert failed")
        guard let job = try file.jobs(named: [name]).first else { return }
        let status = host.environment["MONITOR_EXIT_STATUS"]
        if host.environment["MONITOR_EXIT_CODE"] == "exited", let code = status.flatMap(Int32.init),
            Orchestrator.ExitCode.precedence.contains(Orchestrator.ExitCode(code))
        {
            return
        }
        guard let alerting = JobExecution.alerting(of: job, in: file, host: host) else { return }
        // A shell's number for a process that was killed, where systemd has none.
        let code = Orchestrator.ExitCode(status.flatMap(Int32.init) ?? 137)
        await alerting.end(JobOutcome(job: job, exitCode: code, failure: failure(status)))
    }

    /// `penstock-nightly.service` is of the job `nightly`.
    private var name: String {
        var name = Substring(unit)
        if name.hasSuffix(".service") { name = name.dropLast(8) }
        if name.hasPrefix("penstock-") { name = name.dropFirst(9) }
        return String(name)
    }

    private func failure(_ status: String?) -> RunFailure {
        let result =
            host.environment["MONITOR_SERVICE_RESULT"].map { "systemd says: \($0)" } ?? "it did not end by itself"
        return RunFailure(
            .tryAgain, "The run of \(name) was ended from outside: \(result)\(status.map { ", \($0)" } ?? "")",
            fix: "journalctl -u \(unit); nothing that was committed is lost, and the next run goes on where it was")
    }
}

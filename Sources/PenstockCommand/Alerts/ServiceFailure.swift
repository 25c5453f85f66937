import Orchestrator

/// `alert failed UNIT`: what systemd's failure unit calls. A run that ended by itself has told of it already; one that
/// was killed, ran out of time or could not start has not.
struct ServiceFailure {
    /// `penstock-nightly.service`, or the job's name.
    let unit: String
    let jobsFile: String?
    let host: Host

    func run() async throws {
        let file = try JobsFilePlace(host: host, flag: jobsFile).required("alert failed")
        guard let job = try JobChoice(file).jobs(named: [name]).first else { return }
        let status = host.environment["MONITOR_EXIT_STATUS"]
        if host.environment["MONITOR_EXIT_CODE"] == "exited", let code = status.flatMap(Int32.init),
            ExitCode.precedence.contains(ExitCode(code))
        {
            return
        }
        guard let alerting = JobExecution.alerting(of: job, in: file, host: host) else { return }
        // A shell's number for a process that was killed, where systemd has none.
        let code = ExitCode(status.flatMap(Int32.init) ?? 137)
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

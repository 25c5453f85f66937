import Alerting
import Orchestrator
import Words

/// `alert test`: a message to every channel of the jobs, or of the file.
struct AlertTesting {
    let jobs: [String]
    let jobsFile: String?
    let host: Host

    func run() async throws {
        let file = try JobsFilePlace(host: host, flag: jobsFile).required("alert test")
        let chosen = try JobChoice(file).jobs(named: jobs)
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

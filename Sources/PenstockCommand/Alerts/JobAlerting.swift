import Alerting
import Orchestrator
import Tabular

/// Tells a job's channels of its runs. Whatever goes wrong here is said and logged, and changes nothing about the run.
struct JobAlerting {
    let job: String
    let channels: [AlertChannel]
    let policy: AlertPolicy
    let book: AlertBook
    let host: Host

    /// nil: the job has no alerts.
    init?(_ job: NamedJob, in file: JobsFile, host: Host) throws {
        guard let alerts = job.alerts else { return nil }
        self.job = job.name
        channels = try alerts.channels.map { name in
            guard let channel = file.channels.first(where: { $0.name == name }) else {
                throw RunFailure(
                    .configuration, "\(file.name) line \(alerts.line): there is no channel '\(name)'", fix: "write it under channels:")
            }
            return try channel.resolved(in: file)
        }
        policy = AlertPolicy(kinds: try Self.kinds(alerts, file))
        book = AlertBook(job: job.name, in: Self.directory(of: job, host: host))
        self.host = host
    }

    /// With those of the channels that are to be told.
    func telling(_ isMeant: (String) -> Bool) -> JobAlerting {
        JobAlerting(job: job, channels: channels.filter { isMeant($0.name) }, policy: policy, book: book, host: host)
    }

    private init(job: String, channels: [AlertChannel], policy: AlertPolicy, book: AlertBook, host: Host) {
        self.job = job
        self.channels = channels
        self.policy = policy
        self.book = book
        self.host = host
    }

    static func kinds(_ alerts: JobAlerts, _ file: JobsFile) throws -> Set<AlertKind> {
        guard let names = alerts.kinds else { return Set(AlertKind.allCases) }
        let known = AlertKind.allCases.filter { $0 != .test }.map(\.rawValue)
        return Set(
            try names.compactMap { name in
                do {
                    return AlertKind(rawValue: try SettingText(name, source: "alerts on").choice(known))
                } catch {
                    let failure = RunFailure(error)
                    throw RunFailure(.configuration, "\(file.name) line \(alerts.line): \(failure.message)", fix: failure.fix)
                }
            })
    }

    /// Beside the job's logs.
    private static func directory(of job: NamedJob, host: Host) -> String {
        let found = SettingLookup(environment: host.environment).find(nil, "log-dir")?.text ?? job.text(of: "log-dir")
        return host.absolute(found ?? "data/logs")
    }

    /// The run begins: ping channels are told.
    func begin() async {
        for channel in channels where channel.isPing { note(await sender.send(.start, to: channel), in: []) }
    }

    /// The run is over: what is due is sent, and what became of it is remembered.
    func end(_ outcome: JobOutcome) async {
        let logs = outcome.runs.map(\.log)
        for channel in channels where channel.isPing {
            note(await sender.send(PingSignal(exitCode: outcome.exitCode.number), to: channel), in: logs)
        }
        guard let now = try? UpstreamConnection.present(host) else { return }
        let (state, fault) = book.read()
        if let fault { say(fault, in: logs) }
        let composing = AlertComposing(outcome: outcome, host: host, now: now)
        let decision = policy.decide(state, composing.observation)
        var next = decision.state
        // Before anything is sent: a run that is killed meanwhile tells twice rather than not at all.
        if decision.state != state, let fault = book.write(next) { say(fault, in: logs) }
        for due in decision.due {
            let told = channels.filter { !$0.isPing && due.channels?.contains($0.name) != false }
            let deliveries = await sender.send(composing.message(of: due), to: told, at: Int(now.seconds))
            for delivery in deliveries { note(delivery, in: logs) }
            let sent = deliveries.filter(\.isSent).map(\.channel)
            let failed = deliveries.filter { if case .failed = $0.outcome { true } else { false } }.map(\.channel)
            next.record(due, sentTo: sent, notSentTo: failed, now: Int(now.seconds))
        }
        if next != decision.state, let fault = book.write(next) { say(fault, in: logs) }
    }

    /// A message to every channel, whatever is remembered; pings get a start and a success.
    func test() async -> [AlertDelivery] {
        guard let now = try? UpstreamConnection.present(host) else { return [] }
        let message = AlertComposing.test(of: job, host: host, now: now)
        var deliveries = await sender.send(message, to: channels.filter { !$0.isPing }, at: Int(now.seconds))
        for channel in channels where channel.isPing {
            _ = await sender.send(.start, to: channel)
            deliveries.append(await sender.send(.success, to: channel))
        }
        return deliveries
    }

    private var sender: AlertSender { AlertSender(environment: host.environment) }

    private func note(_ delivery: AlertDelivery, in logs: [String]) {
        if case .notApplicable = delivery.outcome { return }
        let line = "alert \(delivery)"
        for log in logs { RunLog.append("alert", "\(delivery)", to: log) }
        if case .failed = delivery.outcome { host.console.say("\(job): \(line)") }
    }

    private func say(_ text: String, in logs: [String]) {
        for log in logs { RunLog.append("alert", text, to: log) }
        host.console.say("\(job): \(text)")
    }
}

import Alerting
import Host
import Orchestrator
import Tabular
import Upstream

/// Tells a job's channels of its runs. Whatever goes wrong here is said and logged, and changes nothing about the run.
struct JobAlerting {
    let job: String
    var channels: [AlertChannel] = []
    let policy: AlertPolicy
    private let book: AlertBook
    /// Of the job's schedule; nil: the machine's.
    let timeZone: String?
    let host: Host

    /// Channels that cannot be used, and why: said with each run, and no matter of the run's.
    private(set) var problems: [RunFailure] = []

    /// nil: the job has no alerts.
    /// - Parameter logs: the directory of the job's logs.
    init?(_ job: NamedJob, in file: JobsFile, logs: String, host: Host) {
        guard let alerts = job.alerts else { return nil }
        self.job = job.name
        self.host = host
        timeZone = job.schedule?.timeZone
        book = AlertBook(job: job.name, jobsFile: HostPath.standard(file.path), directory: logs)
        var kinds = Set(AlertKind.allCases)
        do {
            kinds = try Self.kinds(alerts, file)
        } catch {
            problems.append(RunFailure(error))
        }
        policy = AlertPolicy(kinds: kinds)
        for channel in alerts.channels.compactMap({ name in file.channels.first { $0.name == name } }) {
            do {
                channels.append(try channel.resolved(in: file))
            } catch {
                problems.append(RunFailure(error))
            }
        }
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
                    throw RunFailure(
                        .configuration, "\(file.name) line \(alerts.line): \(failure.message)", fix: failure.fix)
                }
            })
    }

    /// The run begins: ping channels are told, in one try, for the run waits.
    func begin() async { await ping(.start, AlertSender(environment: host.environment, pauses: []), runs: []) }

    private func ping(_ signal: PingSignal, _ sender: AlertSender, runs: [FinishedRun]) async {
        await withTaskGroup(of: AlertDelivery.self) { group in
            for channel in channels where channel.isPing { group.addTask { await sender.send(signal, to: channel) } }
            for await delivery in group { note(delivery, in: runs) }
        }
    }

    /// The run is over: what is due is sent, and what became of it is remembered.
    func end(_ outcome: JobOutcome) async {
        let runs = outcome.runs
        await ping(PingSignal(exitCode: outcome.exitCode.number), sender, runs: runs)
        for problem in problems { say(problem.message, in: runs) }
        // A run that found the clock wrong knows the time.
        let now = runs.last { $0.report.clock != nil }?.report.ended ?? present
        let (state, fault) = book.read()
        if let fault { say(fault, in: runs) }
        var composing = AlertComposing(outcome: outcome, host: host, now: now)
        composing.lostState = fault
        let decision = policy.decide(state, composing.observation(after: state))
        var next = decision.state
        next.jobsFile = book.jobsFile
        let begun = next
        // Before anything is sent: a run that is killed meanwhile tells twice rather than not at all.
        if begun != state, let fault = book.write(next) { say(fault, in: runs) }
        for due in decision.due {
            let told = channels.filter { !$0.isPing && due.channels?.contains($0.name) != false }
            let message = composing.message(of: due)
            let deliveries = await sender.send(message, to: told, at: Int(now.seconds))
            for delivery in deliveries { note(delivery, in: runs) }
            let sent = deliveries.filter(\.isSent).map(\.channel)
            let refusals = deliveries.compactMap { delivery in delivery.refusal.map { (delivery.channel, $0.message) } }
            let failed = deliveries.filter { $0.isFailed && $0.refusal == nil }.map(\.channel)
            for (channel, _) in refusals { giveUp(message, on: channel, in: runs) }
            next.record(
                due, sentTo: sent, notSentTo: failed, refusedBy: Dictionary(refusals) { $1 }, subject: message.headline,
                now: Int(now.seconds))
        }
        if next != begun, let fault = book.write(next) { say(fault, in: runs) }
    }

    /// Channels of the job that refuse what they are told, and what was given up there.
    var refused: [AlertState.Refusal] {
        let names = Set(channels.map(\.name))
        return book.look().refused.filter { names.contains($0.channel) }
    }

    /// Takes back that channels refuse what they are told: a test has gone through.
    func note(working channels: Set<String>) {
        var state = book.look()
        let before = state
        for channel in channels { state.works(channel) }
        if state != before, let fault = book.write(state) { say(fault, in: []) }
    }

    /// A message to every channel, whatever is remembered; pings get a start and a success.
    func test() async -> [AlertDelivery] {
        let now = present
        let message = AlertComposing.test(of: job, zone: ZonedTime(zone: timeZone), host: host, now: now)
        var deliveries = await sender.send(message, to: channels.filter { !$0.isPing }, at: Int(now.seconds))
        for channel in channels where channel.isPing {
            let start = await sender.send(.start, to: channel)
            deliveries.append(start.isFailed ? start : await sender.send(.success, to: channel))
        }
        return deliveries
    }

    /// A run whose clock is wrong did not begin; what is told of it has the real time.
    private var present: Instant { (try? UpstreamConnection.present(host)) ?? SystemClock().now() }

    private var sender: AlertSender { AlertSender(environment: host.environment) }

    private func note(_ delivery: AlertDelivery, in runs: [FinishedRun]) {
        if case .notApplicable = delivery.outcome { return }
        log("\(delivery)", in: runs)
        if delivery.isFailed { host.console.say("\(job): alert \(delivery)") }
    }

    /// The word with which an alert is given up that would be refused again.
    private func giveUp(_ message: AlertMessage, on channel: String, in runs: [FinishedRun]) {
        let text = """
            \(channel): given up, for it would be refused again. Not told: \(message.headline). Mend the channel, \
            then: penstock alert test \(job)
            """
        log(text, in: runs)
        host.console.say("\(job): alert \(text)")
    }

    private func say(_ text: String, in runs: [FinishedRun]) {
        log(text, in: runs)
        host.console.say("\(job): \(text)")
    }

    private func log(_ text: String, in runs: [FinishedRun]) {
        for run in runs { RunLog.append("alert", text, to: run, at: present) }
    }
}

/// What is remembered of a job's alerts between its runs: a small file beside its logs.
private struct AlertBook {
    let job: String
    /// Absolute, without links.
    let jobsFile: String
    let directory: String

    /// `alerts_JOB.state`; another one where the job of that name in another jobs file has it: what one of them was
    /// told is not over because the other is well.
    private var path: String {
        let plain = "\(directory)/alerts_\(job).state"
        let own = "\(directory)/alerts_\(job)_\(String(AlertDigest.of(jobsFile), radix: 16)).state"
        guard !NamedPlace.exists(own) else { return own }
        guard let owner = Self.kept(plain)?.jobsFile, owner != jobsFile, NamedPlace.exists(owner) else { return plain }
        return own
    }

    /// A file that is not there, or that somebody has changed beyond reading, remembers nothing: then an alert is sent
    /// once more, and what cannot be read is set aside.
    func read() -> (state: AlertState, fault: String?) {
        let path = path
        guard NamedPlace.exists(path) else { return (AlertState(), nil) }
        do {
            return (
                try AlertState(
                    text: String(decoding: try NamedFile(path: path, limit: NamedFile.longest).bytes(), as: UTF8.self)),
                nil
            )
        } catch let fault as NamedFile.Fault {
            return (AlertState(), "\(path) cannot be read: \(fault.words)")
        } catch {
            let kept = "\(path).damaged"
            let isKept = rename(path, kept) == 0
            return (AlertState(), "\(path) is begun anew: \(error)\(isKept ? ". It is kept as \(kept)" : "")")
        }
    }

    /// What is remembered, to look at: what cannot be read is left as it is.
    func look() -> AlertState { Self.kept(path) ?? AlertState() }

    private static func kept(_ path: String) -> AlertState? {
        guard let bytes = try? NamedFile(path: path, limit: NamedFile.longest).bytes() else { return nil }
        return try? AlertState(text: String(decoding: bytes, as: UTF8.self))
    }

    /// nil: written.
    func write(_ state: AlertState) -> String? {
        let path = path
        do {
            try NamedPlace.makeDirectory(HostPath.parent(of: path))
            try NamedPlace.replace(path, with: state.text, mode: 0o600)
            return nil
        } catch {
            return "\(path) cannot be written: \(error.reason); the next run may tell the same again"
        }
    }
}

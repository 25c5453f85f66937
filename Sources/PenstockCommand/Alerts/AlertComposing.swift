import Alerting
import Orchestrator
import PluginKit
import Tabular

/// Makes of a job's outcome what the alerts' policy looks at, and what the messages say.
struct AlertComposing {
    let outcome: JobOutcome
    let host: Host
    let now: Instant

    var observation: AlertObservation {
        let reports = outcome.runs.map(\.report)
        let failing = reports.flatMap(\.troubles).map { "\($0.label) \($0.reason?.code ?? $0.result.rawValue)" }
        let waves = reports.flatMap(\.waves).map { "wave \($0.name)" }
        let waiting = reports.flatMap(\.waiting).map { "\($0.label) \($0.reason.code)" }
        return AlertObservation(
            now: Int(now.seconds), exitCode: outcome.exitCode.number, run: run,
            // Without its numbers a message is the same on every night: how long, how many.
            reasons: Array(Set(failing + waves + waiting)).sorted()
                + (reports.map(\.failure) + [outcome.failure]).compactMap { $0?.message.filter { !$0.isNumber } },
            newlyQuarantined: reports.reduce(0) { $0 + $1.rowsQuarantined },
            // A run does not look whether all is fresh; a status that ended well has.
            isStale: !outcome.job.verb.isRun && outcome.exitCode == .success ? false : nil,
            isClockWrong: reports.contains { $0.clock != nil }
                ? true : reports.contains { $0.isClockConfirmed && $0.failure == nil } ? false : nil)
    }

    func message(of due: AlertDue) -> AlertMessage {
        var message = AlertMessage(due.kind, job: outcome.job.name, host: host.name, time: now.text())
        message.exitCode = outcome.exitCode.number
        message.meaning = Remedy.meaning(of: outcome.exitCode)
        message.archive = outcome.runs.map(\.report.archive).first
        message.run = due.run ?? run
        message.log = outcome.runs.isEmpty ? nil : outcome.runs.map(\.log).joined(separator: " ")
        message.since = due.since.map { Instant(seconds: Int64($0)).text() }
        message.quarantined = due.rows
        message.isReminder = due.isReminder
        message.isLate = due.isLate
        if due.kind == .recovery {
            message.advice = "nothing: it is well again"
            return message
        }
        if due.kind == .clock {
            message.why = outcome.runs.compactMap { $0.report.clock?.text }.first
            message.advice = ClockWording.remedy
            return message
        }
        let explanations = self.explanations
        message.why = explanations.flatMap { [$0.what] + $0.why }.joined(separator: "; ")
        message.advice = explanations.map(\.remedy).first ?? Remedy.text(for: outcome.exitCode, run: 0)
        let troubles = outcome.runs.flatMap(\.report.troubles).filter { $0.result == .failed || $0.result == .absent }
        message.failures = troubles.prefix(10).map { FailedUnit($0.label, reason: $0.reason?.description ?? $0.result.rawValue) }
        message.failureCount = outcome.runs.reduce(0) { $0 + $1.report.failed }
        if due.kind == .quarantine { message.advice = "penstock quarantine shows the rows, each with its rule" }
        if due.kind == .staleness { message.advice = Remedy.text(for: .stale, run: 0) }
        return message
    }

    static func test(of job: String, host: Host, now: Instant) -> AlertMessage {
        var message = AlertMessage(.test, job: job, host: host.name, time: now.text())
        message.why = "somebody typed penstock alert test"
        message.advice = "nothing: the channel works"
        return message
    }

    private var run: String? {
        let runs = outcome.runs.map(\.report.run).filter { $0 > 0 }
        return runs.isEmpty ? nil : runs.map(String.init).joined(separator: ", ")
    }

    private var explanations: [RunExplanation] {
        if let failure = outcome.failure { return [RunExplanation(failure)] }
        let bad = outcome.runs.filter { $0.report.exitCode != .success }
        if !bad.isEmpty { return bad.map(RunExplanation.init) }
        guard !outcome.text.isEmpty else { return outcome.runs.map(RunExplanation.init) }
        return [RunExplanation(output: outcome.text, exitCode: outcome.exitCode)]
    }
}

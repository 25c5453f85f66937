import Alerting
import Orchestrator
import PluginKit
import Tabular
import Words

/// Makes of a job's outcome what the alerts' policy looks at, and what the messages say.
struct AlertComposing {
    let outcome: JobOutcome
    let host: Host
    let now: Instant
    let zone: ZonedTime
    /// What is remembered of earlier alerts cannot be read: why, and what becomes of it. nil: it can.
    var lostState: String?

    init(outcome: JobOutcome, host: Host, now: Instant) {
        (self.outcome, self.host, self.now) = (outcome, host, now)
        zone = ZonedTime(zone: outcome.job.schedule?.timeZone)
    }

    /// - Parameter state: what is remembered; says which remarks the record is asked about.
    func observation(after state: AlertState) -> AlertObservation {
        let runs = outcome.runs.map(RunFindings.init)
        var findings = runs.flatMap(\.all)
        var evidence = AlertEvidence()
        for run in runs { run.add(to: &evidence) }
        let code = outcome.exitCode
        if let failure = outcome.failure {
            findings.append(RunFindings.failure(AlertSubject(.run), code, failure))
        } else if outcome.runs.isEmpty, code != .success, code != .stale {
            findings.append(RunFindings.failure(AlertSubject(.run), code, nil))
        } else {
            // Another verb has succeeded when it ends with 0; a run when a unit has.
            evidence.runs[""] = outcome.job.verb.isRun ? !evidence.succeeded.isEmpty : true
        }
        let recorded = RecordedTroubles(of: outcome.runs, remarks: state.remarks, isFirstLook: state.isNew, host: host)
        evidence.completed = recorded.completed
        evidence.settled = recorded.settled
        evidence.standing = recorded.standing
        let keys = Set(findings.map(\.key))
        findings += recorded.known.filter { !keys.contains($0.key) }
        if let lostState {
            findings.append(AlertFinding(Self.memory, .remark, words: lostState))
        } else {
            // It is read again: nobody has to hear of that.
            evidence.settled.insert(Self.memory)
        }
        let reports = outcome.runs.map(\.report)
        let rows = outcome.runs.reduce(0) { $0 + $1.ends.newlyQuarantined }
        return AlertObservation(
            now: Int(now.seconds), exitCode: code.number, run: run, findings: findings, evidence: evidence,
            newlyQuarantined: rows,
            // A run does not look whether all is fresh; a status that ended well has.
            isStale: !outcome.job.verb.isRun && code == .success ? false : nil,
            isClockWrong: reports.contains { $0.clock != nil }
                ? true : reports.contains { $0.isClockConfirmed && $0.failure == nil } ? false : nil)
    }

    /// What is told where earlier alerts are forgotten: then one may come twice, and an end not at all.
    private static let memory = AlertKey(AlertSubject(.unit, "the record of earlier alerts"), "lost_state")

    func message(of due: AlertDue) -> AlertMessage {
        var message = AlertMessage(due.kind, job: outcome.job.name, host: host.name, time: now.text())
        message.localTime = zone.text(now)
        message.archive = outcome.runs.map(\.report.archive).first
        message.run = due.run ?? run
        message.log = outcome.runs.isEmpty ? nil : outcome.runs.map(\.log).joined(separator: " ")
        let since = due.since.map { Instant(seconds: Int64($0)) }
        message.since = since?.text()
        message.localSince = since.map(zone.text)
        message.quarantined = due.rows
        message.isReminder = due.isReminder
        message.isLate = due.isLate
        message.level = level(of: due)
        name(due, in: &message)
        if due.isLate { return message }
        message.exitCode = outcome.exitCode.number
        message.meaning = Remedy.meaning(of: outcome.exitCode)
        switch due.kind {
        case .recovery:
            message.advice =
                message.standingCount > 0
                ? "nothing about this; what is not over is told weekly" : "nothing: it is well again"
        case .clock:
            message.why = outcome.runs.compactMap { $0.report.clock?.text }.first
            message.advice = ClockWording.remedy
        case .failure, .remark, .quarantine, .staleness, .test:
            // A run that ended well has nothing to say of what goes on.
            let explanations = outcome.exitCode == .success ? [] : explanations
            message.why =
                explanations.isEmpty ? nil : explanations.flatMap { [$0.what] + $0.why }.joined(separator: "; ")
            message.advice =
                explanations.map(\.remedy).first
                ?? "penstock status says what is behind, penstock coverage what is missing"
            // A look that found old data tells of nothing else.
            if due.kind == .staleness, let lostState {
                message.why = [message.why, lostState].compactMap(\.self).joined(separator: "; ")
            }
            if due.kind == .quarantine { message.advice = "penstock quarantine shows the rows, each with its rule" }
        }
        return message
    }

    private func level(of due: AlertDue) -> AlertLevel {
        guard due.isLate else {
            return AlertLevel(exitCode: outcome.exitCode.number, hasFindings: due.kind != .recovery)
        }
        return due.troubles.contains { $0.kind != .remark && $0.key.subject.scope != .unit } ? .failure : .remark
    }

    /// Lists of what is told, with their counts: of units, where one entry stands for many.
    private func name(_ due: AlertDue, in message: inout AlertMessage) {
        let told = due.troubles.filter { Self.isListed($0) }
        let standing = due.standing.filter { Self.isListed($0) }
        let count = Self.units(told)
        let list = told.prefix(Self.shown).map { entry($0, besides: due.since) }
        if due.kind == .recovery {
            (message.recovered, message.recoveredCount) = (list, count)
        } else {
            (message.failures, message.failureCount) = (list, count)
            message.incompleteCount = Self.units(told.filter { $0.kind != .failure })
        }
        message.standing = standing.prefix(Self.shown).map { entry($0, besides: nil) }
        message.standingCount = Self.units(standing)
        // Who failed is not in one sentence with who lacks something.
        let named = due.kind == .recovery ? told : told.filter { $0.kind == due.kind }
        message.whatCount = Self.units(named)
        message.what = what(named, message.whatCount)
        if due.kind == .recovery, told.isEmpty { message.over = over(due) }
    }

    /// A unit with two troubles is one, also where they are its upstream's.
    private static func units(_ troubles: [AlertTrouble]) -> Int {
        let single = Set(troubles.filter { $0.key.subject.scope == .unit }.map { AlertDigest.of($0.key.subject.name) })
        let shared = troubles.filter { $0.key.subject.scope != .unit }
        let sum = single.count + shared.reduce(0) { $0 + $1.count }
        // Who is not remembered by name cannot be told apart.
        guard shared.allSatisfy({ $0.members.count >= $0.count }) else { return sum }
        return min(sum, shared.reduce(single) { $0.union($1.members) }.count)
    }

    /// A run and a look have their own words: why, and since when.
    private static func isListed(_ trouble: AlertTrouble) -> Bool {
        trouble.kind != .staleness && trouble.kind != .clock && trouble.key.subject.scope != .run
    }

    /// One more than is shown, so that a message knows that there are more.
    private static let shown = 11

    private func entry(_ trouble: AlertTrouble, besides since: Int?) -> FailedUnit {
        let time = trouble.since == since ? nil : zone.text(Instant(seconds: Int64(trouble.since)))
        var unit = FailedUnit(name(of: trouble), reason: trouble.words, since: time)
        unit.isIncomplete = trouble.kind != .failure
        return unit
    }

    private func name(of trouble: AlertTrouble) -> String {
        let name = trouble.key.subject.name
        return name.isEmpty ? "the job" : name
    }

    /// What ended where it was no unit and no upstream; nil: nothing else is wrong, and the job works again.
    private func over(_ due: AlertDue) -> String? {
        if due.troubles.allSatisfy({ $0.key.code == AlertKind.clock.rawValue }) { return "the clock is right again" }
        guard !due.standing.isEmpty,
            let run = due.troubles.first(where: { $0.key.subject.scope == .run && $0.kind == .failure })
        else {
            return nil
        }
        return "what made it end with \(run.key.code.prefix { $0 != " " }) is over"
    }

    /// `KO`, `KO and AAPL`, `128 symbols`.
    private func what(_ troubles: [AlertTrouble], _ count: Int) -> String? {
        let names = Set(troubles.map(name)).sorted()
        guard troubles.contains(where: { $0.key.subject.scope != .unit }) || names.count > 2 else {
            return troubles.isEmpty ? nil : Figures.names(names)
        }
        if troubles.count == 1, count == 1 { return name(of: troubles[0]) }
        return (outcome.runs.first?.planned.noun ?? PlannedJob.unit).counted(count)
    }

    static func test(of job: String, zone: ZonedTime, host: Host, now: Instant) -> AlertMessage {
        var message = AlertMessage(.test, job: job, host: host.name, time: now.text())
        message.localTime = zone.text(now)
        message.level = .well
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

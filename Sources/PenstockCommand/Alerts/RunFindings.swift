import Alerting
import Orchestrator
import PluginKit
import Words

/// What is wrong after a run over one archive, and what it has proved to be well. A pure value.
struct RunFindings {
    private let run: FinishedRun

    init(_ run: FinishedRun) {
        self.run = run
    }

    private var report: RunReport { run.report }
    private var ends: UnitEnds { run.ends }

    /// All that is wrong, each key once.
    var all: [AlertFinding] {
        var findings = waves + units
        let keys = Set(findings.map(\.key))
        findings += waiting.filter { !keys.contains($0.key) }
        if let failure = report.failure {
            findings.append(Self.failure(AlertSubject(.run, report.archive), report.exitCode, failure))
        } else if report.exitCode == .partial, findings.isEmpty, ends.newlyQuarantined == 0 {
            findings.append(
                AlertFinding(AlertSubject(.run, report.archive), "10", .remark, words: Remedy.meaning(of: .partial)))
        } else if AlertLevel(exitCode: report.exitCode.number) == .failure,
            !findings.contains(where: { $0.kind == .failure })
        {
            let code = report.exitCode
            findings.append(
                AlertFinding(
                    AlertSubject(.run, report.archive), "\(code.number)", .failure, words: Remedy.meaning(of: code)))
        }
        return findings
    }

    func add(to evidence: inout AlertEvidence) {
        evidence.succeeded.formUnion(ends.succeeded)
        evidence.answered.merge(ends.answered) { $0.union($1) }
        if report.failure == nil { evidence.runs[report.archive] = !ends.succeeded.isEmpty }
    }

    /// Of a run, or of a job that came to none: the code, and the message without its numbers, which are others on
    /// every night.
    static func failure(_ subject: AlertSubject, _ code: ExitCode, _ failure: RunFailure?) -> AlertFinding {
        let steady = failure?.message.filter { !$0.isNumber }
        let digest = steady.map { " " + String(AlertDigest.of($0), radix: 16) } ?? ""
        let isRemark = AlertLevel(exitCode: code.number) == .remark
        var finding = AlertFinding(
            subject, "\(code.number)\(digest)", isRemark ? .remark : .failure,
            words: failure?.message ?? Remedy.meaning(of: code))
        finding.earlierName = steady
        return finding
    }

    private var waves: [AlertFinding] {
        report.waves.map { wave in
            let isFault = wave.kind == .fault
            var finding = AlertFinding(
                AlertSubject(isFault ? .upstream : .calendar, wave.provider),
                isFault ? wave.reason.code : "\(wave.reason.code) \(wave.reason.detail)", isFault ? .failure : .remark,
                words: wave.text)
            finding.count = wave.units
            finding.parts = isFault ? [UnitEnds.part(true)] : []
            finding.members = isFault ? ends.waves[wave.name] ?? [] : []
            finding.earlierName = "wave \(wave.name)"
            return finding
        }
    }

    private var units: [AlertFinding] {
        var own: [UnitEnds.Trouble] = []
        var findings: [AlertFinding] = []
        let troubles = ends.troubles.values.sorted { $0.label < $1.label }
        for provider in Set(troubles.map(\.provider)).sorted() {
            let (withoutAnswer, others) = troubles.filter { $0.provider == provider }.parted { $0.isWithoutAnswer }
            if isOfUpstream(withoutAnswer, provider) {
                findings.append(outage(of: provider, withoutAnswer))
            } else {
                own += withoutAnswer
            }
            own += others
        }
        // A row that was set aside and leaves no hole is told by the count of such rows.
        return findings + own.filter { $0.reason.code != Self.quarantined || $0.gaps > 0 }.map(Self.finding)
    }

    private static let quarantined = "quarantined"

    /// Whether questions without an answer are the upstream's fault: it was given up, nothing of the kind succeeded, or
    /// they are many.
    private func isOfUpstream(_ troubles: [UnitEnds.Trouble], _ provider: String) -> Bool {
        guard !troubles.isEmpty else { return false }
        if troubles.contains(where: \.isOfGivenUpUpstream) { return true }
        if Set(troubles.map(\.part)).isDisjoint(with: ends.answered[provider] ?? []) { return true }
        let series = troubles.count(where: \.isSeries)
        return series > 3 && series * 20 > ends.series[provider] ?? 0
    }

    /// Which question ran into what is a race; what they have in common is that there was no answer.
    private func outage(of provider: String, _ troubles: [UnitEnds.Trouble]) -> AlertFinding {
        let codes = Set(troubles.map(\.reason.code))
        let code = ["throttled", "client_refused"].first(where: codes.contains) ?? Self.noAnswer
        let telling = troubles.filter { $0.reason.code != "circuit_open" }
        let reason = (telling.first { $0.reason.code == code } ?? telling.first ?? troubles[0]).reason
        let series = troubles.count(where: \.isSeries)
        let whom =
            series > 0
            ? "\(Figures.count(series)) of \(run.planned.noun.counted(ends.series[provider] ?? series))"
            : Figures.names(troubles.map(\.label), upTo: 3)
        var finding = AlertFinding(AlertSubject(.upstream, provider), code, .failure, words: "\(whom): \(reason)")
        finding.count = series > 0 ? series : troubles.count
        finding.parts = Set(troubles.map(\.part))
        finding.members = troubles.map(\.label)
        return finding
    }

    private static let noAnswer = "no_answer"

    private static func finding(_ trouble: UnitEnds.Trouble) -> AlertFinding {
        let code = trouble.isWithoutAnswer ? noAnswer : trouble.reason.code
        let kind: AlertKind =
            trouble.result != .incomplete ? .failure : trouble.reason.code == quarantined ? .quarantine : .remark
        var finding = AlertFinding(AlertSubject(.unit, trouble.label), code, kind, words: trouble.reason.description)
        finding.isKnown = trouble.isKnown && trouble.result != .failed
        finding.earlierName = "\(trouble.label) \(trouble.reason.code)"
        return finding
    }

    /// What rests with a cause and was not asked for in this run. Of more than the report has there is nothing to say.
    private var waiting: [AlertFinding] {
        report.waiting.filter { ends.troubles[$0.label] == nil && !ends.succeeded.contains(AlertDigest.of($0.label)) }
            .map {
                Self.known($0.label, $0.reason, isGap: $0.reason.isWaiting)
            }
    }

    /// What the record has of a unit.
    static func known(_ label: String, _ reason: Reason, isGap: Bool) -> AlertFinding {
        let kind: AlertKind = !isGap ? .failure : reason.code == quarantined ? .quarantine : .remark
        var finding = AlertFinding(AlertSubject(.unit, label), reason.code, kind, words: reason.description)
        finding.isKnown = true
        finding.earlierName = "\(label) \(reason.code)"
        return finding
    }
}

extension Array {
    fileprivate func parted(_ isFirst: (Element) -> Bool) -> (first: [Element], second: [Element]) {
        (filter(isFirst), filter { !isFirst($0) })
    }
}

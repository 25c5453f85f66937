import Archive
import Orchestrator
import PluginKit
import ReportPage
import Tabular

/// Records as the page has them. The page escapes; nothing here does.
enum ReportWording {
    /// `2026-11-24 14:17`
    static func minute(_ instant: Instant) -> String { String(instant.text().prefix(16)).replacing("T", with: " ") }

    /// A tick's text: a date as it is, a moment to the second.
    static func moment(_ text: String) -> String {
        text.contains("T") ? String(text.prefix(19)).replacing("T", with: " ") + " UTC" : text
    }

    /// What a unit on such an axis has so many of.
    static func measure(of axis: Axis) -> CoverageMap.Measure {
        axis == .sessions ? .counted(Noun("session", "sessions")) : .time
    }

    /// `2024-10-15: gap, null bar; asked 2 times, again on 2024-11-27`, as `coverage` says it.
    static func hole(_ part: AccountedSpan, _ axis: Axis) -> String {
        "\(part.span.text(on: axis)): \(SpanWording.about(part))"
    }

    static func noun(_ noun: ProviderManifest.Noun) -> Noun { Noun(noun.singular, noun.plural) }

    /// The most frequent first.
    static func kinds(_ kinds: [(name: String, count: Int)]) -> [ListingKind] {
        kinds.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.prefix(12).map { ListingKind($0.name, $0.count) }
    }

    /// - Parameter isBeingWritten: somebody holds the archive's lock; a run that is not ended otherwise was killed.
    static func line(of run: RunRecord, isBeingWritten: Bool) -> RunLine {
        let outcome: RunLine.Outcome
        var meaning = run.exitCode.map { Remedy.meaning(of: ExitCode($0)) } ?? ""
        switch (run.state, run.exitCode) {
        case (.running, _) where isBeingWritten: (outcome, meaning) = (.running, "running")
        case (.running, _), (.interrupted, _): (outcome, meaning) = (.interrupted, "interrupted")
        case (.ended, 0): outcome = .succeeded
        case (.ended, 10): outcome = .partly
        case (.ended, _): outcome = .failed
        }
        return RunLine(
            id: Int(run.id), job: run.job + (run.isPartial ? " (partial)" : ""), started: minute(run.started),
            outcome: outcome,
            exitCode: run.exitCode.map { Int($0) }, meaning: meaning, succeeded: run.counts.success,
            total: run.counts.total,
            seconds: run.ended.map { $0.seconds(since: run.started) }, stored: run.counts.stored,
            revised: run.counts.revised, quarantined: run.counts.aside.quarantined, failure: run.failure)
    }

    /// - Parameter rule: what the rule says, where the row has no reason of its own.
    static func line(of record: QuarantineRecord, rule: String?) -> QuarantineLine {
        let row = record.row
        return QuarantineLine(
            rule: row.rule, dataset: "\(record.provider) / \(row.dataset)", unit: record.label, unitID: record.unit,
            key: key(row.key, of: record.label),
            reason: row.reason.isEmpty ? rule ?? "" : row.reason, raw: row.raw,
            firstSeen: minute(record.firstSeen), lastSeen: minute(record.lastSeen), times: record.times)
    }

    static func line(of remark: RemarkRecord) -> RemarkLine {
        // Most of them begin with their unit, as lines of the log do.
        let text =
            remark.text.hasPrefix(remark.label + ": ")
            ? String(remark.text.dropFirst(remark.label.count + 2)) : remark.text
        return RemarkLine(
            recorded: minute(remark.recorded), run: Int(remark.run), unit: remark.label, unitID: remark.unit,
            rule: remark.rule, text: text)
    }

    static func line(of revision: RevisionRecord) -> RevisionLine {
        RevisionLine(
            recorded: minute(revision.recorded), run: Int(revision.run),
            dataset: "\(revision.provider) / \(revision.dataset)",
            unit: revision.label, unitID: revision.unit, key: key(revision.key, of: revision.label),
            cause: RunChangesPage.cause(revision.cause),
            stored: revision.stored,
            answered: revision.answered)
    }

    /// A restatement is of the whole series.
    static func line(of restatement: RestatementRecord) -> RevisionLine {
        RevisionLine(
            recorded: minute(restatement.recorded), run: Int(restatement.run), dataset: restatement.provider,
            unit: restatement.label, unitID: restatement.unit,
            key: "",
            cause: "restatement: \(restatement.reason)", stored: "", answered: "")
    }

    /// A row's key without its unit's name, where that comes first.
    private static func key(_ key: String, of label: String) -> String {
        key.hasPrefix("\(label)|") ? String(key.dropFirst(label.count + 1)) : key
    }
}

import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream
import Words

/// What a run ends with.
struct SummaryWording {
    let planned: PlannedJob
    let report: RunReport
    let totals: RunTotals
    let log: String
    private var counts: RunCounts { report.counts }
    private let outage: OutageWording

    /// So many diagnoses of upstreams are told.
    static let diagnoses = 3

    init(planned: PlannedJob, report: RunReport, totals: RunTotals, log: String) {
        (self.planned, self.report, self.totals, self.log) = (planned, report, totals, log)
        outage = OutageWording(report)
    }

    var text: String {
        if report.isIdle, report.failure == nil, report.exitCode == .success { return IdleWording(report).text }
        var lines: [String] = []
        if let units = totals.units, !units.isEmpty { lines += UnitWording.table(units, outage) + [""] }
        lines.append("\(planned.job.name): \(outcome)")
        lines += facts.map { "  " + $0.name.column(12) + $0.value }
        return lines.joined(separator: "\n")
    }

    private var outcome: String {
        if report.failure != nil { return "ended early (exit \(report.exitCode.number))" }
        switch report.exitCode {
        case .success: return "done"
        case .tryAgain:
            return
                """
                stopped after \(Figures.count(counts.total + report.doneBefore)) of \
                \(counted(counts.total + report.doneBefore + report.remaining)), all committed; run the same line again
                """
        case .partial:
            return "done, with \(news.isEmpty ? "new failures or gaps" : news.joined(separator: ", ")) (exit 10)"
        default: return "ended with exit \(report.exitCode.number)"
        }
    }

    /// What ended it with 10, in numbers.
    private var news: [String] {
        var news: [String] = []
        if counts.failed > 0 { news.append("\(counted(counts.failed)) failed") }
        // Whose rows were set aside is told by its rows.
        let lacking =
            counts.incomplete - (report.freshReasons["quarantined"] ?? 0) - (report.knownReasons["quarantined"] ?? 0)
        if lacking > 0 { news.append("\(counted(lacking)) incomplete") }
        return news + AsideWording.news(report)
    }

    private var facts: [(name: String, value: String)] {
        var facts = [
            (
                "archive",
                report.archive + (report.isNewArchive ? " (new)" : "") + (report.run > 0 ? ", run \(report.run)" : "")
            )
        ]
        let wording = ClockWording(report: report)
        facts += [wording.clock, wording.laterRun].compactMap { $0 }.map { ("clock", $0) }
        if let range { facts.append(("range", range)) }
        facts += report.notes.enumerated().map { ($0.offset == 0 ? "note" : "", TerminalText.safe($0.element)) }
        if let killed = Self.killed(report) { facts.append(("killed", killed)) }
        facts.append(("processed", processed))
        // Lists were read, and nothing of what they tell of was due.
        if report.exitCode == .success { facts += IdleWording.open(report).map { ("no success", $0) } }
        facts += report.waves.map {
            ($0.kind == .fault ? "upstream" : "calendar", Figures.shortened(TerminalText.safe($0.text), to: 300))
        }
        facts += report.diagnoses.prefix(Self.diagnoses).map {
            ("upstream", Figures.shortened(TerminalText.safe($0.text), to: 500))
        }
        facts += failed
        if !report.retired.isEmpty {
            facts.append(("retired", "\(Figures.names(report.retired)): not asked for (penstock retire --undo)"))
        }
        facts += membership
        facts += flagged
        facts.append(
            (
                "rows",
                """
                \(Figures.count(counts.stored)) stored, \(Figures.count(counts.revised)) revised, \
                \(Figures.count(counts.aside.quarantined)) quarantined
                """
            ))
        if !counts.aside.isEmpty { facts.append(("aside", AsideWording.text(report))) }
        facts += report.markets.map { count in
            (
                count.provider,
                """
                \(Figures.counted(count.markets, "market", "markets")) updated, \
                \(Figures.counted(count.prices, "price", "prices")) stored
                """
            )
        }
        facts.append(
            (
                "gaps",
                """
                \(Figures.count(counts.gapsOpen)) open in what was asked for, \(Figures.count(counts.gapsFilled)) filled
                """
            ))
        let retries = counts.retries > 0 ? " (\(Figures.counted(counts.retries, "retry", "retries")))" : ""
        facts.append(("requests", "\(Figures.count(counts.requests))\(retries), \(Figures.bytes(counts.bytes))"))
        facts.append(("duration", Figures.duration(report.duration)))
        facts.append(("log", log))
        return facts
    }

    /// `run 7 was killed before its end; what it committed is kept and counted`
    static func killed(_ report: RunReport) -> String? {
        guard !report.killedRuns.isEmpty else { return nil }
        let runs = report.killedRuns.map { "run \($0)" }
        return
            """
            \(Figures.names(runs)) \(runs.count == 1 ? "was" : "were") killed before the end; what was committed is \
            kept and counted
            """
    }

    private var processed: String {
        var text =
            """
            \(counted(counts.total)): \(Figures.count(counts.success)) succeeded, \(Figures.count(counts.failed)) failed
            """
        if counts.total > 0 { text += " (\(Figures.tenths(report.successRate)) %)" }
        if report.doneBefore > 0 { text += "; \(Figures.count(report.doneBefore)) done before" }
        if report.remaining > 0, report.exitCode != .tryAgain {
            text += "; \(Figures.count(report.remaining)) not reached"
        }
        return text
    }

    /// What was asked for where it was said, else what the units hold.
    private var range: String? {
        let selection = planned.job.selection
        let holds = totals.first.flatMap { first in totals.last.map { "\(first)..\($0)" } }
        guard let start = selection.start else { return holds }
        return "\(start)..\(selection.end.map(\.description) ?? "") asked" + (holds.map { ", \($0) stored" } ?? "")
    }

    private var failed: [(String, String)] {
        // A few have a line each above.
        let isListed = totals.units != nil
        let single =
            isListed
            ? []
            : report.troubles.filter { [.failed, .absent].contains($0.result) && !outage.tells(of: $0) }.prefix(20)
        var lines = outage.lines + single.map(UnitWording.trouble)
        let others = counts.failed - report.failedInWaves - outage.series - single.count { $0.isSeries }
        if !isListed, others > 0 { lines.append("and \(Figures.count(others)) more: see the log") }
        return lines.enumerated().map { ($0.offset == 0 ? "failed" : "", $0.element) }
    }

    private var flagged: [(String, String)] {
        let shown = report.flags.prefix(10)
        var lines = shown.enumerated().map { ($0.offset == 0 ? "flagged" : "", TerminalText.safe($0.element)) }
        if report.flagCount > shown.count {
            lines.append(("", "and \(Figures.count(report.flagCount - shown.count)) more: see the log"))
        }
        return lines
    }

    private var membership: [(String, String)] {
        totals.membership.flatMap { change in
            [("joined", change.joined), ("left", change.left)].compactMap { name, names in
                names.isEmpty
                    ? nil
                    : (
                        name,
                        "\(change.list): \(names.count > 10 ? "\(names.count) names, " : "")\(Figures.names(names))"
                    )
            }
        }
    }

    private func counted(_ count: Int) -> String { Figures.counted(count, planned.noun.singular, planned.noun.plural) }
}

import Archive
import Orchestrator
import PluginKit
import Tabular
import Upstream
import Words

/// What a run ends with, as a person reads it.
struct RunPage {
    private let run: FinishedRun
    private var report: RunReport { run.report }
    private var totals: RunTotals { run.totals }
    private var counts: RunCounts { run.report.counts }
    private let outage: OutageWording

    /// So many diagnoses of upstreams are told.
    static let diagnoses = 3

    init(_ run: FinishedRun) {
        self.run = run
        outage = OutageWording(run.report)
    }

    var text: String {
        if report.isIdle, report.failure == nil, report.exitCode == .success { return IdleWording(report).text }
        var units: [String] = []
        if let few = totals.units, !few.isEmpty { units = UnitWording.table(few, outage) + [""] }
        return (units + [outline.text]).joined(separator: "\n")
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

    private var outline: Outline {
        var outline = Outline("\(run.planned.job.name): \(outcome)", width: 12)
        outline.add(
            "archive",
            report.archive + (report.isNewArchive ? " (new)" : "") + (report.run > 0 ? ", run \(report.run)" : ""))
        let clock = ClockWording(report: report)
        outline.add("clock", clock.clock)
        outline.add("clock", clock.laterRun)
        outline.add("range", range)
        outline.add("note", list: report.notes.map(TerminalText.safe))
        outline.add("killed", Self.killed(report))
        outline.add("processed", processed)
        // Lists were read, and nothing of what they tell of was due.
        if report.exitCode == .success {
            for sentence in IdleWording.open(report) { outline.add("no success", sentence) }
        }
        addTroubles(to: &outline)
        outline.add(
            "rows",
            """
            \(Figures.count(counts.stored)) stored, \(Figures.count(counts.revised)) revised, \
            \(Figures.count(counts.aside.quarantined)) quarantined
            """)
        outline.add("aside", counts.aside.isEmpty ? nil : AsideWording.text(report))
        for count in report.markets {
            outline.add(
                count.provider,
                """
                \(Figures.counted(count.markets, "market")) updated, \
                \(Figures.counted(count.prices, "price")) stored
                """)
        }
        outline.add(
            "gaps",
            "\(Figures.count(counts.gapsOpen)) open in what was asked for, \(Figures.count(counts.gapsFilled)) filled")
        let retries = counts.retries > 0 ? " (\(Figures.counted(counts.retries, "retry", "retries")))" : ""
        outline.add("requests", "\(Figures.count(counts.requests))\(retries), \(Figures.bytes(counts.bytes))")
        outline.add("duration", Figures.duration(report.duration))
        outline.add("log", run.log)
        return outline
    }

    private func addTroubles(to outline: inout Outline) {
        for wave in report.waves {
            outline.add(
                wave.kind == .fault ? "upstream" : "calendar", Figures.shortened(TerminalText.safe(wave.text), to: 300))
        }
        for diagnosis in report.diagnoses.prefix(Self.diagnoses) {
            outline.add("upstream", Figures.shortened(TerminalText.safe(diagnosis.text), to: 500))
        }
        outline.add("failed", list: failed)
        if !report.retired.isEmpty {
            outline.add("retired", "\(Figures.names(report.retired)): not asked for (penstock retire --undo)")
        }
        for change in totals.membership {
            for (name, names) in [("joined", change.joined), ("left", change.left)] where !names.isEmpty {
                let count = names.count > 10 ? "\(names.count) names, " : ""
                outline.add(name, "\(change.list): \(count)\(Figures.names(names))")
            }
        }
        let flags = report.flags.prefix(10).map(TerminalText.safe)
        outline.add("flagged", list: flags)
        if report.flagCount > flags.count { outline.add("", Self.rest(report.flagCount - flags.count)) }
    }

    private static func rest(_ count: Int) -> String { "and \(Figures.count(count)) more: see the log" }

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
        let selection = run.planned.job.selection
        let holds = totals.first.flatMap { first in totals.last.map { "\(first)..\($0)" } }
        guard let start = selection.start else { return holds }
        return "\(start)..\(selection.end.map(\.description) ?? "") asked" + (holds.map { ", \($0) stored" } ?? "")
    }

    private var failed: [String] {
        // A few have a line each above.
        let isListed = totals.units != nil
        let single =
            isListed
            ? []
            : report.troubles.filter { [.failed, .absent].contains($0.result) && !outage.tells(of: $0) }.prefix(20)
        let others = counts.failed - report.failedInWaves - outage.series - single.count { $0.isSeries }
        return outage.lines + single.map(UnitWording.trouble)
            + (!isListed && others > 0 ? [Self.rest(others)] : [])
    }

    private func counted(_ count: Int) -> String { run.planned.noun.counted(count) }
}

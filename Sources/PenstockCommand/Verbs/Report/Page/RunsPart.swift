import Archive
import Orchestrator
import Tabular
import Words

/// The runs of the ledger, as a chart and as a table.
struct RunsPart {
    static let charted = 60
    /// The newest first.
    let runs: [RunRecord]
    let total: Int
    /// Somebody holds the archive's lock; a run that is not ended otherwise was killed.
    let isBeingWritten: Bool

    var markup: Markup {
        guard total > 0 else { return "<p class=\"none\">Nothing ran yet.</p>" }
        let table = ListTable(
            "Runs",
            [
                ("Started", false), ("Job", false), ("Exit", false), ("Success", true), ("Took", true),
                ("Stored", true), ("Revised", true), ("Quarantined", true),
            ],
            rows: runs.map(row), total: total)
        return """
            \(charts)
            \(table.markup)
            """
    }

    /// Success and duration of the newest runs, the oldest of them on the left. A single run needs no chart.
    private var charts: Markup {
        let runs = Array(runs.prefix(Self.charted).reversed())
        guard runs.count > 1 else { return "" }
        let seconds = runs.map { Int(min(max(took($0) ?? 0, 0), 1e9).rounded(.up)) }
        let (first, last) = (started(runs[0]), started(runs[runs.count - 1]))
        let feet =
            runs.count < 16
            ? [(bar: 0, text: "\(first) to \(last)")] : [(bar: 0, text: first), (bar: runs.count - 1, text: last)]
        let success = BarChart(
            bars: runs.map {
                BarChart.Bar(value: share($0), title: title($0), tone: isStruck($0) ? "m" : "s")
            },
            scale: Scale([100]), mark: { "\($0) %" },
            label: "Share of units that succeeded in each of the last \(runs.count) runs",
            isLow: true,
            feet: [])
        let duration = BarChart(
            bars: zip(runs, seconds).map { BarChart.Bar(value: $1, title: title($0), tone: "u") },
            scale: Scale(seconds),
            mark: { Numerals.duration(Double($0)) }, label: "How long each of the last \(runs.count) runs took",
            isLow: true, feet: feet)
        return """
            <figure><figcaption class="about">Units that succeeded, and how long it took, in the last \(runs.count) \
            runs. A run that failed, or in which nothing succeeded, is struck through.</figcaption>
            \(success.markup)
            \(duration.markup)
            </figure>
            """
    }

    private enum Outcome {
        case succeeded, partly, failed, running, interrupted

        var tone: Markup {
            switch self {
            case .succeeded: "good"
            case .partly, .running: "warn"
            case .failed, .interrupted: "bad"
            }
        }

        /// A disc, half a disc, a triangle, a ring.
        var sign: Markup {
            switch self {
            case .succeeded: Freshness.current.sign
            case .partly: Freshness.shape("<path d=\"M8 1a7 7 0 0 1 0 14zM8 1v2a5 5 0 0 0 0 10v2A7 7 0 0 1 8 1z\"/>")
            case .failed, .interrupted: Freshness.behind.sign
            case .running: Freshness.empty.sign
            }
        }
    }

    private func outcome(_ run: RunRecord) -> Outcome {
        switch (run.state, run.exitCode) {
        case (.running, _): isBeingWritten ? .running : .interrupted
        case (.interrupted, _): .interrupted
        case (.ended, 0): .succeeded
        case (.ended, 10): .partly
        case (.ended, _): .failed
        }
    }

    /// Whether it failed as a whole, or in everything that it asked for.
    private func isStruck(_ run: RunRecord) -> Bool {
        switch outcome(run) {
        case .failed, .interrupted: true
        case .succeeded, .partly: run.counts.total > 0 && run.counts.success == 0
        case .running: false
        }
    }

    /// A run that had nothing to do succeeded in it.
    private func share(_ run: RunRecord) -> Int {
        let counts = run.counts
        guard counts.total > 0 else { return outcome(run) == .succeeded ? 100 : 0 }
        return min(100, max(0, counts.success * 100 / counts.total))
    }

    private func title(_ run: RunRecord) -> String {
        """
        Run \(run.id), \(started(run)), \(job(run)): \(exit(run)); \(success(run)), \
        \(took(run).map(Numerals.duration) ?? "not ended")
        """
    }

    private func started(_ run: RunRecord) -> String { run.started.minutes }
    private func job(_ run: RunRecord) -> String { run.job + (run.isPartial ? " (partial)" : "") }
    /// nil: not ended.
    private func took(_ run: RunRecord) -> Double? { run.ended.map { $0.seconds(since: run.started) } }

    /// With what it ended, and what that means.
    private func exit(_ run: RunRecord) -> String {
        let code = run.exitCode.map { "\($0) " } ?? ""
        return switch outcome(run) {
        case .running: code + "running"
        case .interrupted: code + "interrupted"
        default: code + (run.exitCode.map { Remedy.meaning(of: ExitCode($0)) } ?? "")
        }
    }

    private func success(_ run: RunRecord) -> String {
        if run.counts.total > 0 { return Numerals.percent(run.counts.success, of: run.counts.total) }
        return switch outcome(run) {
        case .running: "not known yet"
        case .succeeded: "nothing to do"
        default: "nothing was done"
        }
    }

    private func row(_ run: RunRecord) -> Markup {
        let (outcome, counts) = (outcome(run), run.counts)
        let failure: Markup = run.failure.map { "<br><bdi class=\"soft\">\(RawText.shortened($0))</bdi>" } ?? ""
        let units: Markup =
            counts.total > 0
            ? """
            \(success(run))<br><span class="soft">\(Figures.count(counts.success)) of \
            \(Figures.count(counts.total))</span>
            """
            : "<span class=\"soft\">\(success(run))</span>"
        return """
            <tr><th scope="row" class="when">\(started(run))<br><span class="soft">run \
            \(run.id)</span></th><td><bdi>\(job(run))</bdi></td>\
            <td><span class="\(outcome.tone)">\(outcome.sign)\(exit(run))</span>\(failure)</td>\
            <td class="n">\(units)</td><td class="n">\(took(run).map(Numerals.duration) ?? "")</td><td \
            class="n">\(Figures.count(counts.stored))</td>\
            <td class="n">\(Figures.count(counts.revised))</td><td \
            class="n">\(Figures.count(counts.aside.quarantined))</td></tr>
            """
    }
}

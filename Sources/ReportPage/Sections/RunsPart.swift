import Words

/// One run of the ledger.
package struct RunLine: Sendable, Equatable {
    package var id: Int
    package var job: String
    package var started: String
    package var outcome: Outcome
    /// nil: not ended.
    package var exitCode: Int?
    /// What the exit code means.
    package var meaning: String
    package var succeeded: Int
    package var total: Int
    /// nil: not ended.
    package var seconds: Double?
    package var stored: Int
    package var revised: Int
    package var quarantined: Int
    /// Why it failed.
    package var failure: String?

    package enum Outcome: Sendable, Equatable {
        case succeeded, partly, failed, running, interrupted
    }

    package init(
        id: Int, job: String, started: String, outcome: Outcome, exitCode: Int?, meaning: String, succeeded: Int = 0,
        total: Int = 0,
        seconds: Double? = nil, stored: Int = 0, revised: Int = 0, quarantined: Int = 0, failure: String? = nil
    ) {
        self.id = id
        self.job = job
        self.started = started
        self.outcome = outcome
        self.exitCode = exitCode
        self.meaning = meaning
        self.succeeded = succeeded
        self.total = total
        self.seconds = seconds
        self.stored = stored
        self.revised = revised
        self.quarantined = quarantined
        self.failure = failure
    }
}

/// The runs of the ledger, as a chart and as a table.
struct RunsPart {
    static let charted = 60
    let runs: Listing<RunLine>

    var markup: Markup {
        guard runs.total > 0 else { return "<p class=\"none\">Nothing ran yet.</p>" }
        let table = ListTable(
            "Runs",
            [
                ("Started", false), ("Job", false), ("Exit", false), ("Success", true), ("Took", true),
                ("Stored", true), ("Revised", true), ("Quarantined", true),
            ],
            rows: runs.shown.map(row), total: runs.total)
        return """
            \(charts)
            \(table.markup)
            """
    }

    /// Success and duration of the newest runs, the oldest of them on the left. A single run needs no chart.
    private var charts: Markup {
        let runs = Array(runs.shown.prefix(Self.charted).reversed())
        guard runs.count > 1 else { return "" }
        let seconds = runs.map { Int(min(max($0.seconds ?? 0, 0), 1e9).rounded(.up)) }
        let (first, last) = (runs[0].started, runs[runs.count - 1].started)
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

    /// Whether it failed as a whole, or in everything that it asked for.
    private func isStruck(_ run: RunLine) -> Bool {
        run.outcome == .failed || run.outcome == .interrupted
            || run.outcome != .running && run.total > 0 && run.succeeded == 0
    }

    /// A run that had nothing to do succeeded in it.
    private func share(_ run: RunLine) -> Int {
        run.total > 0 ? min(100, max(0, run.succeeded * 100 / run.total)) : run.outcome == .succeeded ? 100 : 0
    }

    private func title(_ run: RunLine) -> String {
        """
        Run \(run.id), \(run.started), \(run.job): \(exit(run)); \(success(run)), \
        \(run.seconds.map(Numerals.duration) ?? "not ended")
        """
    }

    private func exit(_ run: RunLine) -> String { (run.exitCode.map { "\($0) " } ?? "") + run.meaning }

    private func success(_ run: RunLine) -> String {
        if run.total > 0 { return "\(Numerals.percent(run.succeeded, of: run.total))" }
        return run.outcome == .running
            ? "not known yet" : run.outcome == .succeeded ? "nothing to do" : "nothing was done"
    }

    private func row(_ run: RunLine) -> Markup {
        let failure: Markup = run.failure.map { "<br><bdi class=\"soft\">\(RawText.shortened($0))</bdi>" } ?? ""
        let units: Markup =
            run.total > 0
            ? """
            \(success(run))<br><span class="soft">\(Figures.count(run.succeeded)) of \(Figures.count(run.total))</span>
            """
            : "<span class=\"soft\">\(success(run))</span>"
        return """
            <tr><th scope="row" class="when">\(run.started)<br><span class="soft">run \
            \(run.id)</span></th><td><bdi>\(run.job)</bdi></td>\
            <td><span class="\(run.outcome.tone)">\(run.outcome.sign)\(exit(run))</span>\(failure)</td>\
            <td class="n">\(units)</td><td class="n">\(run.seconds.map(Numerals.duration) ?? "")</td><td \
            class="n">\(Figures.count(run.stored))</td>\
            <td class="n">\(Figures.count(run.revised))</td><td class="n">\(Figures.count(run.quarantined))</td></tr>
            """
    }
}

extension RunLine.Outcome {
    fileprivate var tone: Markup {
        switch self {
        case .succeeded: "good"
        case .partly, .running: "warn"
        case .failed, .interrupted: "bad"
        }
    }

    /// A disc, half a disc, a triangle, a ring.
    fileprivate var sign: Markup {
        switch self {
        case .succeeded: Standing.current.sign
        case .partly: Standing.shape("<path d=\"M8 1a7 7 0 0 1 0 14zM8 1v2a5 5 0 0 0 0 10v2A7 7 0 0 1 8 1z\"/>")
        case .failed, .interrupted: Standing.behind.sign
        case .running: Standing.empty.sign
        }
    }
}

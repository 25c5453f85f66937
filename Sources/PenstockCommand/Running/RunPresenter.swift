import Archive
import Orchestrator
import Synchronization
import Upstream
import Words

/// Shows a run to the person who started it, and writes its log.
final class RunPresenter: RunObserver {
    private let planned: PlannedJob
    private let values: SettingValues
    private let console: Console
    private let log: RunLog
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    private struct State {
        var totals = RunTotals()
        var ends = UnitEnds()
        var pace: ProgressPace
        /// What the upstreams have been asked so far.
        var counts: @Sendable () -> [String: UpstreamCounts] = { [:] }
    }

    init(planned: PlannedJob, values: SettingValues, console: Console, log: RunLog) {
        self.planned = planned
        self.values = values
        self.console = console
        self.log = log
        self.state = Mutex(State(pace: ProgressPace(isTerminal: console.isTerminal)))
    }

    var totals: RunTotals { state.withLock(\.totals) }
    var ends: UnitEnds { state.withLock(\.ends) }

    /// From now on progress says how often and how long the upstreams are waited for.
    func watch(_ upstreams: Upstreams) { state.withLock { $0.counts = { upstreams.counts } } }

    func observe(_ event: RunEvent) {
        if let (kind, text) = LogWording.line(event) { log.write(kind, text) }
        let seconds = elapsed
        let line: String? = state.withLock { state in
            state.totals.observe(event)
            state.ends.observe(event)
            guard case .unitFinished = event, state.pace.shows(done: state.totals.counts.total, at: seconds) else {
                return nil
            }
            return console.isTerminal
                ? ProgressWording.terminal(state.totals, state.counts(), noun: planned.noun, seconds: seconds)
                : ProgressWording.plain(state.totals, noun: planned.noun)
        }
        guard !values.quiet else { return }
        if case .resumed(let now, let remaining, let done) = event {
            console.say(ProgressWording.resumed(now: now, remaining: remaining, done: done, noun: planned.noun))
        }
        if case .followed(let estimate) = event {
            console.say(FollowingWording(estimate).text)
            if let advice = FollowingWording(estimate).advice { console.say(advice) }
        }
        guard let line else { return }
        if console.isTerminal { console.progress(line) } else { console.say(line) }
    }

    func tell(_ pace: SlowPace?) {
        guard let pace else { return }
        log.write("pace", pace.text)
        if !values.quiet { console.say(pace.text) }
    }

    /// Retries are for the log; that a whole upstream is left alone is for the person who waits, too.
    @Sendable func observe(_ notice: UpstreamNotice) {
        log.write("upstream", notice.description)
        if case .retrying = notice { return }
        if !values.quiet { console.say(notice.description) }
    }

    /// The summary: to the log always, to the person unless there is nothing to say.
    func finish(_ report: RunReport) {
        let run = FinishedRun(planned: planned, report: report, totals: totals, log: log.path)
        let text = RunPage(run).text
        // A log is read when nobody saw what was printed.
        if let failure = report.failure { log.write("error", failure.description) }
        for line in text.split(whereSeparator: \.isNewline) { log.write("summary", String(line)) }
        log.write("end", "exit code \(report.exitCode.number)")
        if values.quiet {
            // Whoever asked for silence on success wants to read of anything else, and a pipe of results stays one.
            if report.exitCode != .success { console.say(BriefPage(run: run).text) }
            if let clock = ClockWording(report: report).clock {
                console.say("\(planned.job.name): \(clock)")
            }
            return
        }
        if let failure = report.failure { console.say(UsageWording.error(failure)) }
        if !values.reportJSON, report.run != 0 || report.failure == nil {
            console.print(text)
        }
    }

    private var elapsed: Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}

/// What a quiet run says when it did not end with 0: a mail of cron that is read on a phone. At most nine lines.
private struct BriefPage {
    let run: FinishedRun

    var text: String {
        let explanation = RunExplanation(run)
        let report = run.report
        var outline = Outline(
            "\(run.planned.job.name): exit \(report.exitCode.number), \(Remedy.meaning(of: report.exitCode))", width: 9)
        outline.add("what", explanation.what)
        outline.add("why", list: explanation.why)
        outline.add("do", explanation.remedy.replacing("\n", with: " "))
        outline.add("archive", report.archive + (report.run > 0 ? ", run \(report.run)" : ""))
        outline.add("log", run.log)
        return outline.text
    }
}

/// Decides when progress is shown: on a terminal at most ten times a second, elsewhere every fifty units. A pure value.
struct ProgressPace {
    let isTerminal: Bool
    private var lastShown: Double?
    private var lastCount = 0

    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    static let unitsPerLine = 50
    static let secondsPerLine = 0.1

    /// - Parameters:
    ///   - done: units so far.
    ///   - seconds: since the run began.
    mutating func shows(done: Int, at seconds: Double) -> Bool {
        if isTerminal {
            guard lastShown.map({ seconds - $0 >= Self.secondsPerLine }) ?? true else { return false }
        } else {
            guard done / Self.unitsPerLine > lastCount / Self.unitsPerLine else { return false }
        }
        lastShown = seconds
        lastCount = done
        return true
    }
}

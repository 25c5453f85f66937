import Archive
import MarketCalendar
import PluginKit
import Tabular

/// Decides what to ask for: what is expected and not covered, the holes that are due, and a few stored rows to compare. A pure value.
struct Planner {
    let command: Job.Command
    let options: JobOptions
    /// Dates that the job named.
    let start: Day?
    let end: Day?
    /// Where the archive begins unless a unit says otherwise.
    let archiveStart: Day?
    let now: Instant

    init(job: Job, archiveStart: Day?, now: Instant) {
        self.command = job.command
        self.options = job.options
        self.start = job.selection.start
        self.end = job.selection.end
        self.archiveStart = archiveStart
        self.now = now
    }

    /// Whether everything is asked again, whatever is covered.
    var asksAgain: Bool { options.isForced || !options.resumes }

    /// nil: nothing is due.
    func plan(_ unit: UnitRecord, expectation: Expectation, coverage: Coverage) -> UnitPlan? {
        if !asksAgain {
            if unit.state == .sealed { return nil }
            // An absent unit is left alone until its next try, however far the calendar moves.
            if unit.cause != nil, let due = unit.due, due > now { return nil }
        }
        switch expectation {
        case .sessions(let calendar, let recheck):
            return SessionPlan(planner: self, unit: unit, calendar: calendar, coverage: coverage).plan(recheck: recheck)
        case .continuous(let lag):
            return continuous(unit, lag: lag, coverage: coverage)
        case .snapshot(let maxAge):
            guard let completed = unit.completed, !asksAgain, unit.cause == nil else { return UnitPlan(span: nil, purpose: .extend) }
            return completed.adding(seconds: maxAge) <= now ? UnitPlan(span: nil, purpose: .extend) : nil
        case .once:
            return unit.completed == nil || asksAgain ? UnitPlan(span: nil, purpose: .extend) : nil
        }
    }

    /// When the unit is to be looked at next, after a walk that ended well. nil: never.
    func due(_ unit: UnitRecord, expectation: Expectation, coverage: Coverage) -> Instant? {
        let nextGap = coverage.nextGapTry
        switch expectation {
        case .sessions(let calendar, _):
            let lower = unit.start ?? coverage.spans.first?.span.lower ?? calendar.range.lowerBound.number
            let reached = coverage.spans.last.map { Day(number: $0.span.upper - 1) } ?? Day(number: lower - 1)
            let next = calendar.session(after: reached).map { calendar.close(of: $0) }
            return [next, nextGap].compactMap { $0 }.min()
        case .continuous(let lag):
            return now.adding(seconds: max(lag, 60))
        case .snapshot(let maxAge):
            return now.adding(seconds: maxAge)
        case .once:
            return nil
        }
    }

    private func continuous(_ unit: UnitRecord, lag: Int64, coverage: Coverage) -> UnitPlan? {
        let lower = unit.start ?? start?.startUTC.microseconds ?? archiveStart?.startUTC.microseconds ?? 0
        let upper = min(now.adding(seconds: -lag), end?.adding(1).startUTC ?? now).microseconds
        guard upper > lower else { return nil }
        if asksAgain { return UnitPlan(span: Span(lower, upper), purpose: coverage.spans.isEmpty ? .extend : .recheck) }
        var holes = coverage.missing(in: Span(lower, upper))
        if options.fillsGaps {
            holes += coverage.gapsDue(by: now)
        } else if let reached = coverage.spans.last?.span.upper {
            holes = holes.filter { $0.lower >= reached }
        }
        guard let from = holes.map(\.lower).min() else { return nil }
        return UnitPlan(span: Span(from, upper), purpose: .extend)
    }
}

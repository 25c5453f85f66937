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

    /// Of nobody's job: for what an archive should have by now, were it updated.
    init(now: Instant, archiveStart: Day?) {
        command = .update
        options = JobOptions()
        start = nil
        end = nil
        self.archiveStart = archiveStart
        self.now = now
    }

    /// Whether everything is asked again, whatever is covered.
    var asksAgain: Bool { options.isForced || !options.resumes }

    /// nil: nothing is due.
    func plan(_ unit: UnitRecord, expectation: Expectation, coverage: Coverage) -> UnitPlan? {
        // Whatever the job says: its owner takes that back by name.
        if unit.retired != nil { return nil }
        if unit.acceptance(at: now) != nil, case .sessions(let calendar, _) = expectation {
            return SessionPlan(planner: self, unit: unit, calendar: calendar, coverage: coverage).accepting
        }
        if !asksAgain {
            if unit.state == .sealed, !isWidened(unit, expectation, coverage) { return nil }
            // An absent unit is left alone until its next try, however far the calendar moves.
            if unit.cause != nil, let due = unit.due, due > now { return nil }
        }
        switch expectation {
        case .sessions(let calendar, let recheck):
            return SessionPlan(planner: self, unit: unit, calendar: calendar, coverage: coverage).plan(recheck: recheck)
        case .continuous(let continuity):
            return ContinuousPlan(planner: self, unit: unit, continuity: continuity, coverage: coverage).plan()
        case .snapshot(let maxAge):
            guard let completed = unit.completed, !asksAgain, unit.cause == nil else { return UnitPlan(span: nil, purpose: .extend) }
            return completed.adding(seconds: maxAge) <= now ? UnitPlan(span: nil, purpose: .extend) : nil
        case .onRequest(let maxAge):
            guard let completed = unit.completed, !asksAgain else { return UnitPlan(span: nil, purpose: .extend) }
            return completed.adding(seconds: maxAge) <= now ? UnitPlan(span: nil, purpose: .extend) : nil
        case .once:
            return unit.completed == nil || asksAgain ? UnitPlan(span: nil, purpose: .extend) : nil
        }
    }

    private func isWidened(_ unit: UnitRecord, _ expectation: Expectation, _ coverage: Coverage) -> Bool {
        guard case .continuous(let continuity) = expectation else { return false }
        return ContinuousPlan(planner: self, unit: unit, continuity: continuity, coverage: coverage).isWidened
    }

    /// When the unit is to be looked at next, after a walk that ended well. nil: never.
    func due(_ unit: UnitRecord, expectation: Expectation, coverage: Coverage) -> Instant? {
        let nextGap = coverage.nextGapTry
        switch expectation {
        case .sessions(let calendar, _):
            let begin = unit.start ?? coverage.spans.first?.span.lower ?? archiveStart?.number ?? calendar.firstDay.number
            let lower = max(begin, calendar.firstDay.number)
            let reached = coverage.spans.last.map { Day(number: $0.span.upper - 1) } ?? Day(number: lower - 1)
            let next = calendar.session(after: reached).map { calendar.close(of: $0) }
            let settled = coverage.lastStored.map { SessionPlan.settled(Day(number: $0), calendar) }.flatMap { $0 > now ? $0 : nil }
            return [next, nextGap, settled].compactMap { $0 }.min()
        case .continuous(let continuity):
            return ContinuousPlan(planner: self, unit: unit, continuity: continuity, coverage: coverage).due
        case .snapshot(let maxAge):
            return now.adding(seconds: maxAge)
        case .onRequest, .once:
            return nil
        }
    }

    /// Whether nothing more can come of a unit that is covered so.
    func isComplete(_ unit: UnitRecord, expectation: Expectation, coverage: Coverage) -> Bool {
        switch expectation {
        case .once: true
        case .continuous(let continuity):
            ContinuousPlan(planner: self, unit: unit, continuity: continuity, coverage: coverage).isComplete
        case .sessions, .snapshot, .onRequest: false
        }
    }
}

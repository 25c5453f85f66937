import Archive
import MarketCalendar
import PluginKit
import Tabular

/// Decides what to ask for: what is expected and not covered, the holes that are due, and a few stored rows to compare.
/// A pure value.
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
    func next(_ unit: UnitRecord, expectation: UnitExpectation, coverage: Coverage) -> UnitPlan? {
        // Whatever the job says: its owner takes that back by name.
        if unit.retired != nil { return nil }
        let plan = plan(unit, expectation: expectation, coverage: coverage)
        if unit.acceptance(at: now) != nil, let accepting = plan.accepting { return accepting }
        if !asksAgain {
            if unit.state == .sealed, !plan.isWidened { return nil }
            // An absent unit is left alone until its next try, however far the calendar moves.
            if unit.cause != nil, let due = unit.due, due > now { return nil }
        }
        return plan.next
    }

    /// The plan of a unit that is covered so.
    func plan(_ unit: UnitRecord, expectation: UnitExpectation, coverage: Coverage) -> any Plan {
        switch expectation {
        case .sessions(let calendar, let recheck):
            SessionPlan(planner: self, unit: unit, calendar: calendar, recheck: recheck, coverage: coverage)
        case .continuous(let continuity):
            ContinuousPlan(planner: self, unit: unit, continuity: continuity, coverage: coverage)
        case .snapshot(let maxAge): SnapshotPlan(planner: self, unit: unit, reading: .regular(maxAge: maxAge))
        case .onRequest(let maxAge): SnapshotPlan(planner: self, unit: unit, reading: .onRequest(maxAge: maxAge))
        case .once: SnapshotPlan(planner: self, unit: unit, reading: .once)
        }
    }
}

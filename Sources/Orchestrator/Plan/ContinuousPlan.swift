import Archive
import PluginKit
import Tabular

/// The plan of one unit whose rows come at any time.
struct ContinuousPlan: Plan {
    let planner: Planner
    let unit: UnitRecord
    let continuity: Continuity
    let coverage: Coverage

    /// One span from the first hole to the last point of the grid that is old enough.
    var next: UnitPlan? {
        let domain = Span(lower, upper)
        guard !domain.isEmpty else { return nil }
        if planner.asksAgain { return UnitPlan(span: domain, purpose: coverage.spans.isEmpty ? .extend : .recheck) }
        let reached = coverage.spans.last?.span.upper
        var holes = coverage.missing(in: domain)
        if planner.options.fillsGaps {
            holes += coverage.gapsDue(by: planner.now).compactMap { $0.intersection(domain) }
        } else if let reached {
            holes = holes.filter { $0.lower >= reached }
        }
        guard let from = holes.map(\.lower).min() else { return nil }
        // A unit that was asked a moment ago rests, unless the job reaches further back than it did.
        if let reached, let due = unit.due, due > planner.now, from >= reached { return nil }
        // Behind the last hole everything is there.
        return UnitPlan(span: Span(overlapping(from, reached), holes.map(\.upper).max() ?? upper), purpose: .extend)
    }

    /// Where a span begins that follows what is stored: before its end by what is to be compared again.
    private func overlapping(_ from: Int64, _ reached: Int64?) -> Int64 {
        guard continuity.recheck > 0, let reached, from >= reached else { return from }
        let begin = Instant(microseconds: reached).adding(seconds: -continuity.recheck).microseconds
        return max(min(from, begin), coverage.spans.first?.span.lower ?? from)
    }

    /// What should be accounted for by now.
    var expected: Span { Span(lower, upper) }

    /// All that was ever asked for, and what is expected by now.
    var whole: Span {
        Span(
            min(lower, coverage.spans.first?.span.lower ?? lower), max(upper, coverage.spans.last?.span.upper ?? upper))
    }

    /// When it is looked at next; nil: never.
    var due: Instant? {
        if isComplete { return nil }
        // All of its life was asked for: only what did not come is left.
        if unaskedLife?.isEmpty == true, let next = coverage.nextGapTry { return next }
        let rested = max(ripe, planner.now.adding(seconds: continuity.rest))
        return [rested, coverage.nextGapTry].compactMap { $0 }.min()
    }

    /// When what follows that which is accounted for can be asked for.
    var ripe: Instant { continuity.grid.next(after: reached).adding(seconds: continuity.lag) }

    private var reached: Instant {
        coverage.spans.last.map { Instant(microseconds: $0.span.upper - 1) } ?? Instant(microseconds: lower)
    }

    /// Whether all is accounted for to the end of its life.
    var isComplete: Bool {
        unaskedLife?.isEmpty == true && coverage.gaps.isEmpty && !coverage.lacksStill
    }

    /// What of a life that is over was never asked for; nil: it goes on.
    private var unaskedLife: [Span]? {
        guard let until = continuity.until, until <= planner.now else { return nil }
        // From where the unit was ever asked for, also when this job asks for less.
        let first = [lower, unit.start, coverage.spans.first?.span.lower].compactMap { $0 }.min() ?? lower
        let begin = max(first, continuity.from.map { TimeGrid.wholeSeconds.floor($0).microseconds } ?? first)
        return coverage.missing(in: Span(begin, until.microseconds))
    }

    /// Whether a job reaches further back than a sealed unit was ever asked for.
    var isWidened: Bool {
        planner.command == .backfill && planner.start != nil && unit.start.map { lower < $0 } ?? false
    }

    /// Whole seconds: no second is ever cut.
    private var lower: Int64 {
        let wanted = planner.command == .backfill ? planner.start?.startUTC : nil
        let asked = wanted ?? unit.start.map { Instant(microseconds: $0) } ?? planner.archiveStart?.startUTC
        let first = [continuity.from, asked].compactMap { $0 }.max() ?? Instant(seconds: 0)
        return TimeGrid.wholeSeconds.floor(first).microseconds
    }

    private var upper: Int64 {
        var end = continuity.grid.floor(planner.now.adding(seconds: -continuity.lag))
        if let last = planner.end { end = min(end, continuity.grid.floor(last.adding(1).startUTC)) }
        if continuity.includesEnd { end = end.adding(seconds: 1) }
        return min(end, continuity.until ?? end).microseconds
    }
}

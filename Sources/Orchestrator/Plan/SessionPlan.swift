import Archive
import MarketCalendar
import PluginKit
import Tabular

/// The plan of one unit that has a row for every session of a calendar.
struct SessionPlan {
    let planner: Planner
    let unit: UnitRecord
    let calendar: MarketCalendar
    let coverage: Coverage

    /// One span from the first hole to the last closed session. Everything stored from there on, and at least the last `recheck` stored
    /// sessions, is in it and will be compared, so that a change of basis cannot pass unseen.
    func plan(recheck: Int) -> UnitPlan? {
        guard let domain, !domain.isEmpty else { return nil }
        let stored = coverage.spans.filter { $0.state == .stored }
        guard let firstStored = stored.first?.span.lower, let lastStored = stored.last?.span.upper else {
            guard planner.asksAgain || !holes(in: domain).isEmpty else { return nil }
            return UnitPlan(span: domain, purpose: .extend)
        }
        if planner.asksAgain {
            return UnitPlan(span: Span(min(domain.lower, firstStored), max(domain.upper, lastStored)), purpose: .recheck)
        }
        var holes = holes(in: domain)
        if !planner.options.fillsGaps { holes = holes.filter { $0.lower >= lastStored } }
        guard let first = holes.map(\.lower).min() else { return nil }
        if isTolerated(holes, after: lastStored) { return nil }
        let from = min(first, recheckStart(stored.map(\.span), count: recheck))
        return UnitPlan(span: Span(from, max(domain.upper, lastStored)), purpose: .extend)
    }

    /// From the first day that is wanted to the last session that has closed.
    private var domain: Span? {
        guard let closed = calendar.lastClosedSession(at: planner.now) else { return nil }
        let last = min(closed, planner.end ?? closed)
        let wanted = planner.command == .backfill ? planner.start : nil
        let lower = wanted ?? unit.start.map { Day(number: $0) } ?? planner.archiveStart ?? planner.start ?? calendar.range.lowerBound
        return Span(lower.number, last.number + 1)
    }

    /// What was never asked for, and the gaps whose time has come, as far as there are sessions in them.
    private func holes(in domain: Span) -> [Span] {
        let missing = coverage.missing(in: domain)
        let gaps = planner.options.fillsGaps ? coverage.gapsDue(by: planner.now).compactMap { $0.intersection(domain) } : []
        return (missing + gaps).compactMap { span in
            // A hole begins at its first session: a weekend before it is nobody's.
            guard let session = calendar.session(onOrAfter: span.firstDay), session.number < span.upper else { return nil }
            return Span(session.number, span.upper)
        }
    }

    /// `--max-age-days N` lets the newest N - 1 sessions be missing.
    private func isTolerated(_ holes: [Span], after lastStored: Int64) -> Bool {
        guard planner.command == .update, planner.options.maximumAgeDays > 1, holes.allSatisfy({ $0.lower >= lastStored }) else {
            return false
        }
        let missing = holes.reduce(0) { $0 + calendar.sessionCount(in: $1.firstDay..<Day(number: $1.upper)) }
        return missing < planner.options.maximumAgeDays
    }

    private func recheckStart(_ stored: [Span], count: Int) -> Int64 {
        var found = 0
        var start = stored.last?.upper ?? 0
        for span in stored.reversed() {
            var day = calendar.session(onOrBefore: span.lastDay)
            while found < count, let session = day, session.number >= span.lower {
                start = session.number
                found += 1
                day = calendar.session(onOrBefore: session.adding(-1))
            }
            if found >= count { break }
        }
        return start
    }
}

import Archive
import MarketCalendar
import PluginKit
import Tabular

/// The plan of one unit that has a row for every session of a calendar.
struct SessionPlan: Plan {
    let planner: Planner
    let unit: UnitRecord
    let calendar: MarketCalendar
    /// So many of the last stored sessions are compared with every answer.
    let recheck: Int
    let coverage: Coverage

    /// Seconds after its close until a bar is final enough: late trades are booked and the closing auction is corrected
    /// within the evening (after-hours trading ends four hours after the close). A bar that was read before is read
    /// once more.
    private static let settling: Int64 = 4 * 3600

    private func settled(_ session: Day) -> Instant { calendar.close(of: session).adding(seconds: Self.settling) }

    /// One span from the first hole to the last closed session. Everything stored from there on, and at least the last
    /// `recheck` stored sessions, is in it and will be compared. In its turn, and when something has happened to it,
    /// all of the unit is in it, so that a change of basis cannot pass unseen.
    var next: UnitPlan? {
        guard let domain, !domain.isEmpty else { return nil }
        let stored = coverage.spans.filter { $0.state == .stored }
        guard let firstStored = stored.first?.span.lower, let lastStored = stored.last?.span.upper else {
            guard planner.asksAgain || !holes(in: domain).isEmpty else { return nil }
            return UnitPlan(span: domain, purpose: .extend)
        }
        if planner.asksAgain {
            return UnitPlan(
                span: Span(min(domain.lower, firstStored), max(domain.upper, lastStored)), purpose: .recheck)
        }
        var holes = holes(in: domain)
        if !planner.options.fillsGaps { holes = holes.filter { $0.lower >= lastStored } }
        guard !holes.isEmpty || isUnsettled(Day(number: lastStored - 1)) else { return nil }
        if !holes.isEmpty, isTolerated(holes, after: lastStored) { return nil }
        let first = holes.map(\.lower).min() ?? lastStored
        if isWholeDue(through: domain.upper - 1, lastStored: lastStored - 1) {
            let from = min(first, coverage.spans.first?.span.lower ?? firstStored)
            return UnitPlan(span: Span(from, max(domain.upper, lastStored)), purpose: .recheck)
        }
        let from = min(first, recheckStart(stored.map(\.span), count: recheck))
        return UnitPlan(span: Span(from, max(domain.upper, lastStored)), purpose: .extend)
    }

    /// The whole unit, to take it as its owner says.
    var accepting: UnitPlan? {
        guard let domain else { return nil }
        let spans = coverage.spans
        return UnitPlan(
            span: Span(
                min(domain.lower, spans.first?.span.lower ?? domain.lower),
                max(domain.upper, spans.last?.span.upper ?? domain.upper)),
            purpose: .replace)
    }

    /// The next close, the next try of a gap, or when the newest bar has settled.
    var due: Instant? {
        let begin =
            unit.start ?? coverage.spans.first?.span.lower ?? planner.archiveStart?.number ?? calendar.firstDay.number
        let lower = max(begin, calendar.firstDay.number)
        let reached = coverage.spans.last.map { Day(number: $0.span.upper - 1) } ?? Day(number: lower - 1)
        let close = calendar.session(after: reached).map { calendar.close(of: $0) }
        let newest = coverage.lastStored.map { settled(Day(number: $0)) }.flatMap { $0 > planner.now ? $0 : nil }
        return [close, coverage.nextGapTry, newest].compactMap { $0 }.min()
    }

    /// Whether the newest stored bar was read before it had settled, and has by now.
    private func isUnsettled(_ session: Day) -> Bool {
        guard let read = unit.completed else { return false }
        let isFinal = settled(session)
        return read < isFinal && isFinal <= planner.now
    }

    /// Whether it is the unit's turn to be read whole, or something that happened to it asks for it.
    ///
    /// Turns go round by the units' numbers, so that a night has its share of them; a turn that no run has used is made
    /// up for.
    private func isWholeDue(through session: Int64, lastStored: Int64) -> Bool {
        if unit.rereading.wanted.contains(where: { $0 <= session }) { return true }
        let turns = Int64(planner.options.recheckSessions)
        guard turns > 0 else { return false }
        let compared = unit.rereading.compared ?? lastStored
        let (from, to) = (ordinal(compared), ordinal(session))
        guard to > from else { return false }
        // The first session behind the last comparison that is this unit's.
        let offset = ((unit.id - from - 1) % turns + turns) % turns
        return from + 1 + offset <= to
    }

    private func ordinal(_ session: Int64) -> Int64 {
        Int64(sessions(before: Day(number: session + 1)) - sessions(before: Self.turnsBegin))
    }

    private func sessions(before day: Day) -> Int {
        calendar.sessionCount(in: calendar.firstDay..<max(day, calendar.firstDay))
    }

    /// Turns are counted from here, wherever the calendar begins: 1990-01-01.
    private static let turnsBegin = Day(number: 7305)

    /// From the first day that is wanted to the last session that has closed.
    private var domain: Span? {
        guard let closed = calendar.lastClosedSession(at: planner.now) else { return nil }
        let last = min(closed, planner.end ?? closed)
        let wanted = planner.command == .backfill ? planner.start : nil
        let lower =
            wanted ?? unit.start.map { Day(number: $0) } ?? planner.archiveStart ?? planner.start ?? calendar.firstDay
        // What was asked for before the calendar begins is in the record, and begins with it.
        return Span(max(lower, calendar.firstDay).number, last.number + 1)
    }

    /// What was never asked for, and the gaps whose time has come, as far as there are sessions in them.
    private func holes(in domain: Span) -> [Span] {
        let missing = coverage.missing(in: domain)
        let gaps =
            planner.options.fillsGaps ? coverage.gapsDue(by: planner.now).compactMap { $0.intersection(domain) } : []
        return (missing + gaps).compactMap { span in
            // A hole begins at its first session: a weekend before it is nobody's.
            guard let session = calendar.session(onOrAfter: span.firstDay), session.number < span.upper else {
                return nil
            }
            return Span(session.number, span.upper)
        }
    }

    /// `--max-age-days N` lets the newest N - 1 sessions be missing.
    private func isTolerated(_ holes: [Span], after lastStored: Int64) -> Bool {
        guard planner.command == .update, planner.options.maximumAgeDays > 1,
            holes.allSatisfy({ $0.lower >= lastStored })
        else {
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

import Archive
import MarketCalendar
import PluginKit
import Tabular

/// Says of a unit what is expected of it and what is known of that. A pure value.
struct UnitAccounting {
    let provider: any LoadedProvider
    /// The archive's first day.
    let start: Day?
    let now: Instant
    /// Sessions, or days, that may be missing at the end before they are a hole: what a run that is on time has yet to bring.
    let tolerated: Int
    /// Units of which the record is not to be believed, by id.
    var misdated: [Int64: Misdated] = [:]

    /// nil for a unit without series.
    func account(of recorded: UnitStanding) throws -> UnitAccount? {
        let standing = try believed(recorded)
        let unit = standing.unit
        let isMisdated = misdated[unit.id] != nil
        let datasets = try provider.series(of: unit.name, note: unit.note)
        guard let axis = datasets.first?.axis else { return nil }
        func account(_ spans: [AccountedSpan], missing: Int, expected: Int64? = nil) -> UnitAccount {
            UnitAccount(
                unit: unit, datasets: datasets, extents: standing.extents, axis: axis, spans: spans, missing: missing, expected: expected)
        }
        switch try provider.expectation(of: unit.name, note: unit.note) {
        case .sessions(let calendar, _):
            guard let closed = calendar.lastClosedSession(at: now) else { return account([], missing: 0) }
            let lower = unit.start ?? start?.number ?? standing.coverage.spans.first?.span.lower ?? closed.number
            // Nothing more is expected of what its owner has retired.
            let spans = spans(of: standing, in: Span(lower, unit.retired == nil ? closed.number + 1 : lower), calendar)
            let newest = standing.coverage.lastStored ?? .max
            let missing = spans.reduce(0) { $0 + ($1.isNeverAsked || $1.isWaiting && $1.span.lower > newest ? $1.sessions : 0) }
            return account(spans, missing: missing, expected: unit.retired == nil ? closed.number : nil)
        case .continuous(let continuity):
            let planner = Planner(now: now, archiveStart: start)
            let plan = ContinuousPlan(planner: planner, unit: unit, continuity: continuity, coverage: standing.coverage)
            let days = unit.due.map { $0.adding(days: tolerated) < now ? max(1, Int(now.seconds(since: $0) / 86_400)) : 0 } ?? 0
            // Nothing more will come of a sealed unit, however long ago that was.
            let upper = unit.state == .sealed ? plan.expected.lower : plan.expected.upper
            return account(
                spans(of: standing, in: Span(plan.expected.lower, upper), isLate: days > tolerated || isMisdated), missing: days)
        case .snapshot, .onRequest, .once:
            return account(spans(of: standing, in: Span(0, 0), isLate: false), missing: 0)
        }
    }

    /// As it is without what a clock that was ahead has recorded.
    private func believed(_ standing: UnitStanding) throws -> UnitStanding {
        guard let misdated = misdated[standing.unit.id] else { return standing }
        var believed = standing
        believed.unit = standing.unit.asDue(at: now)
        believed.coverage.distrust(
            misdated, try provider.expectation(of: standing.unit.name, note: standing.unit.note), at: now)
        return believed
    }

    /// On sessions: what is in no span and has a session was never asked for; that at the end a run may have yet to bring.
    private func spans(of standing: UnitStanding, in domain: Span, _ calendar: MarketCalendar) -> [AccountedSpan] {
        func sessions(_ span: Span) -> Int { calendar.sessionCount(in: span.firstDay..<Day(number: span.upper)) }
        let expected = hull(domain, standing.coverage)
        let known = standing.coverage.spans.map { AccountedSpan($0, sessions: sessions($0.span)) }
        let end = standing.coverage.spans.last?.span.upper ?? expected.lower
        let missing: [AccountedSpan] = standing.coverage.missing(in: expected).compactMap { span in
            guard let first = calendar.session(onOrAfter: span.firstDay), first.number < span.upper,
                let last = calendar.session(onOrBefore: span.lastDay)
            else { return nil }
            let trimmed = Span(first.number, last.number + 1)
            let count = sessions(trimmed)
            let isOnTime = span.lower >= end && !standing.coverage.isEmpty && count <= tolerated
            return AccountedSpan(span: trimmed, state: state(of: standing.unit, isOnTime: isOnTime), sessions: count)
        }
        return (known + missing).sorted { $0.span.lower < $1.span.lower }
    }

    /// In time.
    private func spans(of standing: UnitStanding, in domain: Span, isLate: Bool) -> [AccountedSpan] {
        let expected = hull(domain, standing.coverage)
        let end = standing.coverage.spans.last?.span.upper ?? expected.lower
        let missing = standing.coverage.missing(in: expected).map { span in
            AccountedSpan(span: span, state: state(of: standing.unit, isOnTime: span.lower >= end && !isLate), sessions: 0)
        }
        return (standing.coverage.spans.map { AccountedSpan($0, sessions: 0) } + missing).sorted { $0.span.lower < $1.span.lower }
    }

    private func state(of unit: UnitRecord, isOnTime: Bool) -> AccountedSpan.State {
        if let cause = unit.cause { return .resting(cause, next: unit.due) }
        return isOnTime ? .awaited : .unasked
    }

    /// What was asked for belongs to what is expected, also where a job named more than the archive's own days.
    private func hull(_ domain: Span, _ coverage: Coverage) -> Span {
        guard let first = coverage.spans.first?.span.lower, let last = coverage.spans.last?.span.upper else { return domain }
        return domain.isEmpty ? Span(first, last) : Span(min(domain.lower, first), max(domain.upper, last))
    }
}

extension AccountedSpan {
    fileprivate init(_ part: CoverageSpan, sessions: Int) {
        let state: State =
            switch part.state {
            case .stored: .stored
            case .empty(let reason): .empty(reason)
            case .unavailable(let reason): .unavailable(reason)
            case .gap(let reason, let tries, let next): .gap(reason, tries: tries, next: next)
            }
        self.init(span: part.span, state: state, sessions: sessions)
    }

    /// Whether the upstream has it and it is not of the stored basis.
    fileprivate var isWaiting: Bool {
        if case .gap(let reason, _, _) = state { reason.code == Reason.notRestatedYet } else { false }
    }

    fileprivate var isNeverAsked: Bool {
        switch state {
        case .awaited, .resting, .unasked: true
        case .stored, .empty, .unavailable, .gap: false
        }
    }
}

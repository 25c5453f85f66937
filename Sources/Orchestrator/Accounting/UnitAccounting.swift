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
    /// Sessions, or days, that may be missing at the end before they are a hole: what a run that is on time has yet to
    /// bring.
    let tolerated: Int
    /// Units of which the record is not to be believed, by id.
    var misdated: [Int64: Misdated] = [:]

    /// nil for a unit without series.
    func account(of recorded: UnitStanding) throws -> UnitAccount? {
        do {
            return try readable(recorded)
        } catch {
            guard let failure = UnitFailure(unreadable: error) else { throw error }
            return unreadable(recorded, failure.reason)
        }
    }

    /// Of a unit of which something was written by another version of the plugin: what the record says of it, and that
    /// nobody can say what is missing.
    private func unreadable(_ standing: UnitStanding, _ reason: Reason) -> UnitAccount? {
        let datasets = provider.manifest.datasets.filter { standing.extents[$0.name] != nil }
        guard let axis = datasets.first?.axis else { return nil }
        let known = standing.coverage.spans.map {
            AccountedSpan(span: $0.span, state: .recorded($0.state), sessions: 0)
        }
        let end = standing.coverage.spans.last?.span.upper ?? 0
        return UnitAccount(
            unit: standing.unit, datasets: datasets, extents: standing.extents, columns: standing.columns, axis: axis,
            spans: known + [AccountedSpan(span: Span(end, end + 1), state: .failed(reason), sessions: 0)],
            timeliness: Timeliness(.behind, missing: 1, since: end, reason: reason), expected: nil)
    }

    private func readable(_ recorded: UnitStanding) throws -> UnitAccount? {
        let standing = try believed(recorded)
        let unit = standing.unit
        let isMisdated = misdated[unit.id] != nil
        let datasets = try provider.series(of: unit.name, note: unit.note)
        guard let axis = datasets.first?.axis else { return nil }
        let newest = standing.coverage.lastStored ?? standing.extents.values.filter { $0.rows > 0 }.map(\.last).max()
        func account(_ spans: [AccountedSpan], _ found: Timeliness = Timeliness(.upToDate), expected: Int64? = nil)
            -> UnitAccount
        {
            // Nothing more will come of a sealed unit, however long ago that was.
            let timeliness =
                unit.retired != nil ? Timeliness(.retired) : unit.state == .sealed ? Timeliness(.upToDate) : found
            return UnitAccount(
                unit: unit, datasets: datasets, extents: standing.extents, columns: standing.columns, axis: axis,
                spans: spans,
                timeliness: timeliness,
                expected: expected)
        }
        switch try provider.expectation(of: unit.name, note: unit.note) {
        case .sessions(let calendar, _):
            guard let closed = calendar.lastClosedSession(at: now) else { return account([]) }
            let begin = unit.start ?? start?.number ?? standing.coverage.spans.first?.span.lower ?? closed.number
            let lower = max(begin, calendar.firstDay.number)
            // Nothing more is expected of what its owner has retired.
            let spans = spans(of: standing, in: Span(lower, unit.retired == nil ? closed.number + 1 : lower), calendar)
            return account(
                spans,
                Timeliness(sessions: spans, newest: newest, rests: unit.cause, due: unit.due, tolerating: tolerated),
                expected: unit.retired == nil ? closed.number : nil)
        case .continuous(let continuity):
            let planner = Planner(now: now, archiveStart: start)
            let plan = ContinuousPlan(planner: planner, unit: unit, continuity: continuity, coverage: standing.coverage)
            // What was asked for in vain, or in a quiet hour, counts from its last try.
            let since = [plan.ripe, unit.completed].compactMap { $0 }.max() ?? now
            let isLate = since.adding(days: tolerated) < now || isMisdated
            let upper = unit.state == .sealed ? plan.expected.lower : plan.expected.upper
            let spans = spans(of: standing, in: Span(plan.expected.lower, upper), isLate: isLate)
            // What a clock that was ahead has recorded is told of as that.
            guard !isMisdated else { return account(spans) }
            // Of what was never asked for, the days since it was let in.
            let days = max(0, Int(now.seconds(since: unit.completed == nil ? unit.due ?? now : since) / 86_400))
            return account(
                spans,
                Timeliness(
                    time: spans, newest: newest, wasRead: unit.completed != nil, days: days, rests: unit.cause,
                    due: unit.due, now: now,
                    tolerating: tolerated))
        case .snapshot, .onRequest, .once:
            return account(spans(of: standing, in: Span(0, 0), isLate: false))
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

    /// On sessions: what is in no span and has a session was never asked for; that at the end, the next run may have
    /// yet to bring.
    private func spans(of standing: UnitStanding, in domain: Span, _ calendar: MarketCalendar) -> [AccountedSpan] {
        func sessions(_ span: Span) -> Int { calendar.sessionCount(in: span.firstDay..<Day(number: span.upper)) }
        let expected = hull(domain, standing.coverage)
        // A span of the record may begin on a Saturday; what is told begins and ends on a session, and without one
        // there is nothing to tell.
        func onSessions(_ span: Span) -> Span? {
            guard let first = calendar.session(onOrAfter: span.firstDay), first.number < span.upper,
                let last = calendar.session(onOrBefore: span.lastDay)
            else { return nil }
            return Span(first.number, last.number + 1)
        }
        let known = standing.coverage.spans.compactMap { part in
            onSessions(part.span).map {
                AccountedSpan(span: $0, state: .recorded(part.state), sessions: sessions($0))
            }
        }
        let end = standing.coverage.spans.last?.span.upper ?? expected.lower
        let missing: [AccountedSpan] = standing.coverage.missing(in: expected).compactMap { span in
            guard let trimmed = onSessions(span) else { return nil }
            let count = sessions(trimmed)
            let isOnTime = span.lower >= end && !standing.coverage.isEmpty && count <= tolerated
            return AccountedSpan(span: trimmed, state: state(of: standing, isOnTime: isOnTime), sessions: count)
        }
        return (known + missing).sorted { $0.span.lower < $1.span.lower }
    }

    /// In time: what became due after the last try that succeeded is for the next run, for a day.
    private func spans(of standing: UnitStanding, in domain: Span, isLate: Bool) -> [AccountedSpan] {
        let expected = hull(domain, standing.coverage)
        let end = standing.coverage.spans.last?.span.upper ?? expected.lower
        let missing = standing.coverage.missing(in: expected).map { span in
            let isOnTime = span.lower >= end && !isLate && standing.unit.completed != nil
            return AccountedSpan(span: span, state: state(of: standing, isOnTime: isOnTime), sessions: 0)
        }
        let known = standing.coverage.spans.map {
            AccountedSpan(span: $0.span, state: .recorded($0.state), sessions: 0)
        }
        return (known + missing).sorted { $0.span.lower < $1.span.lower }
    }

    private func state(of standing: UnitStanding, isOnTime: Bool) -> AccountedSpan.State {
        if let cause = standing.unit.cause { return .resting(cause, next: standing.unit.due) }
        if let failure = standing.failure { return .failed(failure) }
        if let (reason, tries, next) = standing.absence {
            // As long as of a span that an answer lacks.
            return tries < Coverage.lastTry
                ? .resting(reason, next: next) : .recorded(.unavailable(reason, tries: tries, next: next))
        }
        return isOnTime ? .awaited : .unasked
    }

    /// What was asked for belongs to what is expected, also where a job named more than the archive's own days.
    private func hull(_ domain: Span, _ coverage: Coverage) -> Span {
        guard let first = coverage.spans.first?.span.lower, let last = coverage.spans.last?.span.upper else {
            return domain
        }
        return domain.isEmpty ? Span(first, last) : Span(min(domain.lower, first), max(domain.upper, last))
    }
}

package import PluginKit
package import Tabular

/// What is asked for again: holes and what answers lacked, how often they were tried, and when the next try comes.
extension Coverage {
    /// When something that was missing `tries` times is asked again: after 1, 2, 4, 8, 16, then every 30 days.
    package static func nextTry(after tries: Int, from now: Instant) -> Instant {
        now.adding(days: tries > 5 ? 30 : 1 << max(tries - 1, 0))
    }

    /// Records that a span is a hole. Where it is one already, of the same cause, its tries go up by one; elsewhere
    /// they begin at one. What waits (``Reason/waiting``) is asked for every day.
    package mutating func setGap(_ span: Span, _ reason: Reason, now: Instant) {
        guard !span.isEmpty else { return }
        let known = parts(in: span)
        set(span, .gap(reason, tries: 1, next: Coverage.nextTry(after: 1, from: now)))
        for part in known {
            guard case .gap(let old, let tries, _) = part.state, old.code == reason.code else { continue }
            set(
                part.span,
                .gap(
                    reason, tries: tries + 1, next: Coverage.nextTry(after: reason.isWaiting ? 1 : tries + 1, from: now)
                ))
        }
    }

    /// After so many tries in vain (31 days) what an answer lacks no longer keeps a unit from being sealed.
    package static let lastTry = 6

    /// Records that an answer lacks a span. What is stored or proved empty stays so. Where the same was lacking before,
    /// its tries go up by one; elsewhere they begin at one.
    package mutating func setLacking(_ span: Span, _ reason: Reason, now: Instant) {
        guard !span.isEmpty else { return }
        let known = parts(in: span)
        for hole in missing(in: span) {
            set(hole, .unavailable(reason, tries: 1, next: Coverage.nextTry(after: 1, from: now)))
        }
        for part in known {
            switch part.state {
            case .stored, .empty: continue
            case .unavailable(_, _, nil): continue
            case .gap(let old, let tries, _), .unavailable(let old, let tries, _?):
                let tries = old.code == reason.code ? tries + 1 : 1
                set(part.span, .unavailable(reason, tries: tries, next: Coverage.nextTry(after: tries, from: now)))
            }
        }
    }

    /// The parts of a span of which neither rows nor that there are none were proved: no answer that has nothing speaks
    /// against these.
    package func unproved(in span: Span) -> [Span] {
        let open = parts(in: span).filter { part in
            switch part.state {
            case .stored, .empty: false
            case .gap, .unavailable: true
            }
        }
        return (missing(in: span) + open.map(\.span)).sorted { $0.lower < $1.lower }
    }

    /// Nothing is asked for again: what was lacking is not to be had any more.
    package mutating func settle() {
        for part in spans {
            guard case .unavailable(let reason, let tries, _?) = part.state else { continue }
            set(part.span, .unavailable(reason, tries: tries))
        }
    }

    /// Whether something was lacking that has not been asked for often enough to give it up.
    package var lacksStill: Bool {
        spans.contains { if case .unavailable(_, let tries, _?) = $0.state { tries < Coverage.lastTry } else { false } }
    }

    /// Every hole.
    package var gaps: [CoverageSpan] {
        spans.filter { if case .gap = $0.state { true } else { false } }
    }

    /// The holes, and what answers lacked, whose time has come; neighbours are joined.
    package func gapsDue(by now: Instant) -> [Span] {
        var due: [Span] = []
        for part in spans {
            guard let next = part.state.next, next <= now else { continue }
            if let last = due.last, last.upper == part.span.lower {
                due[due.count - 1] = Span(last.lower, part.span.upper)
            } else {
                due.append(part.span)
            }
        }
        return due
    }

    /// When the first hole, or what an answer lacked, is asked for again; nil where there is none.
    package var nextGapTry: Instant? { spans.compactMap(\.state.next).min() }

    /// Whether there is a hole of that cause.
    package func hasGap(code: String) -> Bool {
        spans.contains { if case .gap(let reason, _, _) = $0.state { reason.code == code } else { false } }
    }

    /// Whether a tick lies in a hole of that cause.
    package func hasGap(at tick: Int64, code: String) -> Bool {
        if case .gap(let reason, _, _) = state(at: tick) { return reason.code == code }
        return false
    }
}

public import PluginKit
public import Tabular

extension Coverage {
    /// When something that was missing `tries` times is asked again: after 1, 2, 4, 8, 16, then every 30 days.
    public static func nextTry(after tries: Int, from now: Instant) -> Instant {
        now.adding(days: tries > 5 ? 30 : 1 << max(tries - 1, 0))
    }

    /// Records that a span is a hole. Where it is one already, of the same cause, its tries go up by one; elsewhere they begin at one. What
    /// waits (``Reason/waiting``) is asked for every day.
    public mutating func setGap(_ span: Span, _ reason: Reason, now: Instant) {
        guard !span.isEmpty else { return }
        let known = parts(in: span)
        set(span, .gap(reason, tries: 1, next: Coverage.nextTry(after: 1, from: now)))
        for part in known {
            guard case .gap(let old, let tries, _) = part.state, old.code == reason.code else { continue }
            set(part.span, .gap(reason, tries: tries + 1, next: Coverage.nextTry(after: reason.isWaiting ? 1 : tries + 1, from: now)))
        }
    }

    /// Every hole.
    public var gaps: [CoverageSpan] {
        spans.filter { if case .gap = $0.state { true } else { false } }
    }

    /// The holes whose time has come; neighbours are joined.
    public func gapsDue(by now: Instant) -> [Span] {
        var due: [Span] = []
        for part in spans {
            guard case .gap(_, _, let next) = part.state, next <= now else { continue }
            if let last = due.last, last.upper == part.span.lower {
                due[due.count - 1] = Span(last.lower, part.span.upper)
            } else {
                due.append(part.span)
            }
        }
        return due
    }

    /// When the first hole is asked again; nil where there is none.
    public var nextGapTry: Instant? {
        spans.compactMap { part in
            if case .gap(_, _, let next) = part.state { next } else { nil }
        }.min()
    }

    /// Whether there is a hole of that cause.
    public func hasGap(code: String) -> Bool {
        spans.contains { if case .gap(let reason, _, _) = $0.state { reason.code == code } else { false } }
    }

    /// Whether a tick lies in a hole of that cause.
    public func hasGap(at tick: Int64, code: String) -> Bool {
        if case .gap(let reason, _, _) = state(at: tick) { return reason.code == code }
        return false
    }
}

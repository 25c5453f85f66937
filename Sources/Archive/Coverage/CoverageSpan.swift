package import PluginKit
package import Tabular

/// A span of a unit's axis and what is known of it.
package struct CoverageSpan: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// All rows that there are in the span are in the archive.
        case stored
        /// There is nothing to have.
        case empty(Reason)
        /// There should be something and it was not in the answer. Asked `tries` times, and again from `next` on. Not
        /// covered. With 0 tries it was the upstream's fault: so many units lacked it that it was not counted.
        case gap(Reason, tries: Int, next: Instant)
        /// There may have been something, and the upstream does not have it. Where only an answer says so, it was asked
        /// for `tries` times and is again from `next` on; without `next` it is not to be had any more. Covered.
        case unavailable(Reason, tries: Int = 0, next: Instant? = nil)
    }

    package let span: Span
    package let state: State

    package init(_ span: Span, _ state: State) {
        self.span = span
        self.state = state
    }
}

extension CoverageSpan.State {
    /// Whether it was given up by the owner's word.
    package var isRetired: Bool {
        if case .unavailable(let reason, _, _) = self { reason.code == Reason.retired } else { false }
    }

    /// `stored`, `empty`, `gap`, `unavailable`: its word in the record and everywhere else.
    package var name: String {
        switch self {
        case .stored: "stored"
        case .empty: "empty"
        case .gap: "gap"
        case .unavailable: "unavailable"
        }
    }

    /// nil of what is stored.
    package var reason: Reason? {
        switch self {
        case .stored: nil
        case .empty(let reason), .gap(let reason, _, _), .unavailable(let reason, _, _): reason
        }
    }

    /// How often it was asked for in vain; nil: that is not counted.
    package var tries: Int? {
        switch self {
        case .stored, .empty: nil
        case .gap(_, let tries, _): tries
        case .unavailable(_, let tries, _): tries > 0 ? tries : nil
        }
    }

    /// When it is asked for again; nil: not of itself.
    package var next: Instant? {
        switch self {
        case .gap(_, _, let next): next
        case .unavailable(_, _, let next): next
        case .stored, .empty: nil
        }
    }
}

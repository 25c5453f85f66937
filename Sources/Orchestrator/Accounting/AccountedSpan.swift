package import PluginKit
package import Tabular

/// A part of what is expected of a unit, and what is known of it.
package struct AccountedSpan: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        case stored
        /// Proved: there is nothing to have.
        case empty(Reason)
        /// The upstream does not have it; where only an answer says so, it was asked for `tries` times and is again
        /// from `next` on.
        case unavailable(Reason, tries: Int = 0, next: Instant? = nil)
        /// Asked for and not answered.
        case gap(Reason, tries: Int, next: Instant)
        /// Not asked for: the upstream does not have the unit, and it rests until its next try.
        case resting(Reason, next: Instant?)
        /// Due since the last try, which succeeded, and no older than one session or day: the next run that is on time
        /// brings it.
        case awaited
        /// Never asked for.
        case unasked
        /// Asked for, and no answer came that could be believed: the unit's last try failed.
        case failed(Reason)
    }

    /// On sessions it begins and ends with one.
    package let span: Span
    package let state: State
    /// Sessions in it; on the axis of time 0.
    package let sessions: Int

    /// Whether something should be there and nobody knows why it is not.
    package var isHole: Bool {
        switch state {
        case .gap, .resting, .unasked, .failed: true
        case .stored, .empty, .unavailable, .awaited: false
        }
    }

    package var reason: Reason? {
        switch state {
        case .empty(let reason), .unavailable(let reason, _, _), .gap(let reason, _, _), .resting(let reason, _),
            .failed(let reason):
            reason
        case .stored, .awaited, .unasked: nil
        }
    }

    /// `stored`, `empty`, `unavailable`, `gap`, `resting`, `awaited`, `unasked`, `failed`.
    package var name: String {
        switch state {
        case .stored: "stored"
        case .empty: "empty"
        case .unavailable: "unavailable"
        case .gap: "gap"
        case .resting: "resting"
        case .awaited: "awaited"
        case .unasked: "unasked"
        case .failed: "failed"
        }
    }
}

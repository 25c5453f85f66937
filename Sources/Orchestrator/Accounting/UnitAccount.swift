package import Archive
package import PluginKit
package import Tabular

/// What is expected of a unit by now, span by span. The spans do not overlap; those that are recorded are the record's
/// coverage, and all of them are what is expected.
package struct UnitAccount: Sendable {
    package let unit: UnitRecord
    /// That it feeds, the main one first.
    package let datasets: [Dataset]
    package let extents: [String: Extent]
    /// Columns that its series have gained, where rows are stored that were read without them.
    package let columns: [LateColumn]
    package let axis: Axis
    package let spans: [AccountedSpan]
    /// Whether it is up to date. Where anything says so of a unit, this is it.
    package let timeliness: Timeliness
    /// The newest session that should be there; nil on the axis of time.
    package let expected: Int64?

    package var holes: [AccountedSpan] { spans.filter(\.isHole) }
    package var hasHole: Bool { spans.contains(where: \.isHole) }
    package var lastStored: Int64? { spans.last { $0.state == .recorded(.stored) }.map { $0.span.upper - 1 } }
}

/// A part of what is expected of a unit, and what is known of it.
package struct AccountedSpan: Sendable, Hashable {
    /// What the record says, or why it says nothing.
    package enum State: Sendable, Hashable {
        /// It was asked for, and an answer came that could be believed.
        case recorded(CoverageSpan.State)
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
}

extension AccountedSpan {
    /// Whether something should be there and nobody knows why it is not.
    package var isHole: Bool {
        switch state {
        case .recorded(.gap), .resting, .unasked, .failed: true
        case .recorded(.stored), .recorded(.empty), .recorded(.unavailable), .awaited: false
        }
    }

    package var reason: Reason? {
        switch state {
        case .recorded(let state): state.reason
        case .resting(let reason, _), .failed(let reason): reason
        case .awaited, .unasked: nil
        }
    }

    /// When it is asked for again, where that is the span's own to say.
    package var next: Instant? {
        switch state {
        case .recorded(let state): state.next
        case .resting(_, let next): next
        case .awaited, .unasked, .failed: nil
        }
    }

    /// `stored`, `empty`, `unavailable`, `gap`, `resting`, `awaited`, `unasked`, `failed`.
    package var name: String {
        switch state {
        case .recorded(let state): state.name
        case .resting: "resting"
        case .awaited: "awaited"
        case .unasked: "unasked"
        case .failed: "failed"
        }
    }

    /// Whether the record has it.
    var isKnown: Bool { if case .recorded = state { true } else { false } }

    /// An answer came that lacked it.
    var isGap: Bool { if case .recorded(.gap) = state { true } else { false } }
}

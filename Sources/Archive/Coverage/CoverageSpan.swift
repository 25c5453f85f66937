public import PluginKit
public import Tabular

/// A span of a unit's axis and what is known of it.
public struct CoverageSpan: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// All rows that there are in the span are in the archive.
        case stored
        /// There is nothing to have.
        case empty(Reason)
        /// There should be something and it was not in the answer. Asked `tries` times, and again from `next` on. Not covered. With 0 tries it was
        /// the upstream's fault: so many units lacked it that it was not counted.
        case gap(Reason, tries: Int, next: Instant)
        /// There was something once, and the upstream no longer has it.
        case unavailable(Reason)
    }

    public let span: Span
    public let state: State

    public init(_ span: Span, _ state: State) {
        self.span = span
        self.state = state
    }
}

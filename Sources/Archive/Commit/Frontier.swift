package import PluginKit
package import Tabular

/// The units that a run has admitted and not finished.
package struct Frontier: Sendable, Hashable {
    /// The `now` under which they were planned; a resume uses it again.
    package let now: Instant
    /// The run that planned them.
    package let run: Int64
    /// Units that are left, and those that are finished.
    package let remaining: Int
    package let finished: Int
}

/// One unit of a frontier: where its walk goes on.
package struct FrontierEntry: Sendable, Hashable {
    package let unit: UnitRecord
    package let span: Span?
    package let purpose: Purpose
    /// JSON; nil at the beginning of a walk.
    package let cursor: String?
    /// Committed pages of the walk.
    package let pages: Int
}

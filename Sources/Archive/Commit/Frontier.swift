public import PluginKit
public import Tabular

/// The units that a run has admitted and not finished.
public struct Frontier: Sendable, Hashable {
    /// The `now` under which they were planned; a resume uses it again.
    public let now: Instant
    /// The run that planned them.
    public let run: Int64
    /// Units that are left, and those that are finished.
    public let remaining: Int
    public let finished: Int
}

/// One unit of a frontier: where its walk goes on.
public struct FrontierEntry: Sendable, Hashable {
    public let unit: UnitRecord
    public let span: Span?
    public let purpose: Purpose
    /// JSON; nil at the beginning of a walk.
    public let cursor: String?
    /// Committed pages of the walk.
    public let pages: Int
}

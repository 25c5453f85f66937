import PluginKit
import Tabular

/// What one unit is to be asked for.
struct UnitPlan: Hashable, Sendable {
    /// nil for lists and for units that are read once.
    let span: Span?
    let purpose: Purpose
}

/// What is to become of one unit, by what is expected of it and what is known: one kind for each way in which rows
/// come. Pure values.
protocol Plan {
    /// What it is to be asked for now; nil: nothing is due.
    var next: UnitPlan? { get }
    /// All of it, to be taken as its owner says; nil: there is nothing to say of it.
    var accepting: UnitPlan? { get }
    /// When it is looked at next, after a walk that ended well; nil: never.
    var due: Instant? { get }
    /// Whether nothing more can come of it.
    var isComplete: Bool { get }
    /// Whether the job reaches further back than a sealed unit was ever asked for.
    var isWidened: Bool { get }
}

extension Plan {
    var accepting: UnitPlan? { nil }
    var isComplete: Bool { false }
    var isWidened: Bool { false }
}

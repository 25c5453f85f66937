import PluginKit
import Tabular

/// What one unit is to be asked for.
struct UnitPlan: Hashable, Sendable {
    /// nil for lists and for units that are read once.
    let span: Span?
    let purpose: Purpose
}

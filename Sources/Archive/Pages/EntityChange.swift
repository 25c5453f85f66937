package import PluginKit
package import Tabular

/// What a page does to a table of entities.
package struct EntityChange: Sendable {
    package var dataset: Dataset
    /// Rows to insert or to update by key. The columns of a membership are the archive's: their cells are not looked
    /// at.
    package var upserts: Batch
    /// With this page the walk has named every member: a member that no page of the walk named has left.
    package var isComplete: Bool
    /// The day of the list.
    package var day: Day

    package init(_ dataset: Dataset, upserts: Batch, isComplete: Bool, day: Day) {
        self.dataset = dataset
        self.upserts = upserts
        self.isComplete = isComplete
        self.day = day
    }
}

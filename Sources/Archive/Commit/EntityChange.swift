public import PluginKit
public import Tabular

/// What a page does to a table of entities.
public struct EntityChange: Sendable {
    public var dataset: Dataset
    /// Rows to insert or to update by key. The columns of a membership are the archive's: their cells are not looked at.
    public var upserts: Batch
    /// With this page the walk has named every member: a member that no page of the walk named has left.
    public var isComplete: Bool
    /// The day of the list.
    public var day: Day

    public init(_ dataset: Dataset, upserts: Batch, isComplete: Bool, day: Day) {
        self.dataset = dataset
        self.upserts = upserts
        self.isComplete = isComplete
        self.day = day
    }
}

import PluginKit
import Tabular

/// Puts a batch that a test has into a page, as a provider would that has it.
extension Page {
    /// Appends the rows of a batch, as a provider would that has them.
    mutating func append(_ batch: Batch, to dataset: Dataset) throws {
        let readings = batch.schema.columns.enumerated().map { index, column in
            ColumnPlan<Batch>.Reading(column.name, column.type) { batch, _ in batch.columns[index] }
        }
        try append(batch, by: ColumnPlan(dataset, readings))
    }
}

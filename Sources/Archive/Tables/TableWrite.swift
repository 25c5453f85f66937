import PluginKit

/// One series change in one table.
struct TableWrite {
    let dataset: Dataset
    let rows: SeriesChange.Rows
    /// Of the rows; worked out once for all sinks.
    let digest: RowDigest
    let sink: TableSink
    let part: TablePart
}

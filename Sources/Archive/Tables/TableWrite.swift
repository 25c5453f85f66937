import PluginKit

/// One series change in one table.
struct TableWrite {
    let dataset: Dataset
    let rows: SeriesChange.Rows
    let sink: TableSink
    let part: TablePart
}

import PluginKit

/// One series change in one file.
struct SeriesWrite {
    let dataset: Dataset
    let rows: SeriesChange.Rows
    /// Of the rows; worked out once for all sinks.
    let digest: RowDigest
    let sink: FileSink
    let file: FileRecord
    /// Whether the file is written anew, with the rows in it.
    let rewrites: Bool
}

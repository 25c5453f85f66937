import PluginKit

/// One series change in one sink, with the file's row.
struct SeriesWrite {
    let dataset: Dataset
    let rows: SeriesChange.Rows
    let sink: ArchiveSink
    let file: FileRecord
}

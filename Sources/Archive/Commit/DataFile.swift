import Host
import PluginKit

/// A data file that the open group writes: itself, behind its committed length, or its rewrite beside it.
final class DataFile {
    var record: FileRecord
    let dataset: Dataset
    let sink: FileSink
    /// Whether the bytes go into a temporary file that takes the place of the file.
    let isRewrite: Bool
    /// A rewrite that is not complete yet.
    var isDraft: Bool
    /// With what was written since.
    var contents: FileRecord.Contents
    var descriptor: FileDescriptor?
    var encoder: (any FileEncoder)?
    var isDirty = false
    var lastUse = 0

    init(
        _ record: FileRecord, dataset: Dataset, sink: FileSink, contents: FileRecord.Contents, isRewrite: Bool = false,
        isDraft: Bool = false
    ) {
        self.record = record
        self.dataset = dataset
        self.sink = sink
        self.contents = contents
        self.isRewrite = isRewrite
        self.isDraft = isDraft
    }

    var pendingBytes: Int { encoder?.pendingBytes ?? 0 }

    /// Where the bytes go.
    var path: String { isRewrite ? DataPath.rewrite(of: record.path) : record.path }
}

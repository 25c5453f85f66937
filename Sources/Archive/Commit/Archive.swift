import Host
import Tabular

/// An archive, open for writing by this process alone. Not for use by two tasks at once.
///
/// Pages are applied to an open group; a group becomes durable and visible whole, by `commit()`. When a step fails on the way, the group is
/// rolled back, the archive refuses every further call, and the next `open` puts the files right.
package final class Archive: ArchiveReader {
    /// Whether this `open` made it.
    package let isNew: Bool
    /// Runs that were killed and got their ledger row by this `open`.
    package let interruptedRuns: [Int64]

    /// nil once closed.
    private var lock: ArchiveLock?
    let threshold: CommitThreshold
    var group: CommitGroup?
    var poison: ArchiveError?
    /// The plan's `now`, by which units are completed.
    var planNow: Instant?
    /// Datasets whose columns are in the record, `provider/dataset`.
    var declaredDatasets: Set<String> = []
    /// Tables of entities that exist with the columns of their dataset.
    var preparedTables: Set<String> = []

    init(_ opened: OpenedRecord, sinks: [ArchiveSink], lock: ArchiveLock, threshold: CommitThreshold, isNew: Bool, interruptedRuns: [Int64])
    {
        self.isNew = isNew
        self.interruptedRuns = interruptedRuns
        self.lock = lock
        self.threshold = threshold
        super.init(disk: opened.disk, identity: opened.identity, sinks: sinks, database: opened.database)
    }

    /// Bytes of output that the open group holds.
    package var pendingBytes: Int { group?.bytes ?? 0 }

    override func present(_ file: FileRecord, label: String) throws -> (path: String, contents: FileRecord.Contents) {
        if let group, let data = group.files[file.id], !data.isDraft {
            try undoingOnFailure { try seal([data], in: group) }
            return (data.path, data.contents)
        }
        try check(file, label: label, mayBeLonger: false)
        return (file.path, file.contents)
    }

    override func contents(of file: FileRecord) -> FileRecord.Contents {
        guard let data = group?.files[file.id], !data.isDraft else { return file.contents }
        return data.contents
    }

    override func rows(of part: TablePart) -> RowTally { group?.parts[part.id]?.rows ?? part.rows }

    /// Rolls an open group back and closes the archive; what was committed stays.
    package override func close() throws {
        if group != nil { rollBack() }
        poison = poison ?? ArchiveError(.poisoned, "The archive \(directory) is closed")
        try super.close()
        lock = nil
    }
}

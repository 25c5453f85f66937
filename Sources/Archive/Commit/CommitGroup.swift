import Host

/// The pages since the last commit: an open transaction of the record, and the files that were written for it.
final class CommitGroup {
    let began = ContinuousClock.now
    /// Opened before the first write, so that a sync of the whole file system through it reports every error since.
    let root: FileDescriptor
    /// By the id of the file's row.
    var files: [Int64: DataFile] = [:]
    /// Parts of tables that were written to, by the id of their row.
    var parts: [Int64: TablePart] = [:]
    /// Directories with new entries.
    var changedDirectories: Set<String> = []
    /// Of output.
    var bytes = 0
    /// Held back by the encoders of its files.
    var pendingBytes = 0
    /// Reused for encoding.
    var scratch: [UInt8] = []
    /// Counts uses of files, to find the one that was not used longest.
    var uses = 0

    /// At most so many data files are open.
    static let maximumOpenFiles = 64
    /// So many files or directories are synced one by one; more, and the whole file system is.
    static let maximumFileSyncs = 16

    /// At most so many bytes are held back by encoders.
    static let maximumPendingBytes = 8 << 20
    /// So many encoders end side by side; their output is in memory until it is written.
    static let maximumSealsAtOnce = 32

    init(root: FileDescriptor) {
        self.root = root
    }
}

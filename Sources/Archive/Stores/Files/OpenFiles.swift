import Dispatch
import Host
import PluginKit
import Synchronization
import Tabular

/// The data files of all stores that a group writes: what is open of them, what their encoders hold back, and how all
/// of it reaches the disk.
final class OpenFiles {
    private let disk: FileSystem
    /// Opened before the first write, so that a sync of the whole file system through it reports every error since.
    private let root: FileDescriptor
    private var files: [SeriesPart.Key: DataFile] = [:]
    /// Directories with new entries.
    private var changedDirectories: Set<String> = []
    /// Of output.
    private(set) var bytes = 0
    /// Held back by the encoders.
    private var pendingBytes = 0
    /// Reused for encoding.
    private var scratch: [UInt8] = []
    /// Counts uses of files, to find the one that was not used longest.
    private var uses = 0

    /// At most so many data files are open.
    static let maximumOpenFiles = 64
    /// So many files or directories are synced one by one; more, and the whole file system is.
    static let maximumFileSyncs = 16
    /// At most so many bytes are held back by encoders.
    static let maximumPendingBytes = 8 << 20
    /// So many encoders end side by side; their output is in memory until it is written.
    static let maximumSealsAtOnce = 32

    init(_ disk: FileSystem) throws(SystemError) {
        self.disk = disk
        root = try disk.openDirectory("")
    }

    subscript(_ part: SeriesPart) -> DataFile? { files[part.key] }

    func all(of sink: String) -> [DataFile] { files.values.filter { $0.part.sink == sink } }

    /// A file is the group's from now on, in the place of the one that it had of the part.
    func add(_ file: DataFile) { files[file.part.key] = file }

    /// A file is not written after all. Its bytes stay where they are.
    func forget(_ file: DataFile) {
        if files[file.part.key] === file { files[file.part.key] = nil }
        pendingBytes -= file.pendingBytes
        file.encoder = nil
        file.descriptor = nil
    }

    /// A rewrite that came to nothing.
    func drop(_ file: DataFile) throws(SystemError) {
        forget(file)
        try disk.remove(file.path)
    }

    /// Writes rows behind what there is of a file. `digest` is theirs, where it was worked out already.
    func write(_ batch: Batch, to file: DataFile, digest: RowDigest? = nil) throws {
        guard !batch.isEmpty else { return }
        try open(file)
        var encoder =
            file.encoder ?? file.format.encoder(for: file.series.dataset.schema, isNewFile: file.contents.length == 0)
        let held = file.pendingBytes
        scratch.removeAll(keepingCapacity: true)
        try encoder.encode(batch, into: &scratch)
        file.encoder = encoder
        pendingBytes += file.pendingBytes - held
        try flush(scratch, to: file)
        file.contents.rows.add(batch, axis: file.series.dataset.axisColumn, digest: digest)
        if pendingBytes > OpenFiles.maximumPendingBytes { try seal(Array(files.values)) }
    }

    /// An empty file still gets its header.
    func writeHeader(of file: DataFile) throws {
        guard file.contents.length == 0, file.encoder == nil else { return }
        try open(file)
        var encoder = file.format.encoder(for: file.series.dataset.schema, isNewFile: true)
        scratch.removeAll(keepingCapacity: true)
        try encoder.encode(Batch(empty: file.series.dataset.schema), into: &scratch)
        try encoder.seal(into: &scratch)
        try flush(scratch, to: file)
    }

    /// Ends what the encoders must end, so that the bytes up to here stand by themselves. Encoders that hold something
    /// back, as those that compress, end side by side.
    func seal(_ files: [DataFile]) throws {
        let files = files.filter { $0.encoder != nil }
        var rest = files.filter { $0.pendingBytes > 0 }[...]
        for file in files where file.pendingBytes == 0 {
            var bytes: [UInt8] = []
            try file.encoder?.seal(into: &bytes)
            try end(file, bytes)
        }
        while !rest.isEmpty {
            let part = rest.prefix(OpenFiles.maximumSealsAtOnce)
            rest = rest.dropFirst(part.count)
            for (file, ending) in zip(part, OpenFiles.endings(of: part.compactMap(\.encoder))) {
                try end(file, try ending.get())
            }
        }
    }

    /// What was written reaches the disk: names of new files first, then bytes. Done once for all stores.
    func makeDurable() throws {
        try seal(Array(files.values))
        let dirty = files.values.filter(\.isDirty)
        guard !dirty.isEmpty else { return }
        defer {
            for file in dirty { file.isDirty = false }
            changedDirectories = []
        }
        let limit = OpenFiles.maximumFileSyncs
        if dirty.count > limit || changedDirectories.count > limit {
            if try disk.syncAll(root) { return }
        }
        for directory in changedDirectories.sorted() { try disk.syncDirectory(directory) }
        for file in dirty {
            try disk.syncData(descriptor(of: file))
            // Where there is no sync of all, more than a few are open only one at a time.
            if dirty.count > OpenFiles.maximumOpenFiles { file.descriptor = nil }
        }
    }

    /// The digest of a file's end, as it is now.
    func tail(of file: DataFile) throws -> SeriesPart.Tail {
        let length = file.contents.length
        if let end = file.end, end.end == length { return end.recorded }
        return try FileTail(of: file.descriptor ?? disk.openForReading(file.path), length: length).recorded
    }

    private func descriptor(of file: DataFile) throws -> FileDescriptor {
        if let descriptor = file.descriptor { return descriptor }
        let descriptor = try disk.openForWriting(file.path)
        file.descriptor = descriptor
        return descriptor
    }

    private func end(_ file: DataFile, _ bytes: [UInt8]) throws {
        pendingBytes -= file.pendingBytes
        file.encoder = nil
        file.contents.seals += 1
        guard !bytes.isEmpty else { return }
        try open(file)
        try flush(bytes, to: file)
    }

    private func flush(_ bytes: [UInt8], to file: DataFile) throws {
        file.isDirty = true
        guard !bytes.isEmpty, let descriptor = file.descriptor else { return }
        try disk.write(bytes, to: descriptor, at: file.contents.length)
        file.contents.length += Int64(bytes.count)
        if file.end?.goesOn(with: bytes) != true { file.end = nil }
        self.bytes += bytes.count
    }

    /// Opens a file, makes it when it is new, and closes those that were not used longest when too many are open.
    private func open(_ file: DataFile) throws {
        uses += 1
        file.lastUse = uses
        guard file.descriptor == nil else { return }
        try makeRoom()
        if file.contents.length > 0 || file.isDirty {
            file.descriptor = try disk.openForWriting(file.path)
            return
        }
        let directory = HostPath.parent(of: file.path)
        for changed in try disk.makeDirectories(directory) { changedDirectories.insert(changed) }
        file.descriptor = file.isRewrite ? try disk.createAnew(file.path) : try disk.create(file.path)
        changedDirectories.insert(directory)
    }

    /// Half of the files at once, so that there is work for several processors.
    private func makeRoom() throws {
        let open = files.values.filter { $0.descriptor != nil }
        guard open.count >= OpenFiles.maximumOpenFiles else { return }
        let oldest = Array(open.sorted { $0.lastUse < $1.lastUse }.prefix(open.count / 2))
        try seal(oldest)
        for file in oldest { file.descriptor = nil }
    }

    private static func endings(of encoders: [any FileEncoder]) -> [Result<[UInt8], any Error>] {
        let endings = Mutex([Int: Result<[UInt8], any Error>]())
        DispatchQueue.concurrentPerform(iterations: encoders.count) { index in
            var encoder = encoders[index]
            let ending = Result {
                var bytes: [UInt8] = []
                try encoder.seal(into: &bytes)
                return bytes
            }
            endings.withLock { $0[index] = ending }
        }
        return endings.withLock { endings in encoders.indices.compactMap { endings[$0] } }
    }
}

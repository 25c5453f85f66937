import Host
import PluginKit
import Tabular

extension Archive {
    /// Writes rows behind what the group has of a file. `digest` is theirs, where it was worked out already.
    func write(_ batch: Batch, to file: DataFile, in group: CommitGroup, digest: RowDigest? = nil) throws {
        guard !batch.isEmpty else { return }
        try open(file, in: group)
        var encoder = file.encoder ?? file.sink.format.encoder(for: file.dataset.schema, isNewFile: file.contents.length == 0)
        let held = file.pendingBytes
        group.scratch.removeAll(keepingCapacity: true)
        try encoder.encode(batch, into: &group.scratch)
        file.encoder = encoder
        group.pendingBytes += file.pendingBytes - held
        try flush(group.scratch, to: file, in: group)
        file.contents.rows.add(batch, axis: file.dataset.axisColumn, digest: digest)
        if group.pendingBytes > CommitGroup.maximumPendingBytes { try seal(Array(group.files.values), in: group) }
    }

    /// An empty file still gets its header.
    func writeHeader(of file: DataFile, in group: CommitGroup) throws {
        guard file.contents.length == 0, file.encoder == nil else { return }
        try open(file, in: group)
        var encoder = file.sink.format.encoder(for: file.dataset.schema, isNewFile: true)
        group.scratch.removeAll(keepingCapacity: true)
        try encoder.encode(Batch(empty: file.dataset.schema), into: &group.scratch)
        try encoder.seal(into: &group.scratch)
        try flush(group.scratch, to: file, in: group)
    }

    func flush(_ bytes: [UInt8], to file: DataFile, in group: CommitGroup) throws {
        file.isDirty = true
        guard !bytes.isEmpty, let descriptor = file.descriptor else { return }
        try disk.write(bytes, to: descriptor, at: file.contents.length)
        file.contents.length += Int64(bytes.count)
        group.bytes += bytes.count
    }

    /// Opens a file of the group, makes it when it is new, and closes those that were not used longest when too many are open.
    func open(_ file: DataFile, in group: CommitGroup) throws {
        group.uses += 1
        file.lastUse = group.uses
        guard file.descriptor == nil else { return }
        try makeRoom(in: group)
        if file.contents.length > 0 || file.isDirty {
            file.descriptor = try disk.openForWriting(file.path)
            return
        }
        let directory = HostPath.parent(of: file.path)
        for changed in try disk.makeDirectories(directory) { group.changedDirectories.insert(changed) }
        file.descriptor = file.isRewrite ? try disk.createAnew(file.path) : try disk.create(file.path)
        group.changedDirectories.insert(directory)
    }

    /// Half of the files at once, so that there is work for several processors.
    private func makeRoom(in group: CommitGroup) throws {
        let open = group.files.values.filter { $0.descriptor != nil }
        guard open.count >= CommitGroup.maximumOpenFiles else { return }
        let oldest = Array(open.sorted { $0.lastUse < $1.lastUse }.prefix(open.count / 2))
        try seal(oldest, in: group)
        for file in oldest { file.descriptor = nil }
    }
}

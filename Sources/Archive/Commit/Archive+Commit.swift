import GRDB
import Host

extension Archive {
    /// Makes the open group durable: files before the record, the record before names. Without an open group nothing happens.
    package func commit() throws {
        try undoingOnFailure { try commitGroup() }
    }

    func commitGroup() throws {
        guard let group else { return }
        let files = group.files.values.filter { $0.isDirty || $0.encoder != nil || ($0.isRewrite && !$0.isDraft) }
        try seal(Array(files), in: group)
        try barrier(files, in: group)
        try database.inDatabase { db in
            for file in files { try record(file, db) }
            for part in group.parts.values {
                try part.save(db)
                checkedParts.insert(part.id)
            }
            try commitTransaction(db)
        }
        let hasRenames = files.contains { $0.isRewrite && !$0.isDraft }
        self.group = nil
        let intents = try database.inDatabase { db in
            let isPromised = try hasRenames || db.integer("SELECT 1 FROM intents LIMIT 1") != nil
            return isPromised ? try Intent.fetch(db) : []
        }
        guard !intents.isEmpty else { return }
        try Intent.perform(intents, on: disk)
        try transaction { db in try Intent.deleteAll(intents, db) }
    }

    /// What was written reaches the disk: names of new files first, then bytes.
    private func barrier(_ files: [DataFile], in group: CommitGroup) throws {
        let dirty = files.filter(\.isDirty)
        guard !dirty.isEmpty else { return }
        let limit = CommitGroup.maximumFileSyncs
        if dirty.count > limit || group.changedDirectories.count > limit {
            if try disk.syncAll(group.root) { return }
        }
        for directory in group.changedDirectories.sorted() { try disk.syncDirectory(directory) }
        for file in dirty {
            if file.descriptor == nil { file.descriptor = try disk.openForWriting(file.path) }
            if let descriptor = file.descriptor { try disk.syncData(descriptor) }
            // Where there is no sync of all, more than a few are open only one at a time.
            if dirty.count > CommitGroup.maximumOpenFiles { file.descriptor = nil }
        }
    }

    /// The file's row, as its bytes are now.
    private func record(_ file: DataFile, _ db: Database) throws {
        if file.isDraft {
            file.record.rewrite = file.contents
        } else {
            let source = try file.descriptor ?? disk.openForReading(file.path)
            file.record.tail = try FileTail.digest(of: source, length: file.contents.length, on: disk)
            file.record.contents = file.contents
            file.record.rewrite = nil
            checkedFiles.insert(file.record.id)
            if file.isRewrite {
                try Intent(kind: .rename, path: file.record.path, length: file.contents.length, tail: file.record.tail).save(db)
            }
        }
        try file.record.save(db)
    }
}

import GRDB
import Host
import PluginKit
import Tabular

extension Archive {
    /// Writes the rewrites of a page. They are not part of the group yet: when one of them finds its file damaged, none is kept.
    func merge(_ writes: [SeriesWrite], in group: CommitGroup) throws -> [DataFile] {
        var files: [DataFile] = []
        for write in writes where write.rewrites {
            var rest: Batch? = write.rows.batch
            do {
                files.append(
                    try rewrite(write, label: write.file.path, in: group) {
                        defer { rest = nil }
                        return rest
                    })
            } catch let error as ArchiveError where error.isOfOneUnit {
                for file in files { try drop(file) }
                throw error
            }
        }
        return files
    }

    /// A file with rows merged into it, in a temporary file: in key order, an incoming row in the place of a stored one of the same key.
    func rewrite(
        _ write: SeriesWrite, label: String, in group: CommitGroup,
        replacing: RowReplacement? = nil, incoming: () throws -> Batch?
    ) throws -> DataFile {
        let old = group.files[write.file.id]
        if let old { try seal([old], in: group) }
        let source = (path: old?.path ?? write.file.path, length: old?.contents.length ?? write.file.contents.length)
        let file = DataFile(write.file, dataset: write.dataset, sink: write.sink, contents: FileRecord.Contents(), isRewrite: true)
        var merge = try MergeSort(schema: write.dataset.schema, incoming: incoming, replacing: replacing)
        do {
            try readRows(source.path, length: source.length, sink: write.sink, dataset: write.dataset, label: label) { stored in
                try merge.add(stored, incoming: incoming) { try self.write($0, to: file, in: group) }
            }
        } catch let error as ArchiveError where error.isOfOneUnit {
            try drop(file)
            throw error
        }
        try merge.finish(incoming: incoming) { try self.write($0, to: file, in: group) }
        try writeHeader(of: file, in: group)
        return file
    }

    /// A rewrite that came to nothing.
    func drop(_ file: DataFile) throws {
        group?.pendingBytes -= file.pendingBytes
        file.encoder = nil
        file.descriptor = nil
        try disk.remove(file.path)
    }

    /// Drops what a unit's replacement has so far. Says whether some of it was committed: then the group is to be committed before another
    /// replacement begins, and the temporary file goes with that commit.
    func dropDrafts(of unit: UnitRecord) throws -> Bool {
        var wasCommitted = false
        for record in try fileRecords(of: unit) {
            if let data = group?.files[record.id], data.isDraft {
                group?.files[record.id] = nil
                group?.pendingBytes -= data.pendingBytes
                data.descriptor = nil
                if record.rewrite == nil { try disk.remove(data.path) }
            }
            guard record.rewrite != nil, group?.files[record.id] == nil else { continue }
            wasCommitted = true
            var record = record
            record.rewrite = nil
            try database.inDatabase { db in
                try record.save(db)
                try Intent.remove(DataPath.rewrite(of: record.path)).save(db)
            }
        }
        return wasCommitted
    }
}

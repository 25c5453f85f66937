import GRDB
import Host
import PluginKit
import Tabular

extension Archive {
    /// What a page writes.
    struct Writes {
        var files: [SeriesWrite] = []
        var tables: [TableWrite] = []
    }

    /// What a page writes, after everything was looked at that could be wrong with the unit's own files and rows. Changes nothing, but may commit
    /// the open group to make way for a second rewrite of a file.
    func plan(_ page: PageCommit) throws -> Writes {
        guard try database.inDatabase({ db in try db.integer("SELECT 1 FROM frontier WHERE unit = ?", [page.unit.id]) }) != nil else {
            throw ArchiveError(.misuse, "\(page.unit.name) is not in the frontier: it was not admitted")
        }
        var writes = Writes()
        guard !page.series.isEmpty || page.releasesHeld else { return writes }
        var files = try fileRecords(of: page.unit)
        if files.contains(where: { file in mustCommitFirst(page, file) }) {
            try commitGroup()
            files = try fileRecords(of: page.unit)
        }
        let parts = tableSink == nil ? [] : try tableParts(of: page.unit)
        for change in page.series {
            guard !page.held.contains(where: { $0.dataset.name == change.dataset.name }) else {
                throw ArchiveError(.misuse, "\(page.unit.label): one page holds rows of \(change.dataset.name) back and writes others")
            }
            let digest = RowDigest(change.rows.batch)
            for sink in fileSinks {
                guard let file = files.first(where: { $0.dataset == change.dataset.name && $0.sink == sink.name }) else {
                    throw try unadmitted(page.unit, change.dataset, sink)
                }
                let write = SeriesWrite(
                    dataset: change.dataset, rows: change.rows, digest: digest, sink: sink, file: file,
                    rewrites: rewrites(change.rows, file, sink))
                if try isNeeded(write, label: page.unit.label) { writes.files.append(write) }
            }
            if let sink = tableSink {
                guard let part = parts.first(where: { $0.dataset == change.dataset.name && $0.sink == sink.name }) else {
                    throw ArchiveError(.misuse, "\(page.unit.name) was not admitted with the dataset \(change.dataset.name)")
                }
                let write = TableWrite(dataset: change.dataset, rows: change.rows, digest: digest, sink: sink, part: part)
                if try isNeeded(write, unit: page.unit) { writes.tables.append(write) }
            }
        }
        if page.releasesHeld { for file in files { try lookAt(file, label: page.unit.label) } }
        return writes
    }

    func fileRecords(of unit: UnitRecord) throws -> [FileRecord] {
        try database.inDatabase { db in try FileRecord.fetch(db, where: "unit = ?", [unit.id]) }
    }

    /// A file that the group rewrites cannot be rewritten a second time in it.
    private func mustCommitFirst(_ page: PageCommit, _ file: FileRecord) -> Bool {
        guard let data = group?.files[file.id], !data.isDraft else { return false }
        if page.releasesHeld && data.isRewrite { return true }
        return page.series.contains { change in
            guard change.dataset.name == file.dataset else { return false }
            switch change.rows {
            case .append: return false
            case .merge: return data.isRewrite
            case .replace: return true
            }
        }
    }

    /// Whether a change writes anything; throws when it cannot.
    private func isNeeded(_ write: SeriesWrite, label: String) throws -> Bool {
        let file = write.file
        let data = group?.files[file.id]
        let isDrafted = data?.isDraft ?? (file.rewrite != nil)
        switch write.rows {
        case .append(let batch):
            guard !batch.isEmpty else { return false }
            try refuseDraft(isDrafted, write)
            try refuseBackward(batch, behind: contents(of: file).rows, write.dataset, label: label)
        case .merge(let batch, _):
            guard !batch.isEmpty else { return false }
            try refuseDraft(isDrafted, write)
        case .replace(let batch, let isLast):
            if isDrafted {
                if data == nil, let rewrite = file.rewrite, disk.length(DataPath.rewrite(of: file.path)) ?? -1 < rewrite.length {
                    throw damaged(
                        DataPath.rewrite(of: file.path), label: label, "is shorter than the part of the replacement that was recorded")
                }
                return true
            }
            if batch.isEmpty, !isLast || file.contents.length == 0 { return false }
        }
        try lookAt(file, label: label)
        return true
    }

    /// Whether rows need the file to be written anew: those that stand among stored ones, and those that come when it has gathered many commits.
    private func rewrites(_ rows: SeriesChange.Rows, _ file: FileRecord, _ sink: FileSink) -> Bool {
        switch rows {
        case .append(let batch): !batch.isEmpty && sink.format.isDue(afterSeals: contents(of: file).seals, file: file.id)
        case .merge: true
        case .replace: false
        }
    }

    func refuseBackward(_ batch: Batch, behind stored: RowTally, _ dataset: Dataset, label: String) throws {
        guard let last = stored.last, let first = dataset.firstTick(batch), first < last else { return }
        throw ArchiveError(
            .misuse, "\(label): rows of \(dataset.name) to append begin at \(dataset.axis.text(first)), before the last stored")
    }

    private func refuseDraft(_ isDrafted: Bool, _ write: SeriesWrite) throws {
        guard isDrafted else { return }
        throw ArchiveError(.misuse, "\(write.file.path) is being replaced: its walk must end or begin anew before other rows are written")
    }

    /// The first touch of a file.
    private func lookAt(_ file: FileRecord, label: String) throws {
        guard group?.files[file.id] == nil else { return }
        if file.contents.length == 0 {
            guard disk.status(file.path) != nil else { return }
            throw taken(file.path, label: label)
        }
        try check(file, label: label, mayBeLonger: false)
    }

    func taken(_ path: String, label: String) -> ArchiveError {
        ArchiveError(
            .pathTaken, "\(label): something that this archive did not write is at \(disk.absolute(path))",
            fix: "move it away and run the same line again", path: disk.absolute(path))
    }

    private func unadmitted(_ unit: UnitRecord, _ dataset: Dataset, _ sink: FileSink) throws -> ArchiveError {
        let path = try DataPath.path(of: unit, dataset.name, fileExtension: sink.fileExtension)
        return disk.status(path) != nil
            ? taken(path, label: unit.label) : ArchiveError(.misuse, "\(unit.name) was not admitted with the dataset \(dataset.name)")
    }
}

extension Dataset {
    /// The axis cell of the first row.
    func firstTick(_ batch: Batch) -> Int64? {
        guard let column = axisColumn, batch.count > 0 else { return nil }
        return batch.columns[column].values[0]
    }
}

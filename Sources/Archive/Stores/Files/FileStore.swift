import Host
package import PluginKit
package import Tabular

/// Keeps a file for each series: rows are appended behind its committed length, or it is written anew beside itself and
/// renamed when the commit has said so. Whatever stands behind the committed length is no part of it.
package final class FileStore: SeriesStore {
    package let name: String
    package let fileExtension: String
    package let format: any FileFormat
    let disk: FileSystem
    let record: Record
    /// Whether another process may be writing: then a file may be longer than its record, and a rename that is promised
    /// not done.
    let isReader: Bool
    /// Files whose bytes were compared with the record since the archive was opened, and the ends of those that were
    /// last and that no commit has written to since: it may be they that are written to next.
    var checked: Set<Int64> = []
    var ends: [Int64: FileTail] = [:]
    private static let mostEnds = 16
    var staged: [Staged] = []

    /// A part of what is being staged.
    enum Staged {
        /// Written beside its file.
        case rewrite(DataFile)
        /// To be written when nothing of the unit can go wrong any more.
        case write(SeriesWrite)
    }

    init(_ sink: FileSink, _ record: Record, on disk: FileSystem, isReader: Bool) {
        name = sink.name
        fileExtension = sink.fileExtension
        format = sink.format
        self.record = record
        self.disk = disk
        self.isReader = isReader
    }

    package func path(of unit: UnitRecord, _ dataset: String) throws -> String {
        try DataPath.path(of: unit, dataset, fileExtension: fileExtension)
    }

    func file(of part: SeriesPart) throws -> SeriesPart.File {
        guard let file = part.file else {
            throw ArchiveError(.misuse, "The rows of \(part.dataset) in \(name) are in no file")
        }
        return file
    }

    // MARK: Looking

    package func read(
        _ part: SeriesPart, of series: Series, from lower: Int64?, in group: CommitGroup?,
        _ body: (Batch) throws -> Void
    )
        throws
    {
        let bytes = try present(part, of: series, in: group)
        let widened = try Widening(from: bytes.series.dataset, to: series.dataset)
        try readRows(bytes, from: lower) { try body(widened($0)) }
    }

    /// Bytes of a series, with the columns in which its rows were written.
    struct Bytes {
        let path: String
        let length: Int64
        let series: Series
        let rows: RowTally
    }

    /// The bytes of a part, with what the open group has.
    func present(_ part: SeriesPart, of series: Series, in group: CommitGroup?) throws -> Bytes {
        if let group, let data = group.files[part], !data.isDraft {
            try group.files.seal([data])
            return Bytes(path: data.path, length: data.contents.length, series: data.series, rows: data.contents.rows)
        }
        let file = try file(of: part)
        let written = try record.written(part, of: series)
        // A rewrite that is committed and not renamed yet: its bytes are still beside the file.
        let rewrite = DataPath.rewrite(of: file.path)
        if isReader, try record.isPromised(file.path), disk.length(rewrite) != nil {
            return Bytes(path: rewrite, length: file.length, series: written, rows: part.rows)
        }
        try check(part, file, label: series.label)
        return Bytes(path: file.path, length: file.length, series: written, rows: part.rows)
    }

    private func readRows(_ bytes: Bytes, from lower: Int64? = nil, _ body: (Batch) throws -> Void) throws {
        guard bytes.length > 0 else { return }
        let (path, dataset, label) = (bytes.path, bytes.series.dataset, bytes.series.label)
        do {
            let source = FileBytes(file: try disk.openForReading(path), count: Int(bytes.length))
            try format.read(source, schema: dataset.schema, axisColumn: dataset.axisColumn, from: lower, body)
        } catch let error as FileFormatError {
            throw damaged(path, label: label, "is not what \(name) writes: \(error)", cause: error)
        } catch let error as SystemError where error.call == .read || error.call == .open {
            throw damaged(path, label: label, "cannot be read: \(error.reason)", cause: error)
        }
    }

    /// Reads all rows, as rows of `series`, and holds them against the record: what is written anew from them is not to
    /// make good what was altered.
    func readWhole(_ bytes: Bytes, as series: Series, _ body: (Batch) throws -> Void) throws {
        let widened = try Widening(from: bytes.series.dataset, to: series.dataset)
        var found = RowTally()
        try readRows(bytes) { batch in
            found.add(batch, axis: bytes.series.dataset.axisColumn)
            try body(widened(batch))
        }
        guard found.agrees(with: bytes.rows) else {
            throw damaged(bytes.path, label: series.label, "does not hold the rows of the record")
        }
    }

    package func salvage(_ part: SeriesPart, of series: Series, _ body: (Batch) throws -> Void) throws {
        let file = try file(of: part)
        let written = try record.written(part, of: series).dataset
        let widened = try Widening(from: written, to: series.dataset)
        try salvage(file.path, upTo: file.length > 0 ? file.length : nil, of: written) { try body(widened($0)) }
    }

    /// The same of any file; `recorded`: bytes behind these are none of it.
    package func salvage(_ path: String, upTo recorded: Int64?, of dataset: Dataset, _ body: (Batch) throws -> Void)
        throws
    {
        guard let length = disk.length(path) else { throw FileFormatError(line: 0, "the file is gone") }
        do {
            let bytes = FileBytes(file: try disk.openForReading(path), count: Int(min(length, recorded ?? length)))
            try format.read(bytes, schema: dataset.schema, axisColumn: dataset.axisColumn, from: nil, body)
        } catch let error as SystemError {
            throw FileFormatError(line: 0, "it cannot be read: \(error.reason)")
        }
    }

    /// The rows of a file that was made of a list of entities.
    package func readRendered(_ file: RenderedFile, schema: Schema, _ body: (Batch) throws -> Void) throws {
        let source = FileBytes(file: try disk.openForReading(file.path), count: Int(file.length))
        try format.read(source, schema: schema, axisColumn: nil, from: nil, body)
    }

    /// Compares a file with its record, once: it is there, as long as recorded, and ends with the recorded bytes.
    func check(_ part: SeriesPart, _ file: SeriesPart.File, label: String) throws {
        guard file.length > 0, !checked.contains(part.id) else { return }
        guard case .file(let length) = disk.status(file.path) else {
            throw damaged(file.path, label: label, disk.status(file.path) == nil ? "is gone" : "is no file any more")
        }
        guard length >= file.length else {
            throw damaged(file.path, label: label, "has \(length) bytes where the record has \(file.length)")
        }
        guard length == file.length || isReader else {
            throw damaged(
                file.path, label: label,
                "has \(length) bytes where the record has \(file.length): something else wrote to it")
        }
        let end: FileTail
        do {
            end = try FileTail(of: disk.openForReading(file.path), length: file.length, size: file.tail?.length ?? 0)
        } catch {
            throw damaged(file.path, label: label, "cannot be read: \(error.reason)", cause: error)
        }
        guard end.recorded == file.tail else {
            throw damaged(
                file.path, label: label, "was changed by something else: its last bytes are not those that were written"
            )
        }
        checked.insert(part.id)
        if ends.count >= FileStore.mostEnds { ends = [:] }
        ends[part.id] = end
    }

    package func damaged(_ part: SeriesPart, of series: Series, _ what: String) -> ArchiveError {
        damaged(part.file?.path ?? part.dataset, label: series.label, what)
    }

    func damaged(_ path: String, label: String, _ what: String, cause: (any Error)? = nil) -> ArchiveError {
        ArchiveError(
            .damagedFile, "\(label): \(disk.absolute(path)) \(what)",
            fix: "put the file back from a copy, or run penstock verify --repair to fetch it anew",
            path: disk.absolute(path), cause: cause)
    }

    func taken(_ path: String, label: String) -> ArchiveError { ArchiveError.taken(disk.absolute(path), label: label) }

    // MARK: Pages

    package func begin(_ series: Series, _ part: SeriesPart?, claiming: Bool) throws {
        guard part == nil else { return }
        let path = try path(of: series.unit, series.dataset.name)
        if !claiming, disk.status(path) != nil { throw taken(path, label: series.label) }
        if let other = try record.owner(ofFile: path) {
            throw ArchiveError(
                .pathTaken, "\(series.label): \(path) belongs to \(other) already",
                fix: "this is a defect of the plugin; please report it")
        }
        _ = try record.begin(.file(SeriesPart.File(path: path)), of: series, in: name)
    }

    package func refuseTaken(_ series: Series) throws {
        let path = try path(of: series.unit, series.dataset.name)
        for path in [path, DataPath.rewrite(of: path)] where disk.status(path) != nil {
            throw taken(path, label: series.label)
        }
    }

    package func refuseTakenLists() throws {
        for list in try record.renderedListNames() {
            let path = "\(list).\(fileExtension)"
            if disk.status(path) != nil { throw taken(path, label: path) }
        }
    }

    package func look(at part: SeriesPart, of series: Series, in group: CommitGroup?) throws {
        guard group?.files[part] == nil else { return }
        let file = try file(of: part)
        if file.length == 0 {
            guard disk.status(file.path) != nil else { return }
            throw taken(file.path, label: series.label)
        }
        try check(part, file, label: series.label)
    }

    package func look(at write: SeriesWrite, in group: CommitGroup?) throws -> Bool {
        let file = try file(of: write.part)
        let data = group?.files[write.part]
        let isDrafted = data?.isDraft ?? (file.draft != nil)
        switch write.kind {
        case .append, .merge:
            guard !write.rows.isEmpty else { return false }
            guard !isDrafted else {
                throw ArchiveError(
                    .misuse,
                    "\(file.path) is being replaced: its walk must end or begin anew before other rows are written")
            }
        case .replace(let isLast):
            if isDrafted {
                let rewrite = DataPath.rewrite(of: file.path)
                if data == nil, let draft = file.draft, disk.length(rewrite) ?? -1 < draft.length {
                    throw damaged(
                        rewrite, label: write.series.label,
                        "is shorter than the part of the replacement that was recorded")
                }
                return true
            }
            if write.rows.isEmpty, !isLast || file.length == 0 { return false }
        }
        try look(at: write.part, of: write.series, in: group)
        return true
    }

    package func mustCommit(_ group: CommitGroup, before kind: SeriesWrite.Kind, to part: SeriesPart) -> Bool {
        guard let data = group.files[part], !data.isDraft else { return false }
        switch kind {
        case .append: return false
        case .merge: return data.isRewrite
        case .replace: return true
        }
    }

    package func stage(_ write: SeriesWrite, in group: CommitGroup) throws {
        if try isRewritten(by: write, in: group) { try rewrite(write, in: group) } else { staged.append(.write(write)) }
    }

    /// Rows that stand among stored ones, those that come when a file has gathered many commits, and those that have
    /// columns which it has not, need it written anew.
    private func isRewritten(by write: SeriesWrite, in group: CommitGroup) throws -> Bool {
        if case .replace = write.kind { return false }
        let stored = group.files[write.part]?.contents ?? write.part.contents
        if try stored.length > 0 && isNarrow(write.part, for: write.series, in: group) { return true }
        if case .merge = write.kind { return write.overlaps(stored.rows) }
        return format.isDue(afterSeals: stored.seals, file: write.part.id)
    }

    private func isNarrow(_ part: SeriesPart, for series: Series, in group: CommitGroup) throws -> Bool {
        try group.present(part).schema < record.schema(of: series)
    }

    /// A file with rows merged into it, in a temporary file: in key order, an incoming row in the place of a stored one
    /// of the same key.
    private func rewrite(_ write: SeriesWrite, in group: CommitGroup) throws {
        let old = try present(write.part, of: write.series, in: group)
        let new = try rewriting(write.part, file(of: write.part), of: write.series)
        staged.append(.rewrite(new))
        let incoming = try write.rows.open()
        var merge = try MergeSort(schema: write.series.dataset.schema, incoming: incoming, replacing: write.replacing)
        try readWhole(old, as: write.series) { stored in
            try merge.add(stored, incoming: incoming) { try group.files.write($0, to: new) }
        }
        try merge.finish(incoming: incoming) { try group.files.write($0, to: new) }
        try group.files.writeHeader(of: new)
    }

    /// A file in the place of what there is of a part; `isDraft`: it comes in parts.
    func rewriting(_ part: SeriesPart, _ file: SeriesPart.File, of series: Series, isDraft: Bool = false) throws
        -> DataFile
    {
        DataFile.rewriting(part, file, of: series, under: try record.schema(of: series), format, isDraft: isDraft)
    }

    package func dropStaged(in group: CommitGroup) throws {
        defer { staged = [] }
        for case .rewrite(let data) in staged { try group.files.drop(data) }
    }

    package func keepStaged(in group: CommitGroup) throws {
        defer { staged = [] }
        for step in staged {
            switch step {
            case .rewrite(let data): keep(data, in: group)
            case .write(let write): keep(try written(write, in: group), in: group)
            }
        }
    }

    private func written(_ write: SeriesWrite, in group: CommitGroup) throws -> DataFile {
        let next = try write.rows.open()
        let data: DataFile
        if case .replace = write.kind {
            data = try draft(write, in: group)
        } else {
            data = try appending(write, in: group)
        }
        while let batch = try next() { try group.files.write(batch, to: data, digest: write.rows.digest) }
        if case .replace(isLast: true) = write.kind {
            try group.files.writeHeader(of: data)
            data.isDraft = false
        }
        return data
    }

    /// A file is the group's, with what was written of it.
    func keep(_ data: DataFile, in group: CommitGroup) {
        group.files.add(data)
        var part = data.part
        if !data.isDraft { (part.schema, part.rows) = (data.schema, data.contents.rows) }
        group.set(part)
    }

    /// The file itself, to be written behind what it has.
    private func appending(_ write: SeriesWrite, in group: CommitGroup) throws -> DataFile {
        if let data = group.files[write.part] { return data }
        let data = try DataFile.appending(
            write.part, file(of: write.part), of: write.series, under: record.schema(of: write.series), format)
        data.end = ends.removeValue(forKey: write.part.id)
        return data
    }

    /// The temporary file of a replacement.
    private func draft(_ write: SeriesWrite, in group: CommitGroup) throws -> DataFile {
        try group.files[write.part] ?? rewriting(write.part, file(of: write.part), of: write.series, isDraft: true)
    }

    package func dropDraft(of part: SeriesPart, in group: CommitGroup) throws -> Bool {
        var file = try file(of: part)
        if let data = group.files[part], data.isDraft {
            group.files.forget(data)
            group.forget(part)
            if file.draft == nil { try disk.remove(data.path) }
        }
        guard file.draft != nil, group.files[part] == nil else { return false }
        file.draft = nil
        var part = part
        part.place = .file(file)
        try record.save(part)
        try record.promise([.remove(DataPath.rewrite(of: file.path))])
        return true
    }
}

extension FileFormat {
    /// Whether a file that so many commits wrote to is to be written anew. The number differs by file, so that files of
    /// one age are not all due on one night.
    fileprivate func isDue(afterSeals seals: Int64, file: Int64) -> Bool {
        guard let least = compactsAfter.map(Int64.init), least > 0 else { return false }
        let spread = Int64(truncatingIfNeeded: (UInt64(bitPattern: file) &* 0x9e37_79b9_7f4a_7c15) >> 33)
        return seals >= least + spread % least
    }
}

import Host
package import PluginKit
package import Tabular

/// Files that are written whole, go on under another name or go, what a commit does with files, and what is cut after a
/// kill.
extension FileStore {
    @discardableResult
    package func replace(
        _ part: SeriesPart, of series: Series, isBegun: Bool, keeping: Bool, in group: CommitGroup, rows: RowFeed
    ) throws
        -> String?
    {
        let file = try file(of: part)
        let new = try rewriting(part, file, of: series)
        staged.append(.rewrite(new))
        try rows { try group.files.write($0, to: new) }
        var kept: String?
        if keeping, disk.status(file.path) != nil {
            let aside = AsideName.damaged.free(for: file.path, on: disk)
            try record.promise([.aside(file.path, to: aside)])
            kept = disk.absolute(aside)
        }
        // A series that never had a row has no file.
        guard isBegun || new.contents.rows.count > 0 else {
            staged.removeLast()
            return kept
        }
        try group.files.writeHeader(of: new)
        return kept
    }

    package func prepareRename(of part: SeriesPart, _ series: Series, to renaming: UnitRenaming) throws {
        guard part.isBegun else { return }
        try record.promise([.remove(DataPath.rewrite(of: path(of: renaming.renamed, series.dataset.name)))])
    }

    package func rename(_ part: SeriesPart, of series: Series, to renaming: UnitRenaming, in group: CommitGroup) throws
    {
        var file = try file(of: part)
        let old = file.path
        file.path = try path(of: renaming.renamed, series.dataset.name)
        // With the next page the record knows the new one.
        file.prefix = nil
        if file.path != old, disk.status(file.path) != nil { throw taken(file.path, label: renaming.label) }
        try rewrite(part, to: file, of: series, in: group) { try renaming.renamed($0, of: series.dataset) }
        guard file.length > 0 else { return }
        if file.path != old { try record.promise([.remove(old)]) }
        try record.takeBackRemoval(of: DataPath.rewrite(of: file.path))
    }

    package func widen(_ part: SeriesPart, of series: Series, in group: CommitGroup) throws {
        try rewrite(part, to: file(of: part), of: series, in: group) { $0 }
    }

    /// A file with the rows that a part has, each as `change` makes it.
    private func rewrite(
        _ part: SeriesPart, to file: SeriesPart.File, of series: Series, in group: CommitGroup,
        _ change: (Batch) throws -> Batch
    ) throws {
        let bytes = try present(part, of: series, in: group)
        var part = part
        part.place = .file(file)
        guard bytes.length > 0 else {
            part.schema = try record.schema(of: series)
            return group.set(part)
        }
        let new = try rewriting(part, file, of: series)
        staged.append(.rewrite(new))
        try readWhole(bytes, as: series) { try group.files.write(try change($0), to: new) }
        try group.files.writeHeader(of: new)
    }

    package func letGo(
        of part: SeriesPart, of unit: UnitRecord, _ dataset: Dataset?, isKept: Bool, run: Int64?, now: Instant
    ) throws
        -> Bool
    {
        let file = try file(of: part)
        let isThere = disk.length(file.path) ?? -1 >= file.length
        if part.rows.count > 0 {
            try record.promise([.aside(file.path, to: AsideName.forgotten.free(for: file.path, on: disk))])
        } else if file.length > 0 {
            try record.promise([.remove(file.path)])
        }
        if file.draft != nil { try record.promise([.remove(DataPath.rewrite(of: file.path))]) }
        checked.remove(part.id)
        ends[part.id] = nil
        return isThere
    }

    package func leave() throws {
        try record.promiseRemoval(ofFilesIn: name)
        for list in try record.renderedListNames() {
            let path = "\(list).\(fileExtension)"
            if try record.forgetRendered(path) { try record.promise([.remove(path)]) }
        }
        try record.removeParts(of: name)
    }

    // MARK: Commit

    package func prepare(_ group: CommitGroup) throws {
        try group.files.makeDurable()
        for data in group.files.all(of: name) {
            var part = group.present(data.part)
            var file = try file(of: part)
            if data.isDraft {
                file.draft = data.contents
            } else {
                file.tail = try group.files.tail(of: data)
                (file.length, file.seals) = (data.contents.length, data.contents.seals)
                file.draft = nil
                checked.insert(part.id)
                ends[part.id] = nil
                if data.isRewrite {
                    try record.promise([
                        Promise(kind: .rename, path: file.path, length: file.length, tail: file.tail?.sha256)
                    ])
                }
            }
            part.place = .file(file)
            group.set(part)
        }
    }

    package func recover(_ parts: [SeriesPart]) throws -> Set<Int64> {
        var restarts: Set<Int64> = []
        var isCut = false
        for part in parts {
            let file = try file(of: part)
            if try cutTail(of: file) { isCut = true }
            switch try cutDraft(of: file) {
            case .whole(let wasCut): isCut = isCut || wasCut
            case .lost:
                restarts.insert(part.unit)
            }
        }
        if isCut { _ = try disk.syncAll(disk.openDirectory("")) }
        return restarts
    }

    /// Bytes behind the committed length, and a file that no commit knows of.
    private func cutTail(of file: SeriesPart.File) throws(SystemError) -> Bool {
        guard let length = disk.length(file.path), length > file.length || file.length == 0 else { return false }
        if file.length == 0 { return try disk.remove(file.path) }
        try disk.truncate(disk.openForWriting(file.path), to: file.length)
        return true
    }

    private enum Draft {
        case whole(wasCut: Bool)
        /// The part that was recorded is not there.
        case lost
    }

    private func cutDraft(of file: SeriesPart.File) throws(SystemError) -> Draft {
        let path = DataPath.rewrite(of: file.path)
        guard let recorded = file.draft?.length else { return .whole(wasCut: try disk.remove(path)) }
        guard let length = disk.length(path), length >= recorded else { return .lost }
        guard length > recorded else { return .whole(wasCut: false) }
        try disk.truncate(disk.openForWriting(path), to: recorded)
        return .whole(wasCut: true)
    }
}

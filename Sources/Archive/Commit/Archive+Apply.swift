import GRDB
package import PluginKit
package import Tabular

extension Archive {
    /// Applies one page to the open group.
    ///
    /// Throws an error with `isOfOneUnit` when the unit's own file is the trouble: nothing of the page was written or recorded, and the run can
    /// go on with other units. Every other error ends the use of this archive.
    @discardableResult
    package func apply(_ page: PageCommit) throws -> PageEffect {
        try undoingOnFailure {
            let writes = try plan(page)
            let group = try openGroup()
            let merged = try merge(writes.files, in: group)
            let effect: PageEffect
            do {
                effect = try undoingPage(in: group) {
                    var effect = try database.inDatabase { db in try record(page, db) }
                    for write in writes.tables { try perform(write, of: page.unit, in: group) }
                    if page.releasesHeld {
                        effect.revised += try releaseSpool(of: page.unit, datasets: page.held.map(\.dataset), run: page.run, in: group)
                    }
                    return effect
                }
            } catch let error as ArchiveError where error.isOfOneUnit {
                for file in merged { try drop(file) }
                throw error
            }
            for file in merged { group.files[file.record.id] = file }
            for write in writes.files where !write.rewrites { try perform(write, in: group) }
            try endWalk(page)
            return effect
        }
    }

    /// Commits when the group has grown or aged enough. Says whether it did.
    @discardableResult
    package func commitIfDue() throws -> Bool {
        guard let group, group.bytes >= threshold.bytes || ContinuousClock.now - group.began >= .seconds(threshold.seconds) else {
            return false
        }
        try commit()
        return true
    }

    /// A unit of this run came to nothing: its row in `run_units`, and it leaves the frontier. What was committed of it stays, and so does its
    /// `due` unless another is given.
    package func fail(_ unit: UnitRecord, run: Int64, reason: Reason, due: Instant? = nil, keepsFrontier: Bool = false) throws {
        try undoingOnFailure {
            _ = try openGroup()
            let hadDraft = try dropDrafts(of: unit)
            try database.inDatabase { db in
                if let due { try db.run("UPDATE units SET due = ? WHERE id = ?", [due.record, unit.id]) }
                try UnitOutcome(.failed(reason), due: due).save(db, run: run, unit: unit.id)
                try db.run("DELETE FROM spool WHERE unit = ?", [unit.id])
                if keepsFrontier {
                    try FrontierEntry.restart(db, unit: unit.id)
                } else {
                    try FrontierEntry.finish(db, unit: unit.id)
                }
            }
            if hadDraft { try commitGroup() }
        }
    }

    /// What a page has put into the record goes when its unit's own file turns out to be damaged; the group's other pages stay.
    private func undoingPage<Result>(in group: CommitGroup, _ step: () throws -> Result) throws -> Result {
        let (declared, prepared, parts) = (declaredDatasets, preparedTables, group.parts)
        try database.inDatabase { db in try db.execute(sql: "SAVEPOINT page") }
        do {
            let result = try step()
            try database.inDatabase { db in try db.execute(sql: "RELEASE page") }
            return result
        } catch let error as ArchiveError where error.isOfOneUnit {
            try database.inDatabase { db in try db.execute(sql: "ROLLBACK TO page; RELEASE page") }
            (declaredDatasets, preparedTables, group.parts) = (declared, prepared, parts)
            throw error
        }
    }

    /// A walk that begins anew or is over lets go of what it held.
    private func endWalk(_ page: PageCommit) throws {
        switch page.progress {
        case .next(nil, _), .finished:
            let hadDraft = try dropDrafts(of: page.unit)
            try database.inDatabase { db in try db.run("DELETE FROM spool WHERE unit = ?", [page.unit.id]) }
            if hadDraft { try commitGroup() }
        case .next, .confirming: break
        }
    }

    private func perform(_ write: SeriesWrite, in group: CommitGroup) throws {
        switch write.rows {
        case .merge: return
        case .append(let batch):
            try self.write(batch, to: dataFile(write, in: group), in: group, digest: write.digest)
        case .replace(let batch, let isLast):
            let file = try draft(write, in: group)
            try self.write(batch, to: file, in: group, digest: write.digest)
            if isLast {
                try writeHeader(of: file, in: group)
                file.isDraft = false
            }
        }
    }

    /// The file itself, to be written behind what it has.
    func dataFile(_ write: SeriesWrite, in group: CommitGroup) throws -> DataFile {
        if let known = group.files[write.file.id] { return known }
        let file = DataFile(write.file, dataset: write.dataset, sink: write.sink, contents: write.file.contents)
        group.files[write.file.id] = file
        return file
    }

    /// The temporary file of a replacement.
    private func draft(_ write: SeriesWrite, in group: CommitGroup) throws -> DataFile {
        if let known = group.files[write.file.id] { return known }
        let file = DataFile(
            write.file, dataset: write.dataset, sink: write.sink, contents: write.file.rewrite ?? FileRecord.Contents(), isRewrite: true,
            isDraft: true)
        group.files[write.file.id] = file
        return file
    }
}

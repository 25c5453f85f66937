import GRDB
package import PluginKit
import TableRows
package import Tabular

/// Keeps the rows of series in tables of the record's own database, one for each dataset: rows and record are one
/// transaction. It is a sink of tables, or the record's own for the series that are kept in it. Which rows of a table
/// are a unit's is known by the beginning of their keys (``KeyPrefix``); a replacement in parts waits in the spool
/// until its last one.
package final class TableStore: SeriesStore {
    package let name: String
    let format: any TableFormat
    let record: Record
    /// Parts whose ends were compared with the record since the archive was opened.
    private var checked: Set<Int64> = []
    /// By name: one with each of the columns that were asked for.
    private var tables: [String: [SeriesTable]] = [:]
    /// Of the record itself: all rows that it has are rendered.
    private let isOfRecord: Bool
    /// Datasets of the record itself whose rows the open group has changed.
    private var changed: Set<DatasetName> = []

    private struct DatasetName: Hashable {
        let provider: String
        let dataset: String
    }

    init(_ sink: TableSink, _ record: Record) {
        name = sink.name
        format = sink.format
        self.record = record
        isOfRecord = false
    }

    /// The store of the series that are kept in the record, whatever the sinks are.
    init(of record: Record) {
        name = Record.ownSink
        format = RecordRows()
        self.record = record
        isOfRecord = true
    }

    /// The table of a series dataset on the record's connection.
    func table(of provider: String, _ dataset: Dataset) throws -> SeriesTable {
        let name = SQLName.table(provider, dataset.name)
        if let known = tables[name]?.first(where: { $0.dataset.schema == dataset.schema }) { return known }
        guard let connection = record.connection else {
            throw ArchiveError(.database, "The archive's database is closed")
        }
        let table = try SeriesTable(provider: provider, dataset: dataset, format: format, connection: connection)
        tables[name, default: []].append(table)
        return table
    }

    func table(of series: Series) throws -> SeriesTable { try table(of: series.unit.provider, series.dataset) }

    func place(of part: SeriesPart) throws -> SeriesPart.Table {
        guard let table = part.table else {
            throw ArchiveError(.misuse, "The rows of \(part.dataset) in \(name) are in no table")
        }
        return table
    }

    package func close() {
        for table in tables.values.joined() { table.close() }
        tables = [:]
    }

    // MARK: Looking

    package func read(
        _ part: SeriesPart, of series: Series, from lower: Int64?, in group: CommitGroup?,
        _ body: (Batch) throws -> Void
    )
        throws
    {
        let now = group?.present(part) ?? part
        guard now.rows.count > 0 else { return }
        if group?.hasWritten(part) != true { try check(part, of: series) }
        try readRows(now, of: series, from: lower, body)
    }

    /// The rows with the columns of `series`; those that the part was not written with are null.
    private func readRows(
        _ part: SeriesPart, of series: Series, from lower: Int64? = nil, _ body: (Batch) throws -> Void
    ) throws {
        let written = try record.written(part, of: series)
        let widened = try Widening(from: written.dataset, to: series.dataset)
        let table = try table(of: written)
        do {
            guard let prefix = try prefix(of: part, in: table) else {
                throw damaged(part, of: series, "cannot be read: the record does not say which rows are the unit's")
            }
            try table.forEachBatch(prefix, from: lower) { try body(widened($0)) }
        } catch let error as TableFormatError {
            throw damaged(part, of: series, "has a row that \(name) does not write: \(error)", cause: error)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw damaged(part, of: series, "cannot be read: \(error.message ?? "no reason given")", cause: error)
        }
    }

    /// Reads all rows as they were written, and holds them against the record: what is written anew from them is not to
    /// make good what was altered.
    private func readWhole(_ part: SeriesPart, of series: Series, _ body: (Batch) throws -> Void) throws {
        let written = try record.written(part, of: series)
        var found = RowTally()
        try readRows(part, of: written) { batch in
            found.add(batch, axis: written.dataset.axisColumn)
            try body(batch)
        }
        guard found.agrees(with: part.rows) else {
            throw damaged(part, of: series, "does not hold the rows of the record")
        }
    }

    func prefix(of part: SeriesPart, in table: SeriesTable) throws -> KeyPrefix? {
        try place(of: part).prefix.flatMap { KeyPrefix(text: $0, schema: table.prefixSchema) }
    }

    package func salvage(_ part: SeriesPart, of series: Series, _ body: (Batch) throws -> Void) throws {
        let written = try record.written(part, of: series)
        let widened = try Widening(from: written.dataset, to: series.dataset)
        let table = try table(of: written)
        guard let prefix = try prefix(of: part, in: table) else {
            throw FileFormatError(line: 0, "the record does not say which rows are the unit's")
        }
        do {
            try table.forEachBatch(prefix) { try body(widened($0)) }
        } catch let error as TableFormatError {
            throw FileFormatError(line: 0, "\(error)")
        } catch let error as DatabaseError {
            throw FileFormatError(line: 0, error.message ?? "it cannot be read")
        }
    }

    /// Compares the end of a unit's rows with the record, once.
    private func check(_ part: SeriesPart, of series: Series) throws {
        guard part.rows.count > 0, let last = part.rows.last, let axis = series.dataset.axisColumn,
            !checked.contains(part.id)
        else {
            return
        }
        var found: Int64?
        try readRows(part, of: series, from: last) { found = $0.columns[axis].values.last }
        guard found == last else {
            let place = found.map { "ends at \(series.dataset.axis.text($0))" } ?? "has no row at the end"
            throw damaged(part, of: series, "\(place), where the record has \(series.dataset.axis.text(last))")
        }
        checked.insert(part.id)
    }

    package func damaged(_ part: SeriesPart, of series: Series, _ what: String) -> ArchiveError {
        damaged(part, of: series, what, cause: nil)
    }

    private func damaged(_ part: SeriesPart, of series: Series, _ what: String, cause: (any Error)?) -> ArchiveError {
        ArchiveError(
            .damagedFile, "\(series.label): the table \(part.table?.name ?? part.dataset) of \(record.path) \(what)",
            fix:
                """
                put the database back from a copy of the whole archive, or run penstock verify --repair to fetch it anew
                """,
            path: record.path,
            cause: cause)
    }

    // MARK: Pages

    package func begin(_ series: Series, _ part: SeriesPart?, claiming: Bool) throws {
        try prepareTable(of: series)
        guard part == nil else { return }
        let table = SeriesPart.Table(name: SQLName.table(series.unit.provider, series.dataset.name), prefix: nil)
        _ = try record.begin(.table(table), of: series, in: name)
    }

    /// Makes the table of a dataset, or adds the columns that it does not have, and its views, once.
    private func prepareTable(of series: Series) throws {
        let table = try table(of: series)
        guard record.prepared.insert("\(table.name) under \(try record.schema(of: series))").inserted else { return }
        try record.write { db in try table.prepare(db) }
        if !isOfRecord { try record.declareViews(series.dataset, of: series.unit.provider) }
    }

    /// What was made from the rows of a dataset is to be made anew.
    func noteChange(of dataset: String, of provider: String) {
        if isOfRecord { changed.insert(DatasetName(provider: provider, dataset: dataset)) }
    }

    package func refuseTaken(_ series: Series) throws {
        guard tables[SQLName.table(series.unit.provider, series.dataset.name)] == nil else { return }
        // A table that cannot be is found here.
        let table = try table(of: series)
        guard try record.isTable(table.name) else { return }
        throw ArchiveError(
            .pathTaken, "A table \(table.name) that this archive did not make is in \(record.path)",
            fix: "rename it and run the same line again", path: record.path)
    }

    package func look(at part: SeriesPart, of series: Series, in group: CommitGroup?) throws {
        if group?.hasWritten(part) != true { try check(part, of: series) }
    }

    package func look(at write: SeriesWrite, in group: CommitGroup?) throws -> Bool {
        if case .replace = write.kind {} else if write.rows.isEmpty { return false }
        try look(at: write.part, of: write.series, in: group)
        return true
    }

    package func mustCommit(_ group: CommitGroup, before kind: SeriesWrite.Kind, to part: SeriesPart) -> Bool { false }

    package func stage(_ write: SeriesWrite, in group: CommitGroup) throws {
        let (unit, dataset) = (write.series.unit, write.series.dataset)
        let rows = try write.rows.open()
        switch write.kind {
        case .append:
            try change(write.part, of: write.series, in: group) { change in
                while let batch = try rows() { try change.append(batch, digest: write.rows.digest) }
            }
        case .merge:
            try change(write.part, of: write.series, in: group) { change in
                while let batch = try rows() {
                    try change.add(batch, digest: write.rows.digest, replacing: write.replacing)
                }
            }
        case .replace(isLast: false):
            // The rows so far wait in the spool: until the last is there the old ones stay.
            while let batch = try rows() { if !batch.isEmpty { try record.spool(batch, of: unit, dataset, for: name) } }
        case .replace(isLast: true):
            try change(write.part, of: write.series, isReplaced: true, in: group) { change in
                for id in try record.spooledParts(of: unit, dataset, for: name) {
                    try change.append(record.spooledRows(id, of: unit, dataset))
                }
                while let batch = try rows() { try change.append(batch, digest: write.rows.digest) }
            }
            try record.emptySpool(of: unit, dataset, for: name)
        }
    }

    /// Changes rows of a unit, and remembers for the commit what the record is to say of them. What the keys begin with
    /// is recorded at once where it is new, so that another unit's page meets it.
    ///
    /// - Parameter isReplaced: none of the rows stays, whatever they are.
    private func change(
        _ part: SeriesPart, of series: Series, isReplaced: Bool = false, in group: CommitGroup,
        _ body: (inout TableChange) throws -> Void
    ) throws {
        try prepareTable(of: series)
        let before = group.present(part)
        let widened = try widened(before, of: series, isReplaced: isReplaced)
        var change = TableChange(
            part: widened, place: try place(of: before), unit: series.unit, table: try table(of: series))
        if isReplaced { try change.removeAll() }
        try body(&change)
        let new = change.part
        // Rows that were altered may have been put back.
        if new != before || (isReplaced && before.rows.count > 0) {
            noteChange(of: series.dataset.name, of: series.unit.provider)
        }
        guard new != before else { return }
        if let prefix = new.table?.prefix, prefix != before.table?.prefix {
            if let other = try record.owner(ofPrefix: prefix, in: change.table.name, besides: new) {
                throw ArchiveError(
                    .keyTaken,
                    "\(series.label): the rows of \(change.table.name) whose keys begin with \(prefix) are of \(other)",
                    fix: "the key must begin with what names the unit; this is a defect of the plugin, please report it"
                )
            }
            try record.save(new)
        }
        group.set(new)
        group.count(bytes: change.bytes)
    }

    /// A part as it is with the columns of `series`: its rows have them, null, since the table does.
    private func widened(_ part: SeriesPart, of series: Series, isReplaced: Bool) throws -> SeriesPart {
        let schema = try record.schema(of: series)
        guard part.schema < schema else { return part }
        var wide = part
        wide.schema = schema
        guard part.rows.count > 0, !isReplaced else { return wide }
        let widening = try Widening(from: record.written(part, of: series).dataset, to: series.dataset)
        var digest = RowDigest()
        try readWhole(part, of: series) { digest.add(widening($0)) }
        // What was not known before cannot be told from what was altered.
        if part.rows.digest != nil { wide.rows.digest = digest }
        return wide
    }

    package func keepStaged(in group: CommitGroup) throws {}
    package func dropStaged(in group: CommitGroup) throws {}
    /// What waits is in the spool, which goes with the walk.
    package func dropDraft(of part: SeriesPart, in group: CommitGroup) throws -> Bool { false }

    // MARK: Whole parts

    @discardableResult
    package func replace(
        _ part: SeriesPart, of series: Series, isBegun: Bool, keeping: Bool, in group: CommitGroup, rows: RowFeed
    ) throws
        -> String?
    {
        try change(part, of: series, isReplaced: true, in: group) { change in
            var isFirst = true
            try rows { batch in
                guard !batch.isEmpty else { return }
                // The record may not have said which rows were the unit's.
                if isFirst { try change.removeAll(whoseKeysBeginAs: batch) }
                isFirst = false
                try change.append(batch)
            }
        }
        checked.remove(part.id)
        return nil
    }

    package func widen(_ part: SeriesPart, of series: Series, in group: CommitGroup) throws {
        try change(part, of: series, in: group) { _ in }
    }

    package func rename(_ part: SeriesPart, of series: Series, to renaming: UnitRenaming, in group: CommitGroup) throws
    {
        guard part.rows.count > 0 else { return }
        try check(part, of: series)
        let widened = try Widening(from: record.written(part, of: series).dataset, to: series.dataset)
        var batches: [Batch] = []
        try readWhole(part, of: series) { batches.append(try renaming.renamed(widened($0), of: series.dataset)) }
        try change(part, of: series, isReplaced: true, in: group) { change in
            for batch in batches { try change.append(batch) }
        }
        checked.remove(part.id)
    }

    package func letGo(
        of part: SeriesPart, of unit: UnitRecord, _ dataset: Dataset?, isKept: Bool, run: Int64?, now: Instant
    ) throws
        -> Bool
    {
        guard let dataset else { return isKept }
        let series = try record.written(part, of: Series(unit, dataset))
        let table = try table(of: series)
        guard let prefix = try prefix(of: part, in: table), try record.isTable(table.name) else { return isKept }
        if !isKept {
            try record.keep(.forgotten, of: series, run: run ?? 0, now: now) { take in
                try table.forEachBatch(prefix, take)
            }
        }
        try table.deleteAll(prefix)
        noteChange(of: dataset.name, of: unit.provider)
        checked.remove(part.id)
        return true
    }

    package func declareViews(of dataset: Dataset, of provider: String) throws {
        try record.declareViews(dataset, of: provider)
    }

    package func leave() throws {
        close()
        try record.dropTables()
        try record.removeParts(of: name)
    }

    // MARK: Commit

    package func prepare(_ group: CommitGroup) throws {
        for name in changed { try record.noteChange(ofKept: name.dataset, of: name.provider) }
        changed = []
    }

    package func rollBack() { changed = [] }

    package func recover(_ parts: [SeriesPart]) throws -> Set<Int64> { [] }
}

/// How series that are kept in the record stand in its tables: as the record's own tables of entities do
/// (``EntityTable``), which is also how the sink `sqlite` writes them.
struct RecordRows: TableFormat {
    static let manifest = SinkManifest(
        name: Record.ownSink, summary: "Tables of the archive's database, whatever its sinks are")

    init(options: NoOptions = NoOptions()) {}

    func layout(of schema: Schema) -> TableLayout {
        TableLayout(columns: TableRows.columns(of: schema), isClustered: true)
    }

    func write(_ batch: Batch, to table: some TableWriter) throws { try TableRows.write(batch, to: table) }

    func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        try TableRows.read(row, schema: schema, into: &builder)
    }
}

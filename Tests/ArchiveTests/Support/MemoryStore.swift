import PluginKit
import Synchronization
import Tabular
import TestWorld

@testable import Archive

/// A server that keeps rows in memory and has transactions of its own: what is prepared survives the client's death and
/// becomes true when it is committed by its name, once or again.
final class MemoryServer: Sendable {
    /// The rows of one series of a unit; empty: there are none.
    typealias Tables = [String: Batch]

    private struct State {
        var tables: Tables = [:]
        var prepared: [String: [String: Batch?]] = [:]
        var transactions = 0
    }

    private let state = Mutex(State())
    private static let servers = Mutex<[String: MemoryServer]>([:])

    /// Of the archive in a directory.
    static func of(_ directory: String) -> MemoryServer {
        servers.withLock { servers in
            if let known = servers[directory] { return known }
            let new = MemoryServer()
            servers[directory] = new
            return new
        }
    }

    /// An archive was copied, and its server with it.
    static func copy(_ directory: String, to other: String) {
        let state = of(directory).state.withLock { $0 }
        of(other).state.withLock { $0 = state }
    }

    var tables: Tables { state.withLock(\.tables) }
    var prepared: [String] { state.withLock { $0.prepared.keys.sorted() } }

    /// All rows of all tables; what is prepared is none.
    var text: String {
        tables.sorted { $0.key < $1.key }.map { table, rows in
            ([table] + (0..<rows.count).map(rows.rowText)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    func changes(preparedAs name: String) -> [String: Batch?]? { state.withLock { $0.prepared[name] } }

    func prepare(_ changes: [String: Batch?]) -> String {
        state.withLock { state in
            state.transactions += 1
            let name = "transaction \(state.transactions)"
            state.prepared[name] = changes
            return name
        }
    }

    func commit(_ name: String) {
        state.withLock { state in
            for (table, rows) in state.prepared.removeValue(forKey: name) ?? [:] { state.tables[table] = rows }
        }
    }

    func rollBack(_ name: String) { state.withLock { $0.prepared[name] = nil } }

    /// What somebody else does to a table.
    func alter(_ table: String, _ change: (Batch) -> Batch) {
        state.withLock { state in if let rows = state.tables[table] { state.tables[table] = change(rows) } }
    }
}

/// A store over such a server, by the protocol alone: a third kind beside files and tables of the record's database.
final class MemoryStore: SeriesStore {
    let name: String
    private let record: Record
    /// For a control: what is prepared is committed at once.
    private let isHasty: Bool
    private var server: MemoryServer { MemoryServer.of(record.directory) }
    /// What the open transaction changes; an inner nil: the table goes.
    private var changes: [String: Batch?] = [:]
    /// The same before the page that is being staged; nil: none is.
    private var before: [String: Batch?]?

    init(_ name: String, _ record: Record, isHasty: Bool) {
        self.name = name
        self.record = record
        self.isHasty = isHasty
    }

    static func table(_ unit: Int64, _ dataset: String) -> String { "\(dataset) of \(unit)" }

    private func table(_ part: SeriesPart) -> String { Self.table(part.unit, part.dataset) }

    private func rows(_ part: SeriesPart) throws -> Batch? {
        let table = table(part)
        if let changed = changes[table] { return changed }
        // Recorded, and not settled yet.
        if let name = try record.prepared(of: name), let changed = server.changes(preparedAs: name)?[table] {
            return changed
        }
        return server.tables[table]
    }

    private func change(_ part: SeriesPart, to rows: Batch) {
        if before == nil { before = changes }
        changes[table(part)] = .some(rows)
    }

    /// The rows of a part, held against the record, with the columns of `series`.
    private func whole(_ part: SeriesPart, of series: Series) throws -> Batch {
        let written = try record.written(part, of: series)
        let found = try rows(part) ?? Batch(empty: written.dataset.schema)
        var scan = RowScan(axis: written.dataset.axisColumn, checksOrder: true)
        scan.add(found)
        if let difference = scan.difference(from: part.rows, on: written.dataset.axis) {
            throw damaged(part, of: series, difference.message)
        }
        return try Widening(from: written.dataset, to: series.dataset)(found)
    }

    private func set(_ part: SeriesPart, of series: Series, _ rows: Batch, in group: CommitGroup) throws {
        change(part, to: rows)
        var part = group.present(part)
        part.schema = try record.schema(of: series)
        part.rows = RowTally()
        part.rows.add(rows, axis: series.dataset.axisColumn)
        group.set(part)
        group.count(bytes: rows.bytes)
    }

    // MARK: Looking

    func read(
        _ part: SeriesPart, of series: Series, from lower: Int64?, in group: CommitGroup?,
        _ body: (Batch) throws -> Void
    ) throws {
        let rows = try whole(group?.present(part) ?? part, of: series)
        if !rows.isEmpty { try body(rows) }
    }

    func salvage(_ part: SeriesPart, of series: Series, _ body: (Batch) throws -> Void) throws {
        let written = try record.written(part, of: series).dataset
        if let rows = try rows(part), !rows.isEmpty { try body(Widening(from: written, to: series.dataset)(rows)) }
    }

    func verify(_ part: SeriesPart, of series: Series, isFull: Bool, tailOrigin: () throws -> TailOrigin) throws
        -> SeriesLook
    {
        var look = SeriesLook()
        let dataset = try record.written(part, of: series).dataset
        var scan = RowScan(axis: dataset.axisColumn, checksOrder: true)
        if let rows = try rows(part) { scan.add(rows) }
        look.rows = scan.tally.count
        if let difference = scan.difference(from: part.rows, on: dataset.axis) {
            look.findings.append(
                Finding(
                    difference.code, of: series.unit, dataset: dataset.name, sink: name, path: record.path,
                    place: Finding.Place(key: difference.key),
                    difference.message))
        } else {
            look.proved = scan.tally
        }
        return look
    }

    func damaged(_ part: SeriesPart, of series: Series, _ what: String) -> ArchiveError {
        ArchiveError(.damagedFile, "\(series.label): \(name) \(what)", fix: "run penstock verify --repair")
    }

    // MARK: Pages

    func begin(_ series: Series, _ part: SeriesPart?, claiming: Bool) throws {
        guard part == nil else { return }
        let place = SeriesPart.Table(name: "\(name): \(series.dataset.name)", prefix: nil)
        _ = try record.begin(.table(place), of: series, in: name)
    }

    func look(at part: SeriesPart, of series: Series, in group: CommitGroup?) throws {
        _ = try whole(group?.present(part) ?? part, of: series)
    }

    func look(at write: SeriesWrite, in group: CommitGroup?) throws -> Bool {
        if case .replace = write.kind { return true }
        guard !write.rows.isEmpty else { return false }
        try look(at: write.part, of: write.series, in: group)
        return true
    }

    func mustCommit(_ group: CommitGroup, before kind: SeriesWrite.Kind, to part: SeriesPart) -> Bool { false }

    func stage(_ write: SeriesWrite, in group: CommitGroup) throws {
        let (series, part) = (write.series, group.present(write.part))
        let next = try write.rows.open()
        var builder = BatchBuilder(series.dataset.schema)
        func take(_ batch: Batch) { for row in 0..<batch.count { builder.append(row: row, of: batch) } }
        switch write.kind {
        case .replace(isLast: false):
            while let batch = try next() {
                if !batch.isEmpty { try record.spool(batch, of: series.unit, series.dataset, for: name) }
            }
            return
        case .replace(isLast: true):
            for id in try record.spooledParts(of: series.unit, series.dataset, for: name) {
                take(try record.spooledRows(id, of: series.unit, series.dataset))
            }
            while let batch = try next() { take(batch) }
            try record.emptySpool(of: series.unit, series.dataset, for: name)
        case .append, .merge:
            var merge = try MergeSort(schema: series.dataset.schema, incoming: next, replacing: write.replacing)
            try merge.add(whole(part, of: series), incoming: next, take)
            try merge.finish(incoming: next, take)
        }
        try set(part, of: series, builder.finish(), in: group)
    }

    func keepStaged(in group: CommitGroup) throws { before = nil }

    func dropStaged(in group: CommitGroup) throws {
        if let before { changes = before }
        before = nil
    }

    func dropDraft(of part: SeriesPart, in group: CommitGroup) throws -> Bool { false }

    // MARK: Whole parts

    func replace(
        _ part: SeriesPart, of series: Series, isBegun: Bool, keeping: Bool, in group: CommitGroup, rows: RowFeed
    ) throws
        -> String?
    {
        var builder = BatchBuilder(series.dataset.schema)
        try rows { batch in for row in 0..<batch.count { builder.append(row: row, of: batch) } }
        try set(part, of: series, builder.finish(), in: group)
        return nil
    }

    func widen(_ part: SeriesPart, of series: Series, in group: CommitGroup) throws {
        try set(part, of: series, whole(part, of: series), in: group)
    }

    func rename(_ part: SeriesPart, of series: Series, to renaming: UnitRenaming, in group: CommitGroup) throws {
        try set(part, of: series, renaming.renamed(whole(part, of: series), of: series.dataset), in: group)
    }

    func letGo(of part: SeriesPart, of unit: UnitRecord, _ dataset: Dataset?, isKept: Bool, run: Int64?, now: Instant)
        throws -> Bool
    {
        if !isKept, let dataset, let rows = try rows(part) {
            let series = try record.written(part, of: Series(unit, dataset))
            try record.keep(.forgotten, of: series, run: run ?? 0, now: now) { try $0(rows) }
        }
        changes[table(part)] = .some(nil)
        return true
    }

    func refuseTaken(_ series: Series) throws {
        guard server.tables[Self.table(series.unit.id, series.dataset.name)] != nil else { return }
        throw ArchiveError(.pathTaken, "\(series.label): \(name) has something else there")
    }

    func leave() throws {
        for table in server.tables.keys { changes[table] = .some(nil) }
        try record.removeParts(of: name)
        try prepare()
    }

    // MARK: Commit

    func prepare(_ group: CommitGroup) throws { try prepare() }

    private func prepare() throws {
        guard !changes.isEmpty else { return }
        let transaction = server.prepare(changes)
        try record.set(prepared: transaction, of: name)
        if isHasty { server.commit(transaction) }
        changes = [:]
    }

    func settle() throws {
        let promised = try record.prepared(of: name)
        for transaction in server.prepared {
            if transaction == promised { server.commit(transaction) } else { server.rollBack(transaction) }
        }
    }

    func rollBack() { (changes, before) = ([:], nil) }

    func recover(_ parts: [SeriesPart]) throws -> Set<Int64> { [] }
}

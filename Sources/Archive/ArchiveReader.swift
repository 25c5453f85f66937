package import Host
package import PluginKit
package import Tabular

/// An archive as it can be looked at: its record, and the rows in its stores. Not for use by two tasks at once.
///
/// A reader of its own takes no lock and changes nothing; what it sees is what was committed when it asked. The reader
/// of an ``Archive`` sees what its open group has, too.
package final class ArchiveReader {
    /// Absolute.
    package let directory: String
    package internal(set) var identity: ArchiveIdentity
    package internal(set) var sinks: [ArchiveSink]
    package let record: Record
    /// Those of the sinks, in their order.
    package internal(set) var stores: [any SeriesStore]
    /// Of the series that are kept in the record, whatever the sinks are.
    let ownStore: TableStore
    package let disk: FileSystem
    /// Of the process that writes; nil for all others.
    var group: CommitGroup?
    /// Where no lock guards what is read.
    let still: StillDatabase?
    /// Whether what was read has to be of the state that is there at the end; a backup's copy is of the moment at which
    /// it was taken.
    package var mindsWriters = true
    /// Whether this process writes.
    package let isWriter: Bool

    init(_ opened: OpenedRecord, sinks: [ArchiveSink], isWriter: Bool) {
        directory = opened.disk.root
        identity = opened.identity
        record = opened.record
        disk = opened.disk
        still = opened.still
        self.sinks = sinks
        self.isWriter = isWriter
        stores = sinks.map { $0.store(opened.record, on: opened.disk, isReader: !isWriter) }
        ownStore = TableStore(of: opened.record)
    }

    /// Those of the sinks and the record's own.
    package var allStores: [any SeriesStore] { stores + [ownStore] }

    /// Those that have the rows of a series: one of each sink, or the record's own.
    package func stores(of series: Series) throws -> [any SeriesStore] {
        try stores(of: series.dataset.name, of: series.unit.provider)
    }

    package func stores(of dataset: String, of provider: String) throws -> [any SeriesStore] {
        try record.keeps(dataset, of: provider) ? [ownStore] : stores
    }

    /// The part of a series that is read, with its store; nil: there is none. Of one state of the record, as a run may
    /// move the series meanwhile.
    private func firstPart(of series: Series) throws -> (store: any SeriesStore, part: SeriesPart)? {
        func look() throws -> (store: any SeriesStore, part: SeriesPart)? {
            guard let store = try stores(of: series).first,
                let part = try record.part(of: series.unit, series.dataset.name, in: store.name)
            else { return nil }
            return (store, part)
        }
        return isWriter ? try look() : try record.atOnce(look)
    }

    /// The store that has a part; nil: it is none of this archive's.
    package func store(of part: SeriesPart) -> (any SeriesStore)? { allStores.first { $0.name == part.sink } }

    /// Of the stores those that keep files, in the archive's order: what is rendered is rendered for each.
    package var fileStores: [FileStore] { stores.compactMap { $0 as? FileStore } }

    /// Whether pages wait that are not committed.
    package var hasOpenGroup: Bool { group != nil }

    // MARK: Rows

    /// Hands out the rows of a series in order, in batches of a bounded size, from the archive's first sink, or
    /// from the record where it keeps them. With `lower`, rows before that tick may be left out.
    ///
    /// Throws `.damagedFile` when the sink does not hold what the record says.
    package func forEachStoredBatch(
        of unit: UnitRecord, in dataset: Dataset, from lower: Int64? = nil, _ body: (Batch) throws -> Void
    )
        throws
    {
        let series = Series(unit, dataset)
        guard let (store, part) = try firstPart(of: series) else { return }
        try reporting { try store.read(part, of: series, from: lower, in: group, body) }
    }

    /// The same from a given store.
    package func forEachStoredBatch(
        of series: Series, in store: any SeriesStore, from lower: Int64? = nil, _ body: (Batch) throws -> Void
    ) throws {
        guard let part = try record.part(of: series.unit, series.dataset.name, in: store.name) else { return }
        try reporting { try store.read(part, of: series, from: lower, in: group, body) }
    }

    /// The rows of a series from a tick on, in one batch. For whole series use `forEachStoredBatch`.
    package func storedRows(of unit: UnitRecord, in dataset: Dataset, from lower: Int64? = nil) throws -> Batch {
        var only: Batch?
        var builder = BatchBuilder(dataset.schema)
        try forEachStoredBatch(of: unit, in: dataset, from: lower) { batch in
            var rows = 0..<batch.count
            if let lower, let column = dataset.axisColumn {
                rows = (batch.columns[column].values.firstIndex { $0 >= lower } ?? batch.count)..<batch.count
            }
            if only == nil && builder.count == 0 {
                only = batch.slice(rows)
                return
            }
            if let first = only {
                for row in 0..<first.count { builder.append(row: row, of: first) }
                only = Batch(empty: dataset.schema)
            }
            for row in rows { builder.append(row: row, of: batch) }
        }
        if builder.count > 0 { return builder.finish() }
        return only ?? Batch(empty: dataset.schema)
    }

    /// Rows and ends of a series; nil when it has no rows. Reads the record alone.
    package func extent(of unit: UnitRecord, in dataset: Dataset) throws -> Extent? {
        guard let (_, part) = try firstPart(of: Series(unit, dataset)) else { return nil }
        let rows = (group?.present(part) ?? part).rows
        return rows.count > 0 ? Extent(rows: Int(rows.count), first: rows.first ?? 0, last: rows.last ?? 0) : nil
    }

    /// The columns that a series has gained since its first rows, and of which rows they were never read. Reads the
    /// record alone.
    package func gained(of unit: UnitRecord, in dataset: Dataset) throws -> GainedColumns {
        let series = Series(unit, dataset)
        guard try record.hasGained(series), let (_, part) = try firstPart(of: series) else { return GainedColumns() }
        return try record.gained(group?.present(part) ?? part, of: series)
    }

    // MARK: Others

    /// Who writes the archive at this moment, as the holder says it; nil: nobody.
    package var writer: String? { ArchiveLock.holder(on: disk) }

    /// The database's absolute path when it is not in the archive's directory: then it has to be copied with it.
    package var outsideDatabase: String? {
        let path = disk.absolute(identity.database)
        return HostPath.isInside(path, directory) ? nil : HostPath.standard(path)
    }

    /// What `archive.json` is to say, as the record has it; `database` is where it was found.
    package func recordedIdentity() throws -> ArchiveIdentity {
        ArchiveIdentity(
            id: try record.value(.id) ?? identity.id, format: try record.format, database: identity.database,
            sinks: try record.sinks ?? identity.sinks,
            created: try record.value(.created).flatMap { Instant($0) } ?? identity.created)
    }

    package func close() throws {
        for store in allStores { store.close() }
        try record.close()
    }
}

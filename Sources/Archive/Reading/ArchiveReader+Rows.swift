import Host
package import PluginKit
package import Tabular

extension ArchiveReader {
    /// Hands out the rows of a series in order, in batches of a bounded size, from the archive's first sink. With `lower`, rows before that tick
    /// may be left out.
    ///
    /// Throws `.damagedFile` when the sink does not hold what the record says.
    package func forEachStoredBatch(of unit: UnitRecord, in dataset: Dataset, from lower: Int64? = nil, _ body: (Batch) throws -> Void)
        throws
    {
        guard let sink = sinks.first else { return }
        try forEachStoredBatch(of: unit, in: dataset, sink: sink, from: lower, body)
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
        guard let sink = sinks.first, let rows = try rows(of: unit, in: dataset, sink: sink), rows.count > 0 else { return nil }
        return Extent(rows: Int(rows.count), first: rows.first ?? 0, last: rows.last ?? 0)
    }

    private func rows(of unit: UnitRecord, in dataset: Dataset, sink: ArchiveSink) throws -> RowTally? {
        switch sink {
        case .file(let sink): try fileRecord(of: unit, dataset, sink).map { contents(of: $0).rows }
        case .table(let sink): try tablePart(of: unit, dataset, sink).map { rows(of: $0) }
        }
    }

    /// As a given sink holds them.
    func forEachStoredBatch(
        of unit: UnitRecord, in dataset: Dataset, sink: ArchiveSink, from lower: Int64? = nil, _ body: (Batch) throws -> Void
    ) throws {
        switch sink {
        case .file(let sink):
            guard let file = try fileRecord(of: unit, dataset, sink) else { return }
            let (path, contents) = try present(file, label: unit.label)
            try readRows(path, length: contents.length, sink: sink, dataset: dataset, from: lower, label: unit.label, body)
        case .table(let sink):
            guard let part = try tablePart(of: unit, dataset, sink), rows(of: part).count > 0 else { return }
            try check(part, unit: unit, dataset: dataset, sink: sink)
            try readRows(of: part, unit: unit, dataset: dataset, sink: sink, from: lower, body)
        }
    }

    func fileRecord(of unit: UnitRecord, _ dataset: Dataset, _ sink: FileSink) throws -> FileRecord? {
        try read { db in try FileRecord.fetch(db, of: unit, dataset.name, sink: sink.name) }
    }

    func readRows(
        _ path: String, length: Int64, sink: FileSink, dataset: Dataset, from lower: Int64? = nil, label: String,
        _ body: (Batch) throws -> Void
    ) throws {
        guard length > 0 else { return }
        do {
            let source = FileBytes(disk: disk, file: try disk.openForReading(path), count: Int(length))
            try sink.format.read(source, schema: dataset.schema, axisColumn: dataset.axisColumn, from: lower, body)
        } catch let error as FileFormatError {
            throw damaged(path, label: label, "is not what \(sink.name) writes: \(error)", cause: error)
        } catch let error as SystemError where error.call == .read || error.call == .open {
            throw damaged(path, label: label, "cannot be read: \(error.reason)", cause: error)
        }
    }
}

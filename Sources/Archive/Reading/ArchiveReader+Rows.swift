public import PluginKit
public import Tabular

extension ArchiveReader {
    /// Hands out the rows of a series in order, in batches of a bounded size, from the first sink's file. With `lower`, rows before that tick
    /// may be left out.
    ///
    /// Throws `.damagedFile` when the file is not what the record says.
    public func forEachStoredBatch(of unit: UnitRecord, in dataset: Dataset, from lower: Int64? = nil, _ body: (Batch) throws -> Void)
        throws
    {
        guard let file = try firstFile(of: unit, dataset), let sink = sinks.first(where: { $0.name == file.sink }) else { return }
        let (path, contents) = try present(file, label: unit.label)
        try readRows(path, length: contents.length, sink: sink, dataset: dataset, from: lower, label: unit.label, body)
    }

    /// The rows of a series from a tick on, in one batch. For whole series use `forEachStoredBatch`.
    public func storedRows(of unit: UnitRecord, in dataset: Dataset, from lower: Int64? = nil) throws -> Batch {
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

    /// Rows and ends of a series; nil when it has no rows. Reads no file.
    public func extent(of unit: UnitRecord, in dataset: Dataset) throws -> Extent? {
        guard let file = try firstFile(of: unit, dataset) else { return nil }
        let contents = contents(of: file)
        return contents.rows == 0 ? nil : Extent(rows: Int(contents.rows), first: contents.first ?? 0, last: contents.last ?? 0)
    }

    func firstFile(of unit: UnitRecord, _ dataset: Dataset) throws -> FileRecord? {
        let files = try read { db in try FileRecord.fetch(db, where: "unit = ? AND dataset = ?", [unit.id, dataset.name]) }
        return sinks.lazy.compactMap { sink in files.first { $0.sink == sink.name } }.first
    }

    func readRows(
        _ path: String, length: Int64, sink: ArchiveSink, dataset: Dataset, from lower: Int64? = nil, label: String,
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

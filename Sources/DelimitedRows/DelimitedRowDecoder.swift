import DelimitedText
import PluginKit
package import Tabular

/// Turns lines of CSV back into batches: push bytes, take batches until there is none, and so on; the same after
/// `finish()`.
///
/// It takes only what ``DelimitedRowEncoder`` writes: another spelling of a value is an error. The header is not among
/// the bytes.
package struct DelimitedRowDecoder {
    /// The most rows of a batch.
    package static let batchRows = 4096

    private let lower: (column: Int, tick: Int64)?
    private let row: RowReader
    private var reader = DelimitedReader(dialect: .written)
    private var record = DelimitedRecord()
    private var builder: BatchBuilder
    private var isFinished = false
    /// What is wrong behind the rows that were handed out last.
    private var failure: FileFormatError?

    /// `lower`: rows whose cell in the column is below the tick are left out; nothing else of them is looked at but
    /// their quoting and how many cells they have.
    package init(_ schema: Schema, from lower: (column: Int, tick: Int64)? = nil) {
        self.lower = lower
        row = RowReader(schema)
        builder = BatchBuilder(schema)
    }

    /// The line behind the last whole row that was read, from 1 for the first byte that was pushed.
    package var line: Int {
        record.line == 0 ? 1 : record.line + 1 + record.raw.count { $0 == UInt8(ascii: "\n") }
    }

    /// Pieces may be cut anywhere.
    package mutating func push(_ bytes: some Collection<UInt8>) { reader.feed(bytes) }

    /// Says that no more bytes come.
    package mutating func finish() {
        reader.finish()
        isFinished = true
    }

    /// The next batch; nil when more bytes are needed, or at the end.
    ///
    /// Throws `FileFormatError` with the line, counted as ``line`` is, after the rows before it were handed out.
    package mutating func next() throws -> Batch? {
        if let failure { throw failure }
        do {
            while try reader.next(into: &record) {
                try row.append(record, to: &builder, lower: lower)
                if builder.count == DelimitedRowDecoder.batchRows { return builder.finish() }
            }
        } catch let error as DelimitedTextError {
            return try end(FileFormatError(line: error.line, "column \(error.column): \(error.message)"))
        } catch let error as FileFormatError {
            return try end(error)
        }
        return isFinished && builder.count > 0 ? builder.finish() : nil
    }

    /// The rows before an error, which comes after them.
    private mutating func end(_ error: FileFormatError) throws -> Batch? {
        failure = error
        guard let rows = takeRows() else { throw error }
        return rows
    }

    /// The whole rows that were read and not handed out yet; nil: none.
    package mutating func takeRows() -> Batch? {
        builder.abandonRow()
        return builder.count > 0 ? builder.finish() : nil
    }
}

/// Puts the cells of a record back into a batch.
private struct RowReader {
    private let columns: [Column]

    init(_ schema: Schema) {
        columns = schema.columns
    }

    /// `lower`: a row whose cell in the column is below the tick is left out.
    func append(_ record: DelimitedRecord, to builder: inout BatchBuilder, lower: (column: Int, tick: Int64)?) throws {
        guard record.count == columns.count else {
            throw FileFormatError(
                line: record.line, "\(record.count) cells where the header has \(columns.count) columns")
        }
        if let lower, isBelow(lower, record) { return }
        for position in columns.indices {
            guard !record.isNull(at: position) else {
                guard columns[position].isNullable else { throw error(record, position) }
                builder.null()
                continue
            }
            let type = columns[position].type
            switch type {
            case .text: builder.bytes(copying: record.bytes(at: position))
            case .decimal:
                guard record.withBytes(at: position, CellReader.isDecimal) else { throw error(record, position) }
                builder.bytes(copying: record.bytes(at: position))
            case .integer, .boolean, .day, .instant:
                guard let value = record.withBytes(at: position, { CellReader.integer($0, as: type) }) else {
                    throw error(record, position)
                }
                builder.number(value)
            }
        }
        builder.endRow()
    }

    /// Of a cell that cannot be read nobody knows: the row is read, which tells.
    private func isBelow(_ lower: (column: Int, tick: Int64), _ record: DelimitedRecord) -> Bool {
        guard !record.isNull(at: lower.column) else { return false }
        let type = columns[lower.column].type
        return record.withBytes(at: lower.column) { CellReader.integer($0, as: type) }.map { $0 < lower.tick } ?? false
    }

    private func error(_ record: DelimitedRecord, _ position: Int) -> FileFormatError {
        let column = columns[position]
        guard !record.isNull(at: position) else {
            return FileFormatError(line: record.line, "\(column.name) is empty, which it never is")
        }
        let text = record.text(at: position)
        return FileFormatError(
            line: record.line, "\(column.name): \"\(text.prefix(60))\" is not of type \(column.type.name)")
    }
}

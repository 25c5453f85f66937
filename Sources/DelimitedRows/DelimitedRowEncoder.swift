import PluginKit
package import Tabular

/// Turns batches into lines of CSV (RFC 4180, LF, quotes only where they must be). A null is nothing, an empty text is
/// `""`; every other cell has the text that its column type fixes, so equal rows are equal bytes.
///
/// It works column by column: the lengths of all cells of a block first, then every cell at its place. So the type of a
/// column is looked at once a block, not once a cell.
package enum DelimitedRowEncoder {
    /// Rows that are laid out together: their bytes stay in the processor's cache.
    private static let blockRows = 512

    /// Appends the lines of a batch. Throws `FileFormatError` for a date or an instant outside the years 0001 to 9999,
    /// which no reader would take for one.
    package static func encode(_ batch: Batch, into output: inout [UInt8]) throws {
        for rows in blocks(of: batch) { _ = try encode(batch, rows, into: &output) }
    }

    /// The rows of a batch in blocks of a good size for ``encode(_:_:into:)``.
    package static func blocks(of batch: Batch) -> some Sequence<Range<Int>> {
        stride(from: 0, to: batch.count, by: blockRows).lazy.map { $0..<min($0 + blockRows, batch.count) }
    }

    /// Appends the lines of some rows, and returns where each of them ends, counted from the first byte that was
    /// appended.
    package static func encode(_ batch: Batch, _ rows: Range<Int>, into output: inout [UInt8]) throws -> [Int] {
        try RowBlock(batch, rows).append(to: &output)
    }
}

/// Some rows of a batch on their way to bytes.
private struct RowBlock {
    private let batch: Batch
    private let rows: Range<Int>

    init(_ batch: Batch, _ rows: Range<Int>) {
        self.batch = batch
        self.rows = rows
    }

    /// Returns where each row ends, counted from the first byte of the block.
    func append(to output: inout [UInt8]) throws -> [Int] {
        let width = batch.schema.width
        // Every cell is followed by a comma or by the end of the line.
        var ends = [Int](repeating: width, count: rows.count)
        let columns = (0..<width).map {
            BlockColumn(batch.columns[$0], type: batch.schema.columns[$0].type, rows: rows)
        }
        for (number, column) in columns.enumerated() {
            if let row = column.firstOutsideCalendar {
                throw FileFormatError(
                    line: 0,
                    "\(batch.schema.columns[number].name) of \(batch.keyText(row)) is outside the years 0001 to 9999")
            }
            ends.withUnsafeMutableBufferPointer { column.addLengths(to: $0) }
        }
        var total = 0
        for row in ends.indices {
            let length = ends[row]
            ends[row] = total
            total += length
        }
        // From here on `ends` holds where the next cell of each row begins.
        let bytes = [UInt8](unsafeUninitializedCapacity: total) { bytes, count in
            guard let base = bytes.baseAddress else { return }
            ends.withUnsafeMutableBufferPointer { places in
                for (number, column) in columns.enumerated() {
                    column.write(
                        at: places, of: base, then: number == width - 1 ? UInt8(ascii: "\n") : UInt8(ascii: ","))
                }
            }
            count = total
        }
        output.append(contentsOf: bytes)
        return ends
    }
}

import PluginKit
import Tabular

/// Some rows of a batch on their way to bytes.
struct RowBlock {
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

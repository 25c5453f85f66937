import DelimitedRows
import DelimitedText
import PluginKit
import Tabular

/// Finds where in a file the rows from a tick on begin, by reading back from the end.
struct CSVTail {
    private static let firstBlock = 8 << 10

    let file: CSVFile
    let axisColumn: Int
    let lower: Int64

    /// The first byte of some row at or before the first row that is wanted; `first` where the file has to be read
    /// whole.
    ///
    /// Without a quote from a line end to the end of the file, that line end ends a row: were it inside quotes, they
    /// would close behind it. A quote anywhere behind makes this search end, and the whole file is read.
    func start(notBefore first: Int) throws -> Int {
        var end = file.source.count
        var size = CSVTail.firstBlock
        while end > first {
            let begin = max(first, end - size)
            let block = try file.source.bytes(begin..<end)
            if block.contains(UInt8(ascii: "\"")) { return first }
            if begin == first { return first }
            if let row = firstRow(in: block), isBelow(row.bytes) { return begin + row.offset }
            end = begin
            size *= 4
        }
        return first
    }

    /// The first row that stands whole in a block.
    private func firstRow(in block: [UInt8]) -> (offset: Int, bytes: ArraySlice<UInt8>)? {
        guard let lineEnd = block.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        guard let rowEnd = block[(lineEnd + 1)...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        return (lineEnd + 1, block[(lineEnd + 1)...rowEnd])
    }

    /// A row that cannot be read is below nothing: reading on from an earlier one will come to it and say what is
    /// wrong.
    private func isBelow(_ row: ArraySlice<UInt8>) -> Bool {
        var reader = DelimitedReader(row)
        guard let record = try? reader.next(),
            let tick = DelimitedAxis(file.schema, column: axisColumn).tick(of: record)
        else {
            return false
        }
        return tick < lower
    }
}

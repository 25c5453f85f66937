import DelimitedRows
import DelimitedText
import PluginKit
import Tabular

/// Finds where in a file the rows from a tick on begin, by reading back from the end.
struct CSVTail {
    /// What is asked for is a few rows, as a rule: the last sessions.
    private static let firstBlock = 4 << 10
    private static let largestBlock = 256 << 10

    let file: CSVFile
    let axisColumn: Int
    let lower: Int64

    /// Where reading begins: the first byte of a row, and the bytes of the file from there on that were read already.
    struct Start {
        let offset: Int
        var bytes: ArraySlice<UInt8> = []
    }

    /// The first row that is wanted or, where that cannot be told, some row before it; `first` where the file has to be
    /// read whole.
    ///
    /// Without a quote from a line end to the end of the file, that line end ends a row: were it inside quotes, they
    /// would close behind it. A quote anywhere behind makes this search end, and the whole file is read.
    func start(notBefore first: Int) throws -> Start {
        var end = file.source.count
        var size = CSVTail.firstBlock
        while end > first {
            let begin = max(first, end - size)
            let block = try file.source.bytes(begin..<end)
            if block.contains(UInt8(ascii: "\"")) { break }
            // Only a block that reaches the first row begins with one for certain.
            let row = begin == first ? 0 : block.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
            if let row, begin == first || isBelow(block, row) == true {
                let wanted = firstWanted(in: block, behind: row)
                return Start(offset: begin + wanted, bytes: block[wanted...])
            }
            end = begin
            size = min(size * 4, CSVTail.largestBlock)
        }
        return Start(offset: first)
    }

    /// The first row of a block, from a row on, that is not known to be below the tick: rows stand in the order of
    /// their ticks. One that is not whole in the block is not known.
    private func firstWanted(in block: [UInt8], behind row: Int) -> Int {
        // Every row that begins before `lower` is below; the one that begins at `upper` is not known to be, or is the
        // block's end.
        var (lower, upper) = (row, block.count)
        while lower < upper {
            let middle = lower + (upper - lower) / 2
            // The row in which the middle is: back to its beginning.
            let begin = block[lower..<middle].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lower
            guard isBelow(block, begin) == true, let end = block[middle...].firstIndex(of: UInt8(ascii: "\n")) else {
                upper = begin
                continue
            }
            lower = end + 1
        }
        return lower
    }

    /// Whether the row that begins there is below the tick; nil for one that is not whole or cannot be read: reading
    /// on from an earlier one will come to it and say what is wrong.
    private func isBelow(_ block: [UInt8], _ begin: Int) -> Bool? {
        guard let end = block[begin...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        var reader = DelimitedReader(block[begin...end])
        guard let record = try? reader.next() else { return nil }
        return DelimitedAxis(file.schema, column: axisColumn).tick(of: record).map { $0 < lower }
    }
}

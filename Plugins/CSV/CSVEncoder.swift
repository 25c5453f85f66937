import DelimitedText
import PluginKit
import Tabular

/// Writes batches column by column: the lengths of all cells of a block first, then every cell at its place. So the type of a column is
/// looked at once a block, not once a cell.
struct CSVEncoder: FileEncoder {
    /// Rows that are laid out together: their bytes stay in the processor's cache.
    private static let blockRows = 512

    private let schema: Schema
    private var writesHeader: Bool

    init(_ schema: Schema, writesHeader: Bool) {
        self.schema = schema
        self.writesHeader = writesHeader
    }

    /// Throws `FileFormatError` for a date or an instant outside the years 0001 to 9999, which no reader would take for one.
    mutating func encode(_ batch: Batch, into output: inout [UInt8]) throws {
        if writesHeader {
            output.append(contentsOf: CSVEncoder.header(schema))
            writesHeader = false
        }
        var start = 0
        while start < batch.count {
            let end = min(start + CSVEncoder.blockRows, batch.count)
            try CSVBlock(batch, start..<end).append(to: &output)
            start = end
        }
    }

    /// A text file needs no end; one that never had a row gets its header.
    mutating func seal(into output: inout [UInt8]) throws {
        guard writesHeader else { return }
        output.append(contentsOf: CSVEncoder.header(schema))
        writesHeader = false
    }

    static func header(_ schema: Schema) -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = DelimitedWriter()
        writer.record(schema.names, to: &bytes)
        return bytes
    }
}

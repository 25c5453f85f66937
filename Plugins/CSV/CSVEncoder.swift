import DelimitedRows
import PluginKit
import Tabular

/// Hands out the bytes of a batch at once: a text file needs no end.
struct CSVEncoder: FileEncoder {
    private let schema: Schema
    private var writesHeader: Bool

    init(_ schema: Schema, writesHeader: Bool) {
        self.schema = schema
        self.writesHeader = writesHeader
    }

    mutating func encode(_ batch: Batch, into output: inout [UInt8]) throws {
        writeHeader(to: &output)
        try DelimitedRowEncoder.encode(batch, into: &output)
    }

    /// A file that never had a row gets its header.
    mutating func seal(into output: inout [UInt8]) throws { writeHeader(to: &output) }

    private mutating func writeHeader(to output: inout [UInt8]) {
        guard writesHeader else { return }
        output.append(contentsOf: DelimitedRowHeader(schema).bytes)
        writesHeader = false
    }
}

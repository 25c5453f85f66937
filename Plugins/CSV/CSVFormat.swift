import DelimitedRows
package import PluginKit
package import Tabular

/// CSV as RFC 4180 has it: a header, commas, quotes only where they must be, UTF-8, lines that end with LF.
///
/// A null is nothing and an empty text is `""`. Every cell has the text that its column type fixes, decimals digit for
/// digit as they came, so that reading a file gives back what was written, and equal rows are equal bytes.
package struct CSVFormat: FileFormat {
    package static let manifest = SinkManifest(
        name: "csv", summary: "Plain CSV files (RFC 4180), one a series", fileExtension: "csv")

    package init(options: NoOptions = NoOptions()) {}

    package func encoder(for schema: Schema, isNewFile: Bool) -> any FileEncoder {
        CSVEncoder(schema, writesHeader: isNewFile)
    }

    /// Hands out batches of at most 4096 rows. With `lower`, no row whose axis cell is below it; rows stand in the
    /// order of that column, so the file is read backwards from its end in growing blocks until one begins below
    /// `lower`, and in that one the first row that is wanted is searched. Rows before it are not looked at.
    ///
    /// Throws `FileFormatError` with the line: a header that is not the schema's, a cell that is not of its column's
    /// type, a null where there may be none, broken quoting, bytes that are not UTF-8, a last line without its end.
    package func read(
        _ source: any ByteSource, schema: Schema, axisColumn: Int?, from lower: Int64?, _ body: (Batch) throws -> Void
    ) throws {
        let file = CSVFile(source: source, schema: schema)
        guard let start = try file.firstRow() else { return }
        guard let axisColumn, let lower else { return try file.read(from: start, lower: nil, body) }
        let tail = try CSVTail(file: file, axisColumn: axisColumn, lower: lower).start(notBefore: start)
        try file.read(from: tail.offset, known: tail.bytes, lower: (axisColumn, lower), body)
    }
}

/// Hands out the bytes of a batch at once: a text file needs no end.
private struct CSVEncoder: FileEncoder {
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

import DelimitedRows
import PluginKit
import Tabular

/// The bytes of one file, read in pieces of a bounded size.
struct CSVFile {
    private static let pieceBytes = 256 << 10

    let source: any ByteSource
    let schema: Schema

    /// Where the rows begin, behind the header; nil for a file without a byte. Throws when the header is not the
    /// schema's.
    func firstRow() throws -> Int? {
        guard source.count > 0 else { return nil }
        let header = DelimitedRowHeader(schema)
        let found = try source.bytes(0..<min(header.bytes.count, source.count))
        guard found == header.bytes else {
            throw header.error(in: try source.bytes(0..<min(source.count, CSVFile.pieceBytes)))
        }
        return header.bytes.count
    }

    /// Reads all rows from a byte on, which must be the first of a row. `known`: the bytes from there on, as far as
    /// they were read. `lower`: rows whose cell in the column is below it are left out.
    func read(
        from start: Int, known: ArraySlice<UInt8> = [], lower: (column: Int, tick: Int64)?,
        _ body: (Batch) throws -> Void
    ) throws {
        var decoder = DelimitedRowDecoder(schema, from: lower)
        var position = start
        while position < source.count {
            if position == start, !known.isEmpty {
                decoder.push(known)
                position += known.count
            } else {
                let end = min(position + CSVFile.pieceBytes, source.count)
                decoder.push(try source.bytes(position..<end))
                position = end
            }
            if position == source.count { decoder.finish() }
            while let batch = try next(of: &decoder, from: start) { try body(batch) }
        }
    }

    /// Its errors name lines of the file.
    private func next(of decoder: inout DelimitedRowDecoder, from start: Int) throws -> Batch? {
        do {
            return try decoder.next()
        } catch let error as FileFormatError {
            throw FileFormatError(line: try lines(before: start) + error.line, error.message)
        }
    }

    /// How many lines end before a byte; only worked out for errors.
    private func lines(before end: Int) throws -> Int {
        var lines = 0
        var position = 0
        while position < end {
            let next = min(position + CSVFile.pieceBytes, end)
            lines += try source.bytes(position..<next).count { $0 == UInt8(ascii: "\n") }
            position = next
        }
        return lines
    }
}

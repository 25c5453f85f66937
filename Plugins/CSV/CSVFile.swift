import DelimitedText
import PluginKit
import Tabular

/// The bytes of one file, read in pieces of a bounded size.
struct CSVFile {
    static let pieceBytes = 256 << 10
    static let batchRows = 4096

    let source: any ByteSource
    let schema: Schema

    /// Where the rows begin, behind the header; nil for a file without a byte. Throws when the header is not the schema's.
    func firstRow() throws -> Int? {
        guard source.count > 0 else { return nil }
        let header = CSVEncoder.header(schema)
        let found = try source.bytes(0..<min(header.count, source.count))
        guard found == header else { throw try headerError() }
        return header.count
    }

    /// Reads all rows from a byte on, which must be the first of a row. `lower`: rows whose cell in the column is below it are left out.
    func read(from start: Int, lower: (column: Int, tick: Int64)?, _ body: (Batch) throws -> Void) throws {
        var reader = DelimitedReader(dialect: .written)
        var record = DelimitedRecord()
        var builder = BatchBuilder(schema)
        let row = CSVRow(schema)
        var position = start
        do {
            while true {
                while try reader.next(into: &record) {
                    try row.append(record, to: &builder, lower: lower)
                    if builder.count == CSVFile.batchRows { try body(builder.finish()) }
                }
                if position == source.count { break }
                let end = min(position + CSVFile.pieceBytes, source.count)
                reader.feed(try source.bytes(position..<end))
                position = end
                if position == source.count { reader.finish() }
            }
        } catch let error as DelimitedTextError {
            throw FileFormatError(line: try lines(before: start) + error.line, "column \(error.column): \(error.message)")
        } catch let error as CSVCellError {
            throw FileFormatError(line: try lines(before: start) + error.line, error.message)
        }
        if builder.count > 0 { try body(builder.finish()) }
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

    private func headerError() throws -> FileFormatError {
        var reader = DelimitedReader(try source.bytes(0..<min(source.count, CSVFile.pieceBytes)))
        let expected = schema.names.joined(separator: ",")
        do {
            let names = try reader.header().names
            let missing = schema.names.first { !names.contains($0) }.map { "; \($0) is missing" } ?? ""
            return FileFormatError(line: 1, "the columns are \(names.joined(separator: ",")) where they should be \(expected)\(missing)")
        } catch {
            return FileFormatError(line: 1, "there is no header \(expected): \(error)")
        }
    }
}

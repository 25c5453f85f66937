import DelimitedRows
import DelimitedText
import PluginKit
import Tabular
import TestRows
import Testing

/// Rows of a schema as lines of CSV, from bytes that are cut anywhere.
@Suite("Rows as lines of CSV")
struct DelimitedRowsTests {
    private static let schema = Schema([Column("day", .day), Column("name", .text, nullable: true)], key: ["day"])

    /// What comes out when the bytes are pushed in pieces.
    private func rows(
        _ bytes: [UInt8], pieces size: Int, _ schema: Schema, from lower: (column: Int, tick: Int64)? = nil
    ) throws -> Batch {
        var decoder = DelimitedRowDecoder(schema, from: lower)
        var all = Batch(empty: schema)
        func take() throws {
            while let batch = try decoder.next() {
                #expect(!batch.isEmpty && batch.count <= DelimitedRowDecoder.batchRows)
                all = all.appending(batch)
            }
        }
        for start in stride(from: 0, to: bytes.count, by: size) {
            decoder.push(bytes[start..<min(start + size, bytes.count)])
            try take()
        }
        decoder.finish()
        try take()
        return all
    }

    @Test("rows come back from pieces that are cut anywhere", arguments: [1, 2, 3, 7, 64, 1 << 20])
    func pieces(_ size: Int) throws {
        var random = RandomBatch(seed: UInt64(size))
        let batch = random.batch(rows: 150)
        var bytes: [UInt8] = []
        try DelimitedRowEncoder.encode(batch, into: &bytes)
        #expect(try rows(bytes, pieces: size, batch.schema) == batch)
    }

    @Test("batches are full ones of 4096 rows and one with the rest", arguments: [0, 1, 4095, 4096, 4097])
    func batches(_ count: Int) throws {
        var random = RandomBatch(seed: 3)
        let batch = random.batch(rows: count)
        var bytes: [UInt8] = []
        try DelimitedRowEncoder.encode(batch, into: &bytes)
        #expect(try rows(bytes, pieces: 1 << 20, batch.schema) == batch)
    }

    @Test("blocks are the whole batch, and their row ends are where rows end")
    func rowEnds() throws {
        var random = RandomBatch(seed: 9)
        let batch = random.batch(rows: 1300)
        var whole: [UInt8] = []
        try DelimitedRowEncoder.encode(batch, into: &whole)
        var bytes: [UInt8] = []
        var count = 0
        for block in DelimitedRowEncoder.blocks(of: batch) {
            let start = bytes.count
            let ends = try DelimitedRowEncoder.encode(batch, block, into: &bytes)
            #expect(ends.count == block.count && block.lowerBound == count)
            #expect(start + (ends.last ?? 0) == bytes.count)
            // Any of them is a place where a file could begin.
            let middle = ends[ends.count / 2]
            let rest = try rows(Array(bytes[(start + middle)...]), pieces: 999, batch.schema)
            #expect(rest == batch.slice(block.lowerBound + ends.count / 2 + 1..<block.upperBound))
            count = block.upperBound
        }
        #expect(count == batch.count && bytes.elementsEqual(whole))
    }

    @Test("rows below a tick are left out, and of their cells only the tick is read")
    func lower() throws {
        let text = "1970-01-02,a\n1970-01-03,\n1970-01-04,c\n"
        #expect(try rows(Array(text.utf8), pieces: 5, Self.schema, from: (0, 2)).columns[0].values == [2, 3])
        let broken = text.replacing("1970-01-02,a", with: "1970-01-02,a,b")
        #expect(throws: FileFormatError(line: 1, "3 cells where the header has 2 columns")) {
            try rows(Array(broken.utf8), pieces: 5, Self.schema, from: (0, 2))
        }
        // One whose tick cannot be read is not left out.
        let nameless = text.replacing("1970-01-02,a", with: "1970-01-32,a")
        #expect(throws: FileFormatError(line: 1, "day: \"1970-01-32\" is not of type day")) {
            try rows(Array(nameless.utf8), pieces: 5, Self.schema, from: (0, 2))
        }
    }

    @Test("the line is that behind the last whole row, line ends in quotes counted")
    func line() throws {
        var decoder = DelimitedRowDecoder(Self.schema)
        #expect(decoder.line == 1)
        decoder.push(Array("1970-01-02,a\n1970-01-03,\"b\nb\"\n1970-01".utf8))
        #expect(try decoder.next() == nil)
        #expect(decoder.line == 4)
        decoder.push(Array("-99,c\n".utf8))
        // The rows before it first.
        #expect(try decoder.next()?.count == 2)
        #expect(throws: FileFormatError(line: 4, "day: \"1970-01-99\" is not of type day")) { try decoder.next() }
    }

    @Test("an axis reads one cell, and nothing where there is no such value")
    func axis() throws {
        let axis = DelimitedAxis(Self.schema, column: 0)
        func tick(_ line: String) throws -> Int64? {
            var reader = DelimitedReader(Array((line + "\n").utf8))
            return axis.tick(of: try #require(try reader.next()))
        }
        #expect(try tick("1970-01-03,x") == 2)
        #expect(try tick("\"1970-01-03\"") == 2)
        for line in ["1970-1-3,x", ",x", "", "2024-02-30,x"] { #expect(try tick(line) == nil, "\(line)") }
    }

    @Test("a header is the schema's names with quotes where they must be; its error says what is there")
    func header() {
        let schema = Schema([Column("day", .day), Column("a,b", .text)], key: ["day"])
        let header = DelimitedRowHeader(schema)
        #expect(String(decoding: header.bytes, as: UTF8.self) == "day,\"a,b\"\n")
        #expect(
            header.error(in: Array("day\n1970-01-01\n".utf8))
                == FileFormatError(line: 1, "the columns are day where they should be day,a,b; a,b is missing"))
    }
}

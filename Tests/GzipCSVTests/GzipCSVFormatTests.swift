import CSV
import GzipCSV
import PluginKit
import PluginTesting
import Tabular
import TestRows
import Testing

/// The file format gzip CSV: the contract, the bytes, random rows and its level.
@Suite("Gzip CSV")
struct GzipCSVFormatTests {
    @Test("the contract of file formats", arguments: ["0", "1", "6", "9"])
    func contract(_ level: String) throws {
        var random = RandomBatch(seed: UInt64(level) ?? 0)
        let batch = random.batch(rows: 300)
        let contract = FormatContract(
            SinkPlugin(GzipCSVFormat.self), options: OptionValues(["gzip-level": level]), batch: batch, axisColumn: 0)
        #expect(try contract.violations().isEmpty)
    }

    @Test(
        "random batches come back cell for cell, appended in several runs; the text is what the csv sink writes",
        arguments: 0..<8)
    func roundTrip(_ seed: Int) throws {
        var random = RandomBatch(seed: UInt64(seed))
        let commits = [
            random.batch(rows: 1 + seed * 101), random.batch(rows: 1), random.batch(rows: seed % 4 / 3 * 5000),
        ]
        let all = commits.reduce(Batch(empty: RandomBatch.schema)) { $0.appending($1) }
        let file = try GzipFile(commits, level: seed)
        #expect(try file.rows() == all)
        #expect(try file.texts().joined().elementsEqual(FormatContract.encode(commits, CSVFormat())))
    }

    @Test("a file is its members, byte for byte")
    func golden() throws {
        let schema = Schema([Column("day", .day)], key: ["day"])
        let bytes = try GzipFile([Batch(empty: schema)], level: 0).bytes
        let header: [UInt8] = [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 8, 0, 0x50, 0x53, 4, 0, 37, 0, 0, 0]
        // A stored block of four bytes, their CRC-32 and their number.
        #expect(
            bytes == header + [1, 4, 0, 0xFB, 0xFF] + Array("day\n".utf8) + [0xFE, 0x35, 0x3D, 0xC2] + [4, 0, 0, 0])
    }

    @Test("a file without a byte has no rows; one with a header alone neither")
    func empty() throws {
        #expect(try GzipFile([], RandomBatch.schema).rows().isEmpty)
        #expect(try GzipFile([], RandomBatch.schema).rows(from: 5).isEmpty)
        #expect(try GzipFile([Batch(empty: RandomBatch.schema)]).rows(from: 5).isEmpty)
    }

    @Test("rows of an earlier commit need no header; a commit without rows leaves nothing")
    func appends() throws {
        var random = RandomBatch(seed: 1)
        let batch = random.batch(rows: 3)
        var encoder = try GzipFile.format().encoder(for: batch.schema, isNewFile: false)
        var bytes: [UInt8] = []
        try encoder.encode(Batch(empty: batch.schema), into: &bytes)
        try encoder.seal(into: &bytes)
        #expect(bytes.isEmpty)
        try encoder.encode(batch, into: &bytes)
        #expect(bytes.isEmpty && encoder.pendingBytes > 0)
        try encoder.seal(into: &bytes)
        #expect(!bytes.isEmpty && encoder.pendingBytes == 0)
    }

    @Test("a day outside the years 0001 to 9999 is not written")
    func outsideCalendar() {
        let schema = Schema([Column("day", .day)], key: ["day"])
        var builder = BatchBuilder(schema)
        builder.day(Day(number: 2_932_897))
        builder.endRow()
        #expect(throws: FileFormatError.self) { try GzipFile([builder.finish()]) }
    }

    @Test("a level is a number from 0 to 9, 6 where none is given")
    func options() throws {
        #expect(try GzipCSVOptions().level == 6)
        for declared in GzipCSVOptions.declarations[0].choices {
            #expect(try "\(GzipCSVOptions(OptionValues(["gzip-level": declared])).level)" == declared)
        }
        for text in ["10", "-1", "06", "six", "", " 6"] {
            let error = #expect(throws: PluginError.self) { try GzipCSVOptions(OptionValues(["gzip-level": text])) }
            #expect(error.map { "\($0)".contains("--gzip-level") } == true)
        }
    }

    @Test("the sink asks to be written anew after 128 commits")
    func compacts() throws { #expect(try GzipFile.format().compactsAfter == 128) }
}

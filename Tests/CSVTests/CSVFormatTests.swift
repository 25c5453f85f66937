import CSV
import PluginKit
import PluginTesting
import Tabular
import TestRows
import Testing

/// The file format CSV: the contract, the bytes, random rows, tails and damage.
@Suite("CSV")
struct CSVFormatTests {
    private let format = CSVFormat()

    private func file(_ batches: [Batch]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for (number, batch) in batches.enumerated() {
            var encoder = format.encoder(for: batch.schema, isNewFile: number == 0)
            try encoder.encode(batch, into: &bytes)
            try encoder.seal(into: &bytes)
        }
        return bytes
    }

    private func rows(_ bytes: [UInt8], _ schema: Schema, from lower: Int64? = nil) throws -> Batch {
        var all = Batch(empty: schema)
        try format.read(MemorySource(bytes), schema: schema, axisColumn: 0, from: lower) { batch in
            #expect(batch.count <= 4096 && !batch.isEmpty)
            all = all.appending(batch)
        }
        return all
    }

    /// The same file as slowly as can be, to compare with.
    private func plainly(_ batch: Batch) -> String {
        func quoted(_ text: String) -> String {
            let needsQuotes = text.isEmpty || text.utf8.contains { ",\"\r\n".utf8.contains($0) }
            return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        }
        let header = batch.schema.names.map(quoted).joined(separator: ",") + "\n"
        return (0..<batch.count).reduce(into: header) { file, row in
            let cells = batch.schema.columns.indices.map { batch.text(row: row, column: $0).map(quoted) ?? "" }
            file += cells.joined(separator: ",") + "\n"
        }
    }

    private func error(_ bytes: [UInt8], _ schema: Schema, from lower: Int64? = nil) -> FileFormatError? {
        #expect(throws: FileFormatError.self) { try rows(bytes, schema, from: lower) }
    }

    @Test("the contract of file formats", arguments: 0..<8)
    func contract(_ seed: Int) throws {
        var random = RandomBatch(seed: UInt64(seed))
        let batch = random.batch(rows: 1 + seed * 100, quotes: seed % 2 == 0)
        #expect(try FormatContract(SinkPlugin(CSVFormat.self), batch: batch, axisColumn: 0).violations().isEmpty)
    }

    /// Takes a file that is none of its own for one without rows.
    private struct Silent: FileFormat {
        static var manifest: SinkManifest { CSVFormat.manifest }
        private let inner = CSVFormat()

        init(options: NoOptions) {}

        func encoder(for schema: Schema, isNewFile: Bool) -> any FileEncoder {
            inner.encoder(for: schema, isNewFile: isNewFile)
        }

        func read(
            _ source: any ByteSource, schema: Schema, axisColumn: Int?, from lower: Int64?,
            _ body: (Batch) throws -> Void
        ) throws {
            do {
                try inner.read(source, schema: schema, axisColumn: axisColumn, from: lower, body)
            } catch is FileFormatError {}
        }
    }

    @Test("the contract finds a format that reads a file with fewer columns as if it had more")
    func negative() throws {
        var random = RandomBatch(seed: 3)
        let contract = FormatContract(
            SinkPlugin(Silent.self), batch: random.batch(rows: 20, quotes: false), axisColumn: 0)
        #expect(
            try Set(contract.violations().map(\.clause)) == ["a file with fewer columns is not read as one with more"])
    }

    @Test("a file is what anyone would write by hand: header, LF, null as nothing, empty text as two quotes")
    func golden() throws {
        var builder = BatchBuilder(RandomBatch.schema)
        let rows: [[Value]] = [
            [
                .day(Day(number: 19_000)), .text("a,\"b\""), .decimal("0.10"), .integer(.min), .boolean(false),
                .instant(Instant(seconds: 0)),
                .instant(Instant(microseconds: -1)), .instant(Instant(microseconds: 1_500)), .text(""),
            ],
            [.day(Day(number: 19_001)), .null, .null, .null, .null, .null, .null, .null, .text("x")],
        ]
        for row in rows {
            for value in row { builder.value(value) }
            builder.endRow()
        }
        let expected = """
            day,name,price,size,is_open,second,micro,milli,"free, ""text\"""
            2022-01-08,"a,""b""\",0.10,-9223372036854775808,false,1970-01-01T00:00:00Z,1969-12-31T23:59:59.999999Z,\
            1970-01-01T00:00:00.001Z,""
            2022-01-09,,,,,,,,x

            """
        #expect(String(decoding: try file([builder.finish()]), as: UTF8.self) == expected)
    }

    @Test("random batches of every type come back cell for cell, appended in several runs", arguments: 0..<16)
    func roundTrip(_ seed: Int) throws {
        var random = RandomBatch(seed: UInt64(seed))
        let batches = [
            random.batch(rows: 1 + seed * 101), random.batch(rows: 1), random.batch(rows: 513),
            random.batch(rows: seed % 8 / 7 * 5000),
        ]
        let all = batches.reduce(Batch(empty: RandomBatch.schema)) { $0.appending($1) }
        let bytes = try file(batches)
        #expect(try rows(bytes, RandomBatch.schema) == all)
        #expect(String(decoding: bytes, as: UTF8.self) == plainly(all))
    }

    @Test(
        "a tail is the rows of the whole file from a tick on, whether quotes force a whole read or not",
        arguments: 0..<9)
    func tail(_ seed: Int) throws {
        var random = RandomBatch(seed: UInt64(seed))
        let all = random.batch(rows: 1500 + seed, quotes: seed % 3 == 0)
        let bytes = try file([all])
        let days = all.columns[0].values
        for lower in [
            days[0] - 1, days[0], days[days.count / 2], days[days.count - 7], days[days.count - 1],
            days[days.count - 1] + 1,
        ] {
            let expected = all.selecting(days.indices.filter { days[$0] >= lower })
            #expect(try rows(bytes, all.schema, from: lower) == expected)
        }
    }

    @Test("a short tail of a long file reads little of it; with a quote behind, all of it")
    func cost() throws {
        var random = RandomBatch(seed: 5)
        let plain = random.batch(rows: 6000, quotes: false)
        let newest = plain.columns[0].values[5990]
        let source = CountedSource(try file([plain]))
        try format.read(source, schema: plain.schema, axisColumn: 0, from: newest) { _ in }
        #expect(source.bytesRead < 40_000)
        let quoted = CountedSource(try file([plain, random.batch(rows: 40, quotes: true)]))
        try format.read(quoted, schema: plain.schema, axisColumn: 0, from: newest) { _ in }
        #expect(quoted.bytesRead > quoted.count)
    }

    @Test("a file without a byte has no rows; one with a header alone neither")
    func empty() throws {
        #expect(try rows([], RandomBatch.schema).isEmpty)
        #expect(try rows(file([Batch(empty: RandomBatch.schema)]), RandomBatch.schema, from: 5).isEmpty)
    }

    @Test("a day or an instant outside the years 0001 to 9999 is not written")
    func outsideCalendar() {
        let schema = Schema([Column("day", .day)], key: ["day"])
        var builder = BatchBuilder(schema)
        builder.day(Day(number: 2_932_897))
        builder.endRow()
        #expect(throws: FileFormatError.self) { try file([builder.finish()]) }
    }

    @Test(
        "damage is refused with its line",
        arguments: [
            ("2024-01-03,B,2.5", "2024-01-03,B", 3), ("2024-01-03,B,2.5", "2024-01-03,B,2.5,9", 3),
            ("2024-01-03", "2024-02-30", 3),
            ("2024-01-03", "2024-1-3", 3), ("2.5", "2,5", 3), ("2.5", "2.", 3), ("2.5", "0x2", 3), ("2.5", "", 3),
            ("B", "B\"", 3),
            ("B", "\"B", 3), ("2024-01-04,C,3.5\n", "2024-01-04,C,3.5", 4), ("2024-01-04", "\u{0}024-01-04", 4),
            ("A,", "A\r", 2),
            ("date,name,price", "date,price,name", 1), ("date,name,price", "date,name", 1), ("date,", "Date,", 1),
        ])
    func damage(_ whole: String, _ damaged: String, _ line: Int) throws {
        let schema = Schema([Column("date", .day), Column("name", .text), Column("price", .decimal)], key: ["date"])
        let text = "date,name,price\n2024-01-02,A,1.5\n2024-01-03,B,2.5\n2024-01-04,C,3.5\n"
        // The control: undamaged, it is read.
        #expect(try rows(Array(text.utf8), schema).count == 3)
        let bytes = Array(text.replacing(whole, with: damaged, maxReplacements: 1).utf8)
        #expect(error(bytes, schema)?.line == line)
        #expect(error(bytes, schema, from: 0)?.line == line)
    }

    @Test("bytes that are not UTF-8 are refused with their line, also far down and in a tail")
    func invalid() throws {
        var random = RandomBatch(seed: 11)
        let batch = random.batch(rows: 5000, quotes: false)
        var bytes = try file([batch])
        #expect(try rows(bytes, batch.schema).count == 5000)
        bytes[bytes.count - 3] = 0xFF
        #expect(error(bytes, batch.schema)?.line == 5001)
        #expect(error(bytes, batch.schema, from: batch.columns[0].values[4999])?.line == 5001)
    }

    @Test("the error of a header names what is there and what is missing")
    func headerWords() {
        let schema = Schema([Column("date", .day), Column("adj_close", .decimal)], key: ["date"])
        #expect(
            error(Array("date,close\n".utf8), schema)?.description
                == "line 1: the columns are date,close where they should be date,adj_close; adj_close is missing")
        #expect(error(Array("\"".utf8), schema)?.line == 1)
    }
}

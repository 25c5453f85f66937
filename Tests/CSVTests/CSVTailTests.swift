import CSV
import PluginKit
import PluginTesting
import Tabular
import TestRows
import TestWorld
import Testing

/// Rows of CSV from a tick on: the same as of the whole file, and no more is read than they need.
@Suite("CSV: rows from a tick on")
struct CSVTailTests {
    private static let format = CSVFormat()
    private static let schema = Schema(
        [Column("day", .day), Column("text", .text, nullable: true), Column("price", .decimal)], key: ["day"])

    /// A file whose days rise by at most 2, some of them repeated; a row's text has up to `width` letters.
    private static func file(rows: Int, width: Int, quotes: Bool, seed: UInt64) throws -> (bytes: [UInt8], all: Batch) {
        var random = SplitMix(seed: seed)
        var builder = BatchBuilder(schema)
        var day: Int64 = 18_000
        for row in 0..<rows {
            day += Int64(random.next() % 3)
            builder.day(Day(number: day))
            let text = String(repeating: "x", count: Int(random.next() % UInt64(width + 1)))
            if text.isEmpty, !quotes { builder.null() } else { builder.text(quotes && row % 50 == 7 ? "\"\n" : text) }
            builder.decimal("1.\(row)")
            builder.endRow()
        }
        let all = builder.finish()
        return (try FormatContract.encode([all], format), all)
    }

    private static func rows(_ source: any ByteSource, from lower: Int64?) throws -> Batch {
        var all = Batch(empty: schema)
        try format.read(source, schema: schema, axisColumn: 0, from: lower) { all = all.appending($0) }
        return all
    }

    @Test(
        "for every tick they are those of the whole file: short and quoted rows, rows longer than a block, one row",
        arguments: 0..<24)
    func everyTick(_ seed: Int) throws {
        let width = [0, 9, 90, 900, 5_000, 20_000][seed % 6]
        let count = [0, 1, 59, 159][seed / 6] / (width > 900 ? 8 : 1) + 1
        let (bytes, all) = try Self.file(rows: count, width: width, quotes: seed % 4 == 1, seed: UInt64(seed))
        let days = all.columns[0].values
        let ticks = days.last.map { days[0] - 1...$0 + 1 } ?? 0...0
        for lower in ticks {
            let expected = all.selecting(days.indices.filter { days[$0] >= lower })
            #expect(try Self.rows(MemorySource(bytes), from: lower) == expected, "from \(lower) of \(count) rows")
        }
    }

    @Test("rows that end where a block begins, with the tick on either side of it")
    func borders() throws {
        // Rows of 32 bytes: 128 of them are a block.
        for rest in 0..<3 {
            var builder = BatchBuilder(Self.schema)
            for row in 0..<300 {
                builder.day(Day(number: 18_000 + Int64(row / 2)))
                builder.text(String(repeating: "x", count: 16 + (row == 299 ? rest : 0)))
                builder.decimal("0.1")
                builder.endRow()
            }
            let all = builder.finish()
            let bytes = try FormatContract.encode([all], Self.format)
            #expect(bytes.count == 15 + 300 * 32 + rest)
            let days = all.columns[0].values
            for lower in days[0]...days[299] {
                let expected = all.selecting(days.indices.filter { days[$0] >= lower })
                #expect(try Self.rows(MemorySource(bytes), from: lower) == expected)
            }
        }
    }

    @Test("a few rows cost as much of a file of ten years as of one of a year")
    func cost() throws {
        func bytesRead(rows: Int, last: Int) throws -> Int {
            var builder = BatchBuilder(Self.schema)
            for row in 0..<rows {
                builder.day(Day(number: 20_000 - Int64(rows) + Int64(row)))
                builder.text(String(repeating: "x", count: 60))
                builder.decimal("0.1")
                builder.endRow()
            }
            let source = CountedSource(try FormatContract.encode([builder.finish()], Self.format))
            #expect(try Self.rows(source, from: 20_000 - Int64(last)).count == last)
            return source.bytesRead
        }
        let year = try bytesRead(rows: 252, last: 5)
        #expect(try bytesRead(rows: 2_520, last: 5) == year)
        #expect(year == 15 + 4_096)
        // The control: more rows cost more.
        #expect(try bytesRead(rows: 2_520, last: 500) > 10 * year)
    }

    @Test("cells before the first row that is wanted are not looked at; one that is wanted is, with its line")
    func unread() throws {
        let (bytes, all) = try Self.file(rows: 60, width: 3, quotes: false, seed: 3)
        let days = all.columns[0].values
        var text = String(decoding: bytes, as: UTF8.self)
        text = text.replacing("1.50\n", with: "1.50x\n")
        let broken = MemorySource(Array(text.utf8))
        let next = try #require(days.firstIndex { $0 > days[50] })
        #expect(try Self.rows(broken, from: days[next]).count == 60 - next)
        #expect(throws: FileFormatError(line: 52, "price: \"1.50x\" is not of type decimal")) {
            try Self.rows(broken, from: days[50])
        }
        #expect(throws: FileFormatError(line: 52, "price: \"1.50x\" is not of type decimal")) {
            try Self.rows(broken, from: nil)
        }
    }

    @Test("a last line without its end is told, whatever the tick")
    func unfinished() throws {
        let (bytes, all) = try Self.file(rows: 300, width: 60, quotes: false, seed: 8)
        let days = all.columns[0].values
        for lower in [days[0], days[299], days[299] + 5] {
            let error = #expect(throws: FileFormatError.self) {
                try Self.rows(MemorySource(Array(bytes.dropLast())), from: lower)
            }
            #expect(error?.line == 301)
        }
    }
}

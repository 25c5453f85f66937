import PluginKit
import PluginTesting
import Tabular
import TestRows
import TestWorld
import Testing

@testable import GzipCSV

/// Rows of gzip CSV from a tick on: the same as of the whole file, and few bytes read.
@Suite("Gzip CSV: rows from a tick on")
struct GzipTailTests {
    /// Commits of 20 rows each, whose days rise over all of them.
    private func commits(_ count: Int, seed: UInt64 = 4) -> [Batch] {
        var random = RandomBatch(seed: seed)
        let all = random.batch(rows: count * 20)
        return (0..<count).map { all.slice($0 * 20..<($0 + 1) * 20) }
    }

    @Test("they are those of the whole file, whether members say how long they are or not", arguments: 0..<6)
    func tail(_ seed: Int) throws {
        let commits = commits(12, seed: UInt64(seed))
        let all = commits.reduce(Batch(empty: RandomBatch.schema)) { $0.appending($1) }
        let file = try GzipFile(commits)
        let days = all.columns[0].values
        for row in [0, 1, 19, 20, 21, 119, 120, 220, 238, 239] {
            for lower in [days[row], days[row] + 1] {
                let expected = all.selecting(days.indices.filter { days[$0] >= lower })
                #expect(try file.rows(from: lower) == expected)
                #expect(try file.withoutLengths.rows(from: lower) == expected)
            }
        }
    }

    @Test("rows of one tick that lie in two members are all found")
    func sameTick() throws {
        var builder = BatchBuilder(LongRows.schema)
        for day in [1, 2, 5, 5, 5, 5, 5, 5, 9] as [Int64] {
            builder.day(Day(number: day))
            builder.text("x")
            builder.endRow()
        }
        let all = builder.finish()
        let file = try GzipFile((0..<3).map { all.slice($0 * 3..<($0 + 1) * 3) })
        #expect(file.members.count == 3)
        #expect(try file.rows(from: 5).count == 7)
    }

    @Test("few bytes are read: the headers, and the last members")
    func cost() throws {
        let file = try GzipFile([LongRows.batch(first: 0, rows: 800, bytes: 4096)], level: 1)
        let source = CountedSource(file.bytes)
        #expect(try file.rows(of: source, from: 797).count == 3)
        #expect(file.members.count == 4)
        let last = file.members.last?.count ?? 0
        #expect(source.bytesRead < last + 20_000 && last < source.count / 10)
        // The control: without lengths it is read whole.
        let foreign = CountedSource(file.withoutLengths.bytes)
        #expect(try file.rows(of: foreign, from: 797).count == 3)
        #expect(foreign.bytesRead >= foreign.count)
    }

    @Test("of many small commits, the headers and the last ones")
    func manyCommits() throws {
        let commits = commits(200)
        let file = try GzipFile(commits)
        let source = CountedSource(file.bytes)
        _ = try file.rows(of: source, from: commits[199].columns[0].values[10])
        #expect(source.bytesRead < 200 * 20 + 20_000)
        #expect(source.count > 5 * source.bytesRead)
    }

    /// A file of one commit, as a backfill or a rewrite makes it: a row a day, of about 60 bytes.
    private func bars(_ rows: Int, batches: Int = 1) throws -> GzipFile {
        var random = SplitMix(seed: 7)
        var builder = BatchBuilder(LongRows.schema)
        for row in 0..<rows {
            builder.day(Day(number: 20_000 - Int64(rows) + Int64(row)))
            builder.text((0..<3).map { _ in "\(random.next() % 1_000_000_000_000)" }.joined(separator: " "))
            builder.endRow()
        }
        let all = builder.finish()
        var encoder = try GzipFile.format().encoder(for: all.schema, isNewFile: true)
        var bytes: [UInt8] = []
        for batch in 0..<batches {
            try encoder.encode(all.slice(batch * rows / batches..<(batch + 1) * rows / batches), into: &bytes)
        }
        try encoder.seal(into: &bytes)
        return GzipFile(bytes, all.schema)
    }

    @Test("the last rows of a longer text are a small member, however the rows came; a short text is one member")
    func lastMember() throws {
        let file = try bars(2_520)
        let texts = file.texts()
        #expect(texts.count == 2 && texts[1].count <= 4_096 && texts[1].count > 3_900)
        #expect(texts[0].last == UInt8(ascii: "\n"))
        for batches in [2, 7, 315] { #expect(try bars(2_520, batches: batches).bytes.elementsEqual(file.bytes)) }
        #expect(try bars(200).members.count == 1)
        // Long rows are no reason to cut: two of them are not small.
        #expect(try GzipFile([LongRows.batch(first: 0, rows: 8, bytes: 8_192)]).members.count == 1)
        // What it costs.
        let one = try GzipMember.bytes(of: Array(texts.joined())[...], level: 6).count
        #expect(file.bytes.count - one < one / 100)
    }

    @Test("a few rows cost as much of a file of ten years as of one of two years")
    func years() throws {
        func bytesRead(_ rows: Int, last: Int) throws -> Int {
            let source = CountedSource(try bars(rows).bytes)
            #expect(
                try GzipFile([Batch(empty: LongRows.schema)]).rows(of: source, from: 20_000 - Int64(last)).count == last
            )
            return source.bytesRead
        }
        let few = try bytesRead(504, last: 5)
        // Members are compressed to other lengths.
        #expect(try abs(bytesRead(2_520, last: 5) - few) < 500)
        // The control: rows of the member before need all of it.
        #expect(try bytesRead(2_520, last: 500) > 2 * few)
    }

    @Test("for every tick they are those of the whole file, also behind nights of one row each")
    func everyTick() throws {
        var file = try bars(400)
        for night in 0..<6 {
            var builder = BatchBuilder(LongRows.schema)
            builder.day(Day(number: 20_000 + Int64(night / 2)))
            builder.text("night \(night)")
            builder.endRow()
            var encoder = try GzipFile.format().encoder(for: LongRows.schema, isNewFile: false)
            try encoder.encode(builder.finish(), into: &file.bytes)
            try encoder.seal(into: &file.bytes)
        }
        #expect(file.members.count == 8)
        let all = try file.rows()
        let days = all.columns[0].values
        for lower in days[0] - 1...days[405] + 1 {
            #expect(try file.rows(from: lower) == all.selecting(days.indices.filter { days[$0] >= lower }))
        }
    }

    @Test("the header is checked as well")
    func header() throws {
        let commits = commits(6)
        let last = commits[5].columns[0].values[19]
        var columns = RandomBatch.schema.columns
        columns[3] = Column("volume", columns[3].type, nullable: true)
        let other = GzipFile(try GzipFile(commits).bytes, Schema(columns, key: ["day"]))
        let error = try #require(throws: FileFormatError.self) { try other.rows(from: last) }
        #expect(error.line == 1 && error.message.contains("volume is missing"))
        #expect(throws: error) { try other.rows() }
    }

    @Test("an error behind a tick names the line of the file; where the rows before cannot be read, none")
    func line() throws {
        let schema = LongRows.schema
        func member(_ lines: String, first: Bool = false) throws -> [UInt8] {
            try GzipLines.member(first ? "day,text\n" + lines : lines)
        }
        let file = try GzipFile(
            member("2024-01-01,a\n2024-01-02,\"b\nb\"\n", first: true) + member("2024-01-03,c\n")
                + member("2024-01-04,d\n2024-01-05\n"),
            schema)
        let day = try #require(Day("2024-01-04")).number
        for lower in [nil, day, day + 1] as [Int64?] {
            #expect(throws: FileFormatError(line: 7, "1 cells where the header has 2 columns")) {
                try file.rows(from: lower)
            }
        }
        var damaged = file
        damaged.bytes[file.members[1].upperBound - 6] ^= 1
        #expect(throws: FileFormatError(line: 0, "1 cells where the header has 2 columns")) {
            try damaged.rows(from: day + 1)
        }
    }

    @Test("a later member that begins with no row is read from an earlier one, which says what is wrong")
    func unreadableBeginning() throws {
        let file = try GzipFile(
            GzipLines.member("day,text\n2024-01-01,a\n") + GzipLines.member("2024-01-02,b\n")
                + GzipLines.member("2024-01-x,c\n"),
            LongRows.schema)
        let day = try #require(Day("2024-01-04")).number
        #expect(throws: FileFormatError(line: 4, "day: \"2024-01-x\" is not of type day")) { try file.rows(from: day) }
    }
}

/// Members of any text, also of one that the format would not write.
private enum GzipLines {
    static func member(_ text: String) throws -> [UInt8] { try GzipMember.bytes(of: Array(text.utf8)[...], level: 6) }
}

import PluginKit
import PluginTesting
import Tabular
import TestRows
import Testing

@testable import GzipCSV

/// The gzip members of which a file of gzip CSV consists: where they are cut, and what is held back.
@Suite("Gzip CSV: members")
struct GzipMemberTests {
    private static let full = 1 << 20

    /// About seven members. Bytes are compared by `elementsEqual`: of two arrays that differ, an expectation works out
    /// how, which takes minutes for megabytes.
    private static let long = LongRows.batch(first: 20_000, rows: 112)

    private var long: Batch { Self.long }

    @Test("a member ends behind the row that fills it, holds whole rows, and the last one what is left")
    func cuts() throws {
        let file = try GzipFile([long], level: 1)
        let texts = file.texts()
        #expect(texts.count == 7)
        #expect(texts[0].starts(with: Array("day,text\n".utf8)))
        for text in texts.dropLast() {
            #expect(text.count >= Self.full && text.last == UInt8(ascii: "\n"))
            #expect(text.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 < Self.full } == true)
        }
        #expect(file.bytes.count == file.members.last?.upperBound)
        #expect(try file.rows() == long)
    }

    @Test("where a row has line ends of its own, members are cut between rows all the same")
    func quotedCuts() throws {
        var builder = BatchBuilder(LongRows.schema)
        for day in 0..<40 {
            builder.day(Day(number: Int64(day)))
            builder.text(String(repeating: "2024-01-01,\n", count: 10_000))
            builder.endRow()
        }
        let batch = builder.finish()
        let file = try GzipFile([batch], level: 1)
        #expect(file.members.count == 5)
        #expect(try file.rows() == batch)
        for member in file.members.dropFirst() {
            // Each begins with a row, so it can be read behind a header.
            let first = try GzipFile([Batch(empty: LongRows.schema)])
            #expect(try !GzipFile(first.bytes + file.bytes[member], LongRows.schema).rows().isEmpty)
        }
    }

    @Test("equal commits are equal bytes, however the rows came in batches")
    func determinism() throws {
        let whole = try GzipFile([long], level: 1).bytes
        #expect(try GzipFile([long], level: 1).bytes.elementsEqual(whole))
        for size in [1, 5, 17] {
            var bytes: [UInt8] = []
            var encoder = try GzipFile.format(1).encoder(for: long.schema, isNewFile: true)
            for start in stride(from: 0, to: long.count, by: size) {
                try encoder.encode(long.slice(start..<min(start + size, long.count)), into: &bytes)
            }
            try encoder.seal(into: &bytes)
            #expect(bytes.elementsEqual(whole))
        }
        // The control: another level and other commits are other bytes.
        #expect(try !GzipFile([long], level: 2).bytes.elementsEqual(whole))
        #expect(try !GzipFile([long.slice(0..<8), long.slice(8..<long.count)], level: 1).bytes.elementsEqual(whole))
    }

    @Test("members that were compressed at once are what each would be alone")
    func parallel() throws {
        let file = try GzipFile([long], level: 1)
        let alone = try file.texts().flatMap { try GzipMember.bytes(of: $0[...], level: 1) }
        #expect(alone.elementsEqual(file.bytes))
        let text = Array(file.texts().joined())
        let ranges = (0..<50).map { $0 * 1000..<($0 + 1) * 1000 }
        var atOnce: [UInt8] = []
        try GzipMember.append(ranges, of: text, level: 6, to: &atOnce)
        #expect(try atOnce.elementsEqual(ranges.flatMap { try GzipMember.bytes(of: text[$0], level: 6) }))
    }

    @Test("no more than the members at work are held back, and full ones come out before the seal")
    func pending() throws {
        var bytes: [UInt8] = []
        var encoder = try GzipFile.format(1).encoder(for: long.schema, isNewFile: true)
        var most = 0
        for row in 0..<long.count {
            try encoder.encode(long.slice(row..<row + 1), into: &bytes)
            most = max(most, encoder.pendingBytes)
        }
        #expect(most < 4 * (Self.full + (65 << 10)) && most > 3 * Self.full)
        #expect(GzipFile(bytes, long.schema).members.count == 4)
        try encoder.seal(into: &bytes)
        #expect(encoder.pendingBytes == 0)
        #expect(GzipFile(bytes, long.schema).members.count == 7)
    }

    @Test("text comes in pieces of a bounded size, also of a member that is far larger")
    func pieces() throws {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20)
        let member = try GzipMember.bytes(of: text[...], level: 6)
        var inflated = try GzipText(MemorySource(member), from: 0)
        var all: [UInt8] = []
        while let piece = try inflated.next() {
            #expect(piece.count <= 256 << 10)
            all += piece
        }
        #expect(all.elementsEqual(text))
    }
}

import DelimitedRows
import Dispatch
import Gzip
import PluginKit
import Synchronization
import Tabular

/// Collects the text of rows, cuts it into members behind the row with which one is full, and compresses several
/// members at once.
///
/// The last rows of a longer text are a small member of their own: an update asks for the last sessions, and would
/// inflate all of a large member for them. In files of daily bars this costs 0.2 % of their bytes, in shorter ones of
/// prices up to 3 %.
///
/// Where members are cut depends on the rows since the last seal alone, not on how they came in batches or on the
/// number of cores.
struct GzipCSVEncoder: FileEncoder {
    /// Of text. A reader inflates at most about this much for nothing, and deflate gains little beyond.
    private static let memberBytes = 1 << 20
    /// Full members that are gathered before they are compressed.
    private static let membersAtOnce = 4
    /// At most so much text has the last member behind a longer one, and so much there has to be in all.
    private static let lastBytes = 4 << 10
    private static let divisibleBytes = 16 << 10

    private let schema: Schema
    private let level: Int
    private var writesHeader: Bool
    private var text: [UInt8] = []
    /// Where in `text` full members end.
    private var cuts: [Int] = []
    /// Where rows end in the last bytes of `text`.
    private var lastEnds: [Int] = []

    init(_ schema: Schema, level: Int, writesHeader: Bool) {
        self.schema = schema
        self.level = level
        self.writesHeader = writesHeader
    }

    var pendingBytes: Int { text.count }

    mutating func encode(_ batch: Batch, into output: inout [UInt8]) throws {
        writeHeader()
        for rows in DelimitedRowEncoder.blocks(of: batch) {
            let start = text.count
            cut(from: start, try DelimitedRowEncoder.encode(batch, rows, into: &text))
            if cuts.count >= GzipCSVEncoder.membersAtOnce { try compress(into: &output) }
        }
    }

    /// A file that never had a row gets a member with the header.
    mutating func seal(into output: inout [UInt8]) throws {
        writeHeader()
        let start = cuts.last ?? 0
        if text.count - start >= GzipCSVEncoder.divisibleBytes,
            let cut = lastEnds.first(where: { $0 > start && $0 < text.count })
        {
            cuts.append(cut)
        }
        if text.count > start { cuts.append(text.count) }
        try compress(into: &output)
    }

    private mutating func writeHeader() {
        guard writesHeader else { return }
        text.append(contentsOf: DelimitedRowHeader(schema).bytes)
        writesHeader = false
    }

    private mutating func cut(from start: Int, _ rowEnds: [Int]) {
        for end in rowEnds where start + end - (cuts.last ?? 0) >= GzipCSVEncoder.memberBytes {
            cuts.append(start + end)
        }
        let least = text.count - GzipCSVEncoder.lastBytes
        lastEnds.removeAll { $0 < least }
        lastEnds += rowEnds[(rowEnds.lastIndex { start + $0 < least }.map { $0 + 1 } ?? 0)...].map { start + $0 }
    }

    /// Hands out the members that have an end.
    private mutating func compress(into output: inout [UInt8]) throws {
        guard let end = cuts.last else { return }
        let members = zip([0] + cuts, cuts).map { $0..<$1 }
        try GzipMember.append(members, of: text, level: level, to: &output)
        text.removeSubrange(..<end)
        cuts.removeAll()
        lastEnds = lastEnds.map { $0 - end }
    }
}

/// Makes members.
enum GzipMember {
    /// Appends a member for each range of a text, in their order. Each is compressed by itself, several at once where
    /// there are cores.
    static func append(_ ranges: [Range<Int>], of text: [UInt8], level: Int, to output: inout [UInt8]) throws {
        guard ranges.count > 1 else {
            for range in ranges { output += try bytes(of: text[range], level: level) }
            return
        }
        let results = Mutex([Result<[UInt8], any Error>?](repeating: nil, count: ranges.count))
        DispatchQueue.concurrentPerform(iterations: ranges.count) { number in
            let result = Result { try bytes(of: text[ranges[number]], level: level) }
            results.withLock { $0[number] = result }
        }
        for result in results.withLock({ $0 }) { output += try result?.get() ?? [] }
    }

    /// One member.
    static func bytes(of text: ArraySlice<UInt8>, level: Int) throws -> [UInt8] {
        // Only a row of gigabytes makes one: a member ends with the row that fills it.
        guard text.count < 1 << 31 else {
            throw FileFormatError(line: 0, "rows of \(text.count) bytes do not fit into one gzip member")
        }
        return try Member.bytes(
            of: text, level: level, headerCount: MemberHeader.count, header: MemberHeader.bytes(length:))
    }
}

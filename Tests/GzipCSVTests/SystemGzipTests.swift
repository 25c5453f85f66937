import CSV
import GzipCSV
import PluginTesting
import Tabular
import TestRows
import Testing

/// Files of gzip CSV and the gzip of this machine, each reading the other's.
@Suite("Gzip CSV: the gzip of this machine", .enabled(if: SystemGzip.path != nil, "gzip is not installed"))
struct SystemGzipTests {
    private let gzip: SystemGzip
    private let commits: [Batch]

    init() throws {
        gzip = try SystemGzip()
        var random = RandomBatch(seed: 2)
        commits = [random.batch(rows: 700), random.batch(rows: 1), random.batch(rows: 12_000)]
    }

    @Test("it takes our files, and finds the text of the csv sink in them", arguments: [0, 6, 9])
    func ours(_ level: Int) throws {
        let file = try GzipFile(commits, level: level)
        #expect(file.members.count >= 4)
        #expect(try gzip.output(["-t"], of: file.bytes) != nil)
        let text = try #require(try gzip.output(["-dc"], of: file.bytes))
        #expect(try text.elementsEqual(FormatContract.encode(commits, CSVFormat())))
        // The control: it looks at the bytes.
        var damaged = file.bytes
        damaged[damaged.count - 7] ^= 1
        #expect(try gzip.output(["-t"], of: damaged) == nil)
    }

    @Test("we take its files, also from a tick on")
    func foreign() throws {
        let days = LongRows.batch(first: 100, rows: 40, bytes: 4096)
        let compressed = try gzip.output(["-9c"], of: FormatContract.encode([days], CSVFormat()))
        let file = GzipFile(try #require(compressed), days.schema)
        #expect(try file.rows() == days)
        #expect(try file.rows(from: 135) == days.slice(35..<40))
    }
}

import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Walks from new to old whose pages wait: order, rows that come twice, rows that are stored already.
@Suite("Pages of a walk from new to old")
struct SpoolTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    /// Holds pages back in the order of their coming and releases them; the rows that are stored then.
    private func release(_ pages: [Batch], sinks: [String]) throws -> Batch {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.trades])
        for (index, page) in pages.dropLast().enumerated() {
            _ = try bench.page("K", progress: .next(cursor: "\(index)", purpose: .extend)) {
                $0.held = [HeldRows(Samples.trades, page)]
            }
        }
        _ = try bench.page("K", progress: .finished(UnitOutcome(.done, due: nil))) {
            $0.held = [HeldRows(Samples.trades, pages[pages.count - 1])]
            $0.releasesHeld = true
        }
        try bench.end()
        let stored = try bench.archive.reader.storedRows(of: bench.unit("K"), in: Samples.trades, from: nil)
        try bench.archive.close()
        return stored
    }

    @Test(
        "two tiers that overlap over several pages come out in key order, each row once",
        arguments: [["lines"], ["lines", "sealed"], ["memory"]])
    func overlap(_ sinks: [String]) throws {
        // The newer tier, newest first, then the older tier: it begins inside of what the newer one had.
        let pages = [30..<40, 20..<30, 10..<20, 25..<33, 18..<25, 8..<18, 0..<8].map { Samples.trades($0) }
        #expect(try release(pages, sinks: sinks) == Samples.trades(0..<40))
        #expect(try dump(directory, "SELECT * FROM quarantine").isEmpty)
    }

    @Test(
        "one key with other cells on two pages: the older page's row is stored, the other is set aside, once",
        arguments: [1, 2])
    func conflict(_ count: Int) throws {
        var other = BatchBuilder(Samples.trades.schema)
        other.append(row: 0, of: Samples.trades([11]))
        other.instant(Instant(seconds: 1_700_000_012))
        other.text("t12")
        other.decimal("0.99")
        other.endRow()
        let pages = [other.finish(), Samples.trades(5..<15), Samples.trades(0..<5)]
        // The pages are read by where they begin, and the odd one begins last.
        #expect(try release(pages, sinks: count == 1 ? ["lines"] : ["lines", "sqlite"]) == Samples.trades(0..<15))
        #expect(try dump(directory, "SELECT key, raw, times FROM quarantine").count == 1)
        #expect(try dump(directory, "SELECT raw FROM quarantine").first?.contains("price=0.99") == true)
    }

    @Test(
        """
        rows that are stored already and come again with other cells: the new ones are stored, the old ones are in \
        revisions
        """,
        arguments: [1, 2])
    func revised(_ count: Int) throws {
        let sinks = count == 1 ? ["lines", "sealed"] : ["lines", "sqlite"]
        _ = try release([Samples.trades(5..<10), Samples.trades(0..<5)], sinks: sinks)
        var other = BatchBuilder(Samples.trades.schema)
        for row in 0..<5 { other.append(row: row, of: Samples.trades(0..<5)) }
        let before = other.finish()
        var changed = BatchBuilder(Samples.trades.schema)
        for row in 0..<3 { changed.append(row: row, of: before) }
        changed.instant(Instant(seconds: 1_700_000_003))
        changed.text("t3")
        changed.decimal("0.5")
        changed.endRow()
        changed.append(row: 4, of: before)
        let stored = try release([Samples.trades(5..<12), changed.finish()], sinks: sinks)
        #expect(stored.count == 12 && stored.text(row: 3, column: 2) == "0.5")
        let revisions = try dump(directory, "SELECT key, stored, answered, cause FROM revisions")
        #expect(
            revisions.count == 1 && revisions[0].contains("price=0.3") && revisions[0].contains("price=0.5"),
            "\(revisions)")
    }
}

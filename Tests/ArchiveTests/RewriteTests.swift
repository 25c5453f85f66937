import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Series that are merged, written anew and replaced, and the spool in which pages wait.
@Suite("Rewrites and the spool")
struct RewriteTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func stored(_ bench: ArchiveBench, _ symbol: String = "AAPL") throws -> [String] {
        let batch = try bench.stored(symbol)
        return (0..<batch.count).map {
            "\(batch.integer(row: $0, column: 0) - Samples.day0):\(batch.text(row: $0, column: 2) ?? "")"
        }
    }

    private func bench(_ sinks: [String] = ["lines"]) throws -> ArchiveBench {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL"])
        return bench
    }

    private let next = PageCommit.Progress.next(cursor: "c", purpose: .extend)

    @Test(
        "a merge puts rows in the place of stored ones, between and behind them, in every sink",
        arguments: [["lines"], ["sealed"], ["lines", "sealed"]])
    func merge(sinks: [String]) throws {
        let bench = try bench(sinks)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .append(Samples.bars("AAPL", [2, 4, 6, 8])))], progress: next)
        _ = try bench.page(
            "AAPL",
            [SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [0, 4, 5, 9]) { "\($0)" }, because: "healed"))],
            progress: next)
        #expect(try stored(bench) == ["0:0", "2:102.5", "4:4", "5:5", "6:106.5", "8:108.5", "9:9"])
        #expect(
            try bench.archive.reader.extent(of: bench.unit("AAPL"), in: Samples.bars)
                == Extent(rows: 7, first: Samples.day0, last: Samples.day0 + 9))
        // Behind a rewrite of the same group, and a second rewrite.
        _ = try bench.page("AAPL", [SeriesChange(Samples.bars, .append(Samples.bars("AAPL", [10])))], progress: next)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [9]) { _ in "1" }, because: "revised"))])
        #expect(try stored(bench) == ["0:0", "2:102.5", "4:4", "5:5", "6:106.5", "8:108.5", "9:1", "10:110.5"])
        try bench.end()
        #expect(try stored(bench).count == 8)
        #expect(directory.files.filter { $0.hasSuffix(".rewrite") }.isEmpty)
    }

    @Test("a file that has gathered many commits is written anew with the next rows; how many differs by file")
    func compacted() throws {
        let bench = try ArchiveBench(directory, sinks: ["compacted", "sealed"])
        let symbols = (0..<12).map { "S\($0)" }
        try bench.begin()
        try bench.admit(symbols)
        var most: Set<Int> = []
        for symbol in symbols {
            var counts: [Int] = []
            for day in 0..<10 {
                try bench.append(symbol, day..<day + 1, progress: next)
                try bench.archive.commit()
                counts.append(directory.content("data/p/bars/\(symbol).txt.compacted")?.count { $0 == "#" } ?? 0)
            }
            #expect(try bench.stored(symbol).count == 10)
            #expect(directory.content("data/p/bars/\(symbol).txt.sealed")?.count { $0 == "#" } == 10)
            let peak = counts.max() ?? 0
            #expect((4...7).contains(peak))
            #expect(counts[peak] == 1, "the next commit has one seal: \(counts)")
            most.insert(peak)
        }
        #expect(most.count > 1)
        try bench.end()
    }

    @Test(
        """
        encoders that hold their bytes back are sealed side by side: more files than may be open at once, and what is \
        asked for in between
        """
    )
    func held() throws {
        let bench = try ArchiveBench(directory, sinks: ["held"])
        let symbols = (0..<200).map { "S\($0)" }
        try bench.begin()
        try bench.admit(symbols)
        for symbol in symbols { try bench.append(symbol, 0..<5, progress: next) }
        #expect(try bench.stored("S150").count == 5)
        for symbol in symbols { try bench.append(symbol, 5..<7, progress: next) }
        try bench.archive.commit()
        for symbol in symbols { #expect(try bench.stored(symbol) == Samples.bars(symbol, 0..<7)) }
        try bench.end()
    }

    @Test("a replacement takes the place of the file with its last part, also over several commits")
    func replace() throws {
        let bench = try bench()
        try bench.append("AAPL", 0..<6, progress: next)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<2) { "5\($0)" }, isLast: false))],
            progress: next)
        try bench.archive.commit()
        #expect(try stored(bench).count == 6, "until its last part it is not the series")
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 2..<3) { "5\($0)" }, isLast: false))],
            progress: next)
        #expect((#expect(throws: ArchiveError.self) { try bench.append("AAPL", 7..<8) })?.code == .misuse)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", []), isLast: true))], progress: next)
        #expect(try stored(bench) == ["0:50", "1:51", "2:52"])
        try bench.append("AAPL", 3..<4)
        try bench.end()
        #expect(try stored(bench) == ["0:50", "1:51", "2:52", "3:103.5"])
    }

    @Test("a replacement by nothing leaves a file with its header")
    func replaceByNothing() throws {
        let bench = try bench()
        try bench.append("AAPL", 0..<6, progress: next)
        _ = try bench.page(
            "AAPL",
            [
                SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", []), isLast: true)),
                SeriesChange(Samples.actions, .replace(Samples.actions([]), isLast: true)),
            ])
        try bench.end()
        #expect(directory.content("data/p/bars/AAPL.txt") == "date,symbol,close,volume\n")
        #expect(!directory.exists("data/p/actions/AAPL.txt"))
        #expect(try bench.archive.reader.extent(of: bench.unit("AAPL"), in: Samples.bars) == nil)
    }

    @Test(
        "a walk that begins anew, a failed unit and a given-up frontier drop the parts of a replacement",
        arguments: ["restart", "fail", "frontier", "admission"], [true, false])
    func dropped(how: String, isCommitted: Bool) throws {
        let bench = try bench()
        try bench.append("AAPL", 0..<4, progress: next)
        try bench.archive.commit()
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<2) { "5\($0)" }, isLast: false))],
            progress: next)
        if isCommitted { try bench.archive.commit() }
        switch how {
        case "restart": _ = try bench.page("AAPL", progress: .next(cursor: nil, purpose: .replace))
        case "fail": try bench.archive.fail(bench.unit("AAPL"), run: bench.run, reason: Reason("x"))
        case "frontier": try bench.archive.dropFrontier()
        default: break
        }
        if how != "restart" { try bench.admit(["AAPL"]) }
        #expect(directory.files.filter { $0.hasSuffix(".rewrite") }.isEmpty)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<1) { "7\($0)" }, isLast: true))])
        try bench.end()
        #expect(try stored(bench) == ["0:70"])
    }

    @Test("a walk from new to old waits in the spool and is written in key order, what its pages share once")
    func spool() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["T"], datasets: [Samples.trades])
        func walk(_ ranges: [Range<Int>]) throws {
            for (index, range) in ranges.enumerated() {
                let isLast = index == ranges.count - 1
                _ = try bench.page("T", progress: isLast ? .finished(UnitOutcome(.done, due: nil)) : next) { page in
                    page.held = [HeldRows(Samples.trades, Samples.trades(range))]
                    page.releasesHeld = isLast
                }
                if index == 0 { try bench.archive.commit() }
            }
        }
        try walk([30..<40, 20..<31, 10..<20, 5..<12])
        try bench.end()
        #expect(try bench.archive.reader.storedRows(of: bench.unit("T"), in: Samples.trades) == Samples.trades(5..<40))
        // The next walk meets what is stored.
        try bench.begin()
        try bench.admit(["T"], datasets: [Samples.trades])
        try walk([50..<60, 38..<51])
        #expect(try bench.archive.reader.storedRows(of: bench.unit("T"), in: Samples.trades) == Samples.trades(5..<60))
        // One that fills what is older than all.
        try bench.admit(["T"], datasets: [Samples.trades])
        try walk([2..<5, 0..<2])
        try bench.end()
        #expect(try bench.archive.reader.storedRows(of: bench.unit("T"), in: Samples.trades) == Samples.trades(0..<60))
        try bench.archive.close()
        #expect(try dump(directory, "SELECT count(*) FROM spool") == ["0"])
    }

    @Test("a page of the spool comes back cell by cell; other bytes are no page")
    func spoolPage() {
        var builder = BatchBuilder(Samples.members.schema)
        for index in 0..<3 {
            builder.text("S\(index)")
            if index == 1 { builder.null() } else { builder.text("né\(index)") }
            if index == 2 { builder.null() } else { builder.decimal("-1.50") }
            builder.day(Day(number: -5))
            builder.null()
            builder.endRow()
        }
        let batch = builder.finish()
        let bytes = SpoolPage.encode(batch)
        #expect(SpoolPage.decode(bytes, schema: Samples.members.schema) == batch)
        for length in 0..<bytes.count {
            #expect(SpoolPage.decode(Array(bytes[..<length]), schema: Samples.members.schema) == nil)
        }
    }
}

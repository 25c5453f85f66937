import Foundation
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// How pages become rows of an archive: commits, tails that no commit knows of, damage, syncs.
@Suite("Pages and commits")
struct CommitTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func lines(_ symbol: String, folder: String = "bars") -> [Substring] {
        (directory.content("data/p/\(folder)/\(symbol).txt") ?? "").split(separator: "\n").filter { $0 != "#" }
    }

    /// What a killed process leaves: the archive is let go without its group.
    private func abandon(_ body: (ArchiveBench) throws -> Void) throws {
        let bench = try ArchiveBench(directory, sinks: ["lines"])
        try body(bench)
    }

    @Test("rows come back after a commit and a reopening, with their extent, from every sink")
    func append() throws {
        let bench = try ArchiveBench(directory, sinks: ["lines", "sealed"])
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5, progress: .next(cursor: "1", purpose: .extend))
        try bench.append("AAPL", 5..<10)
        try bench.end()
        try bench.archive.close()
        let again = try ArchiveBench(directory, birth: false)
        #expect(try again.stored("AAPL") == Samples.bars("AAPL", 0..<10))
        #expect(
            try again.archive.reader.storedRows(of: again.unit("AAPL"), in: Samples.bars, from: Samples.day0 + 7)
                == Samples.bars("AAPL", 7..<10))
        #expect(
            try again.archive.reader.extent(of: again.unit("AAPL"), in: Samples.bars)
                == Extent(rows: 10, first: Samples.day0, last: Samples.day0 + 9))
        #expect(try again.archive.reader.extent(of: again.unit("AAPL"), in: Samples.actions) == nil)
        #expect(lines("AAPL").count == 11)
        #expect(directory.content("data/p/bars/AAPL.txt.sealed")?.split(separator: "\n").count == 12)
        #expect(!directory.exists("data/p/actions/AAPL.txt"), "no rows, no file")
        #expect(try again.archive.record.frontier() == nil)
    }

    @Test("an uncommitted tail is cut when the last run did not end, and a file that no commit knows of goes")
    func tail() throws {
        try abandon { bench in
            try bench.begin()
            try bench.admit(["AAPL", "MSFT"])
            try bench.append("AAPL", 0..<5, progress: .next(cursor: "1", purpose: .extend))
            try bench.archive.commit()
            try bench.append("AAPL", 5..<10, progress: .next(cursor: "2", purpose: .extend))
            try bench.append("MSFT", 0..<5)
        }
        #expect(lines("AAPL").count == 11 && lines("MSFT").count == 6)
        let again = try ArchiveBench(directory, birth: false)
        #expect(again.archive.interruptedRuns == [1])
        #expect(lines("AAPL").count == 6)
        #expect(!directory.exists("data/p/bars/MSFT.txt"))
        let frontier = try #require(try again.archive.record.frontier())
        #expect(try again.archive.reader.frontierEntries().map { "\($0.cursor ?? "-") \($0.pages)" } == ["1 1", "- 0"])
        #expect(frontier.now == Samples.noon(100))
    }

    @Test("a file outside of the killed run's frontier is not cut: it costs its unit alone and stays as it is")
    func outside() throws {
        try abandon { bench in
            try bench.begin()
            try bench.admit(["AAPL", "MSFT"])
            try bench.append("AAPL", 0..<5)
            try bench.append("MSFT", 0..<5, progress: .next(cursor: "1", purpose: .extend))
            try bench.archive.commit()
        }
        try directory.write("data/p/bars/AAPL.txt", (directory.content("data/p/bars/AAPL.txt") ?? "") + "by hand\n")
        let again = try ArchiveBench(directory, birth: false)
        #expect(lines("AAPL").last == "by hand")
        #expect((#expect(throws: ArchiveError.self) { try again.stored("AAPL") })?.code == .damagedFile)
    }

    @Test("after a run that ended nothing is cut")
    func ended() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5, progress: .next(cursor: "1", purpose: .extend))
        try bench.end(75)
        try bench.archive.close()
        try directory.write("data/p/bars/AAPL.txt", (directory.content("data/p/bars/AAPL.txt") ?? "") + "by hand\n")
        let again = try ArchiveBench(directory, birth: false)
        #expect(lines("AAPL").last == "by hand")
        #expect(try again.archive.reader.frontierEntries().count == 1)
    }

    @Test(
        "a damaged, deleted, short or longer file costs its unit alone",
        arguments: ["altered", "deleted", "short", "longer", "directory"])
    func damage(how: String) throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        for symbol in ["AAPL", "MSFT"] { try bench.append(symbol, 0..<5) }
        try bench.end()
        try bench.archive.close()
        let text = try #require(directory.content("data/p/bars/AAPL.txt"))
        switch how {
        case "altered": try directory.write("data/p/bars/AAPL.txt", text.replacing("101.5", with: "999.5"))
        case "short": try directory.write("data/p/bars/AAPL.txt", String(text.dropLast(7)))
        case "longer": try directory.write("data/p/bars/AAPL.txt", text + "x")
        default: try directory.remove("data/p/bars/AAPL.txt")
        }
        if how == "directory" {
            try FileManager.default.createDirectory(
                atPath: directory["data/p/bars/AAPL.txt"], withIntermediateDirectories: true)
        }
        let before = directory.content("data/p/bars/AAPL.txt")
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        try again.admit(["AAPL", "MSFT"])
        for rows in [
            SeriesChange.Rows.append(Samples.bars("AAPL", 5..<7)), .merge(Samples.bars("AAPL", [3]), because: "x"),
            .replace(Samples.bars("AAPL", 0..<3), isLast: true),
        ] {
            let error = #expect(throws: ArchiveError.self) {
                try again.page("AAPL", [SeriesChange(Samples.bars, rows)])
            }
            #expect(error?.code == .damagedFile && error?.isOfOneUnit == true)
            #expect(error?.path == directory["data/p/bars/AAPL.txt"])
        }
        try again.archive.fail(again.unit("AAPL"), run: again.run, reason: Reason("damaged_file"))
        try again.append("MSFT", 5..<9)
        try again.end(74)
        #expect(directory.content("data/p/bars/AAPL.txt") == before)
        #expect(lines("MSFT").count == 10)
        try again.archive.close()
        #expect(
            try dump(
                directory,
                """
                SELECT u.label, r.outcome, r.cause FROM run_units r JOIN units u ON u.id = r.unit WHERE run = 2 ORDER \
                BY 1
                """
            )
                == ["AAPL|failed|damaged_file", "MSFT|done|null"])
    }

    @Test("damage before the tail that a merge reads into costs its unit alone, and its rewrite goes")
    func damagedMiddle() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        try bench.append("AAPL", 0..<4000)
        try bench.end()
        let text = try #require(directory.content("data/p/bars/AAPL.txt"))
        try directory.write("data/p/bars/AAPL.txt", text.replacing("101.5", with: "101,5"))
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        try bench.append("MSFT", 0..<5)
        let error = #expect(throws: ArchiveError.self) {
            try bench.page(
                "AAPL",
                [
                    SeriesChange(Samples.actions, .merge(Samples.actions([1]), because: "x")),
                    SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [3]), because: "x")),
                ])
        }
        #expect(error?.code == .damagedFile)
        try bench.end()
        #expect(directory.files.filter { $0.hasSuffix(".rewrite") }.isEmpty)
        #expect(!directory.exists("data/p/actions/AAPL.txt"))
        #expect(lines("MSFT").count == 6)
    }

    @Test("a path where something else stands is never written; the other units are admitted")
    func pathTaken() throws {
        try directory.write("data/p/bars/AAPL.txt", "mine")
        let bench = try ArchiveBench(directory)
        try bench.begin()
        let refusals = try bench.admit(["AAPL", "MSFT"])
        #expect(refusals.map(\.unit.label) == ["AAPL"] && refusals.first?.error.code == .pathTaken)
        try bench.append("MSFT", 0..<5)
        try bench.archive.fail(bench.unit("AAPL"), run: bench.run, reason: Reason("path_taken"))
        try bench.end(74)
        #expect(directory.content("data/p/bars/AAPL.txt") == "mine")
        // Between its admission and its first rows a path can be taken too.
        try bench.begin()
        try bench.admit(["NVDA"])
        try directory.write("data/p/bars/NVDA.txt", "mine too")
        #expect((#expect(throws: ArchiveError.self) { try bench.append("NVDA", 0..<5) })?.code == .pathTaken)
        #expect(directory.content("data/p/bars/NVDA.txt") == "mine too")
    }

    @Test("a unit without news writes no data file, and neither does its run")
    func unchanged() throws {
        let calls = FaultyCalls()
        let bench = try ArchiveBench(directory, calls: calls)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5)
        try bench.end()
        let before = try FileManager.default.attributesOfItem(atPath: directory["data/p/bars/AAPL.txt"])
        calls.reset()
        try bench.begin()
        try bench.admit(["AAPL"])
        _ = try bench.page(
            "AAPL",
            [
                SeriesChange(Samples.bars, .append(Samples.bars("AAPL", 5..<5))),
                SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", []), because: "")),
            ])
        try bench.end()
        let after = try FileManager.default.attributesOfItem(atPath: directory["data/p/bars/AAPL.txt"])
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
        #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
        #expect(
            calls.log.filter { !$0.hasPrefix("commit") }
                == [
                    "create update_summary.csv.new", "write ", "syncData ", "rename update_summary.csv",
                    "syncDirectory data",
                ].map {
                    $0.hasPrefix("syncDirectory") ? "syncDirectory " : $0
                })
    }

    @Test("many new files: one sync of all, no more than 64 open; few: a sync each")
    func barrier() throws {
        let calls = FaultyCalls()
        let bench = try ArchiveBench(directory, calls: calls)
        try bench.begin()
        let symbols = (0..<100).map { "S\($0)" }
        try bench.admit(symbols)
        calls.reset()
        for symbol in symbols { try bench.append(symbol, 0..<3, progress: .next(cursor: "1", purpose: .extend)) }
        #expect(
            (try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { descriptor in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)"))?.hasPrefix(
                    directory["data/p"])
                    == true
            }).count <= 64)
        for symbol in symbols.reversed() { try bench.append(symbol, 3..<6) }
        try bench.archive.commit()
        #expect(calls.log.filter { $0.hasPrefix("sync") } == ["syncAll "])
        for symbol in symbols { #expect(lines(symbol).count == 7) }
        calls.reset()
        try bench.admit(["S1", "S2"])
        calls.reset()
        for symbol in ["S1", "S2"] { try bench.append(symbol, 6..<7) }
        try bench.archive.commit()
        #expect(calls.log.filter { $0.hasPrefix("sync") } == ["syncData ", "syncData "])
    }

    @Test("a group is committed when it has grown enough, or aged enough")
    func threshold() throws {
        let bench = try ArchiveBench(directory, threshold: CommitThreshold(bytes: 200, seconds: 1000))
        try bench.begin()
        try bench.admit(["AAPL"])
        #expect(try !bench.archive.commitIfDue())
        try bench.append("AAPL", 0..<3, progress: .next(cursor: "1", purpose: .extend))
        #expect(try !bench.archive.commitIfDue())
        try bench.append("AAPL", 3..<9, progress: .next(cursor: "2", purpose: .extend))
        #expect(try bench.archive.commitIfDue())
        #expect(bench.archive.pendingBytes == 0)
    }

    @Test(
        """
        a failed sync ends the use of the archive; nothing is tried again, the ledger says so, and the next run goes on
        """
    )
    func failedSync() throws {
        for n in 20..<60 {
            let directory = try TemporaryFolder(inMemory: true)
            let calls = FaultyCalls(.fail(at: n, errno: EIO))
            guard let bench = try? ArchiveBench(directory, calls: calls), (try? bench.begin()) != nil,
                (try? bench.admit(["AAPL"])) != nil
            else {
                continue
            }
            let failure = Result {
                try bench.append("AAPL", 0..<5)
                try bench.archive.commit()
            }
            guard case .failure(let error as ArchiveError) = failure, error.code == .syncFailed else { continue }
            let count = calls.log.filter { $0.hasPrefix("sync") }.count
            #expect((#expect(throws: ArchiveError.self) { try bench.archive.commit() })?.code == .poisoned)
            #expect(calls.log.filter { $0.hasPrefix("sync") }.count == count)
            try bench.end(73)
            try bench.archive.close()
            let again = try ArchiveBench(directory, birth: false)
            #expect(try again.archive.record.runs().first?.exitCode == 73)
            #expect(try again.archive.record.runs().first?.failure?.contains("sync") == true)
            #expect(!directory.exists("data/p/bars/AAPL.txt"))
            #expect(try again.archive.reader.frontierEntries().count == 1)
            return
        }
        Issue.record("no sync was reached")
    }

    @Test("rows before the last stored are refused as a misuse, and the archive goes on")
    func misuse() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 5..<9, progress: .next(cursor: "1", purpose: .extend))
        #expect((#expect(throws: ArchiveError.self) { try bench.append("AAPL", 0..<3) })?.code == .misuse)
        try bench.append("AAPL", 9..<10)
        #expect(
            (#expect(throws: ArchiveError.self) { try bench.append("AAPL", 10..<12) })?.code == .misuse,
            "finished units are not in the frontier")
        try bench.end()
        #expect(lines("AAPL").count == 6)
    }

    @Test("a copy of the directory is a whole archive")
    func copy() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5)
        try bench.end()
        try bench.archive.close()
        let other = try TemporaryFolder(inMemory: true)
        try FileManager.default.copyItem(atPath: directory["data"], toPath: other["data"])
        try directory.remove("data")
        let copy = try ArchiveBench(other, birth: false)
        #expect(try copy.stored("AAPL").count == 5)
        try copy.begin()
        try copy.admit(["AAPL"])
        try copy.append("AAPL", 5..<6)
        try copy.end()
    }
}

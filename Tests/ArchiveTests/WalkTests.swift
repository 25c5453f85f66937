import ArchiveUpkeep
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Walks that do not end as they began, as the archive sees them: damage, restarts, and what is forgotten half way.
@Suite("Walks that do not end as they began")
struct WalkTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func unit(_ bench: ArchiveBench, _ progress: PageCommit.Progress, _ change: (inout PageCommit) -> Void)
        throws
    {
        _ = try bench.page("K", progress: progress, change: change)
    }

    private func members(_ symbols: [String]) -> EntityChange {
        EntityChange(
            Samples.members, upserts: Samples.members(symbols.map { ($0, nil, nil) }), isComplete: true,
            day: Day(number: Samples.day0))
    }

    @Test(
        """
        damage that only the release of the spool reads into: nothing of the page is recorded, other units and the \
        spool stay
        """
    )
    func damagedUnderSpool() throws {
        let next = PageCommit.Progress.next(cursor: "c", purpose: .extend)
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.bars, Samples.trades])
        _ = try bench.page("K", [SeriesChange(Samples.trades, .append(Samples.trades(0..<4000)))])
        try bench.end()
        let path = "data/p/trades/K.txt"
        let damaged = try #require(directory.content(path)).replacing("t7,0.7", with: "t7;0.7")
        try directory.write(path, damaged)
        try bench.archive.close()

        let again = try ArchiveBench(directory)
        try again.begin()
        try again.admit(["K", "MSFT"], datasets: [Samples.bars, Samples.trades])
        try again.append("MSFT", 0..<5)
        // Bars are new, so their part of the spool could be written; the trades overlap the damaged file.
        try unit(again, next) {
            $0.held = [
                HeldRows(Samples.bars, Samples.bars("K", 5..<9)), HeldRows(Samples.trades, Samples.trades(3900..<4010)),
            ]
        }
        let error = #expect(throws: ArchiveError.self) {
            try unit(again, .finished(UnitOutcome(.done, due: nil))) { page in
                page.held = [
                    HeldRows(Samples.bars, Samples.bars("K", 0..<5)),
                    HeldRows(Samples.trades, Samples.trades(3800..<3900)),
                ]
                page.releasesHeld = true
                page.note = "{\"released\":true}"
                page.entities = [members(["A"])]
                page.coverage = Coverage([CoverageSpan(Samples.span(0..<9), .stored)])
                page.answer = AnswerRecord(
                    span: nil, purpose: .extend, received: Samples.noon(100), status: 200, sha256: "00", bytes: 1,
                    rows: 1)
            }
        }
        #expect(error?.code == .damagedFile)
        #expect(try again.archive.reader.frontierEntries().map(\.cursor) == ["c"])
        #expect(try again.unit("K").note == nil && again.archive.record.coverage(of: again.unit("K").id).isEmpty)
        try again.archive.fail(again.unit("K"), run: again.run, reason: Reason("damaged_file"))
        // The table that the page made went with it, and is made again.
        try again.admit(["list"], datasets: [])
        #expect(try again.page("list") { $0.entities = [members(["B"])] }.joined == ["members": ["B"]])
        try again.end(74)
        try again.archive.close()
        #expect(directory.content(path) == damaged)
        #expect(directory.files.filter { $0.contains("/K.") } == [path])
        #expect(directory.content("data/p/bars/MSFT.txt")?.split(separator: "\n").count == 6)
        #expect(try dump(directory, "SELECT count(*) FROM answers UNION ALL SELECT count(*) FROM spool") == ["0", "0"])
    }

    @Test("a page cannot hold rows of a series back and write others of it")
    func heldAndWritten() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["K"], datasets: [Samples.trades])
        let error = #expect(throws: ArchiveError.self) {
            try unit(bench, .finished(UnitOutcome(.done, due: nil))) { page in
                page.series = [SeriesChange(Samples.trades, .append(Samples.trades(0..<2)))]
                page.held = [HeldRows(Samples.trades, Samples.trades(2..<4))]
                page.releasesHeld = true
            }
        }
        #expect(error?.code == .misuse)
        #expect(!directory.exists("data/p/trades/K.txt"))
        try unit(bench, .finished(UnitOutcome(.done, due: nil))) {
            $0.series = [SeriesChange(Samples.trades, .append(Samples.trades(0..<2)))]
        }
        try bench.end()
    }

    @Test(
        "a list whose walk begins anew does not count who was named before",
        arguments: ["page", "failure", "admission"])
    func listBegunAnew(way: String) throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        func read(_ names: [String], isComplete: Bool, _ progress: PageCommit.Progress) throws -> PageEffect {
            try bench.page("list", progress: progress) { page in
                page.entities = [
                    EntityChange(
                        Samples.members, upserts: Samples.members(names.map { ($0, nil, nil) }), isComplete: isComplete,
                        day: Day(number: Samples.day0))
                ]
            }
        }
        let done = PageCommit.Progress.finished(UnitOutcome(.done, due: nil))
        try bench.admit(["list"], datasets: [])
        _ = try read(["A", "B"], isComplete: true, done)
        try bench.admit(["list"], datasets: [])
        _ = try read(["A", "B"], isComplete: false, .next(cursor: "2", purpose: .extend))
        switch way {
        case "page": _ = try bench.page("list", progress: .next(cursor: nil, purpose: .extend))
        case "failure":
            try bench.archive.fail(bench.unit("list"), run: bench.run, reason: Reason("status"), keepsFrontier: true)
        default: try bench.admit(["list"], datasets: [])
        }
        let entry = try #require(try bench.archive.reader.frontierEntries().first)
        #expect(entry.cursor == nil && entry.pages == 0 && entry.span == Samples.span(0..<100))
        #expect(try read(["A"], isComplete: true, done).left == ["members": ["B"]])
        try bench.end()
    }

    @Test("a list that asks directly goes on in its batch, and is told from one whose own pages go on")
    func direct() throws {
        let bench = try ArchiveBench(directory, sinks: ["lines"])
        func left(_ progress: PageCommit.Progress) throws -> String {
            try bench.admit(["list"], datasets: [])
            _ = try bench.page("list", progress: progress) { page in
                page.answer = AnswerRecord(
                    span: nil, purpose: .extend, isDirect: true, received: Samples.noon(100), status: 200, sha256: "00",
                    bytes: 1, rows: 0)
            }
            let entry = try #require(try bench.archive.reader.frontierEntries().first)
            return "\(entry.isDirect) \(entry.purpose) \(entry.cursor ?? "-") \(entry.pages)"
        }
        #expect(try left(.next(cursor: "2", purpose: .recheck)) == "false recheck 2 1")
        #expect(try left(.confirming(cursor: nil)) == "true extend - 1")
        #expect(try left(.confirming(cursor: "7")) == "true extend 7 1")
        let purposes = try bench.archive.record.read {
            try $0.text("SELECT group_concat(DISTINCT purpose) FROM answers")
        }
        #expect(purposes == "confirm")
        try bench.end()
    }

    @Test("forgetting that dies at any call is whole or not begun, and can be told again")
    func forgettingKilled() throws {
        var step = 0
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            let bench = try ArchiveBench(directory, sinks: ["lines", "sealed"])
            try bench.begin()
            try bench.admit(["AAPL", "MSFT"])
            try bench.append("AAPL", 0..<5)
            try bench.append("MSFT", 0..<5)
            try bench.end()
            try bench.archive.close()
            let calls = FaultyCalls(.stop(at: step))
            do {
                let faulty = try ArchiveBench(directory, calls: calls, sinks: ["lines", "sealed"])
                try faulty.archive.forget([faulty.unit("AAPL")])
                try faulty.archive.close()
            } catch {}
            let again = try ArchiveBench(directory, sinks: ["lines", "sealed"])
            let left = try again.archive.record.units(of: "p").map(\.label)
            #expect(left == ["MSFT"] || left == ["AAPL", "MSFT"])
            let bars = Samples.bars("AAPL", 0..<5)
            if left.count > 1 { #expect(try again.stored("AAPL") == bars, "step \(step)") }
            if left.count > 1 { try again.archive.forget([again.unit("AAPL")]) }
            #expect(
                directory.files.filter { $0.contains("AAPL") } == [
                    "data/p/bars/AAPL.txt.forgotten", "data/p/bars/AAPL.txt.sealed.forgotten",
                ], "step \(step)")
            #expect(
                directory.content("data/p/bars/AAPL.txt.forgotten")?.split(separator: "\n").count == 1 + bars.count,
                "step \(step)")
            #expect(try again.stored("MSFT").count == 5)
            try again.archive.close()
            #expect(try dump(directory, "SELECT label FROM forgotten") == ["AAPL"])
            #expect(try dump(directory, "SELECT * FROM intents").isEmpty)
            if !calls.hasFaulted { break }
        }
        #expect(step > 5)
    }
}

import ArchiveUpkeep
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// The ledger of runs, the quarantine, what is forgotten, and which units are due.
@Suite("The ledger, the quarantine and what is forgotten")
struct LedgerTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    @Test("update_summary.csv has its whole header and a row per run, a killed one too")
    func summary() throws {
        do {
            let bench = try ArchiveBench(directory)
            try bench.begin()
            var summary = RunSummary(run: bench.run, ended: Samples.noon(100).adding(seconds: 65), exitCode: 10)
            summary.local = "2026-11-24 06:00:05"
            var counts = RunCounts()
            (counts.success, counts.failed) = (502, 1)
            (counts.requests, counts.retries, counts.bytes) = (505, 2, 123_456)
            (counts.stored, counts.revised, counts.aside.quarantined, counts.gapsFilled) = (502, 3, 1, 4)
            summary.counts = counts
            try bench.archive.endRun(summary)
            try bench.begin()
            try bench.admit(["AAPL", "MSFT"])
            try bench.append("AAPL", 0..<5)
            try bench.archive.commit()
        }
        let bench = try ArchiveBench(directory, birth: false)
        _ = try bench.archive.beginRun(
            RunStart(
                job: "say \"hi\", twice", providers: ["a", "b"], kind: .update, isPartial: true, version: "1",
                started: Samples.noon(101)))
        var last = RunSummary(run: 3, ended: Samples.noon(101), exitCode: 69)
        last.local = "2026-11-25 06:00:00"
        last.markets = [
            MarketCount(provider: "a", markets: 4, prices: 9), MarketCount(provider: "b", markets: 3, prices: 0),
        ]
        try bench.archive.endRun(last)
        #expect(
            directory.content("data/update_summary.csv") == """
                timestamp,total_symbols,success,failed,success_rate,duration_seconds,gaps_filled,providers,\
                markets_updated,prices_updated,\
                run_id,job,version,started_utc,ended_utc,requests,retries,bytes,rows_stored,rows_revised,\
                rows_quarantined,exit_code,is_partial,failure
                2026-11-24 \
                06:00:05,503,502,1,99.8,65,4,p,,,1,test,1,2024-04-10T12:00:00Z,2024-04-10T12:01:05Z,505,2,123456,502,3,\
                1,10,false,
                2024-04-10 12:00:00,1,1,0,100,,0,p,,,2,test,1,2024-04-10T12:00:00Z,,0,0,0,0,0,0,,false,interrupted
                2026-11-25 06:00:00,0,0,0,0,0,0,a+b,7,9,3,"say ""hi"", \
                twice",1,2024-04-11T12:00:00Z,2024-04-11T12:00:00Z,0,0,0,0,0,0,69,true,

                """)
        #expect(try bench.archive.record.runs().map(\.state) == [.ended, .interrupted, .ended])
        #expect(try bench.archive.record.lastSuccess() == nil)
    }

    @Test("a success is a backfill or an update of all that is followed that ended with 0; the rate is of such runs")
    func success() throws {
        let bench = try ArchiveBench(directory)
        func run(_ kind: RunRecord.Kind, _ providers: [String], isPartial: Bool = false, exit: Int32 = 0) throws {
            let run = try bench.archive.beginRun(
                RunStart(
                    job: "\(kind)", providers: providers, kind: kind, isPartial: isPartial, version: "1",
                    started: Samples.noon(0)))
            try bench.archive.endRun(RunSummary(run: run, ended: Samples.noon(0), exitCode: exit))
        }
        #expect(try bench.archive.record.successes(of: "p", last: 30) == (0, 0))
        try run(.backfill, ["p"])
        try run(.update, ["p"], isPartial: true)
        try run(.upkeep, ["p"])
        try run(.update, ["p"], exit: 10)
        try run(.update, ["pq", "q"])
        #expect(try bench.archive.record.lastSuccess(of: "p")?.id == 1)
        #expect(try bench.archive.record.lastSuccess(of: "q")?.id == 5)
        #expect(try bench.archive.record.lastSuccess()?.id == 5)
        #expect(try bench.archive.record.successes(of: "p", last: 30) == (2, 1))
        #expect(try bench.archive.record.successes(of: "p", last: 1) == (1, 0))
    }

    @Test("shares of a run as the summary writes them")
    func decimals() {
        #expect(
            UpdateSummary.decimal(99.804) == "99.8" && UpdateSummary.decimal(0.05) == "0.05"
                && UpdateSummary.decimal(100) == "100")
    }

    @Test(
        """
        one row of the quarantine per unit, key, rule and text, with first and last seen; quarantine.jsonl says the same
        """
    )
    func quarantine() throws {
        let calls = FaultyCalls()
        let bench = try ArchiveBench(directory, calls: calls)
        try bench.begin()
        func see(_ rows: [QuarantinedRow], day: Int) throws -> Int {
            try bench.admit(["AAPL"])
            return try bench.page("AAPL") { page in
                page.quarantined = rows
                page.answer = AnswerRecord(
                    span: nil, purpose: .extend, received: Samples.noon(day), status: 200, sha256: "00", bytes: 0,
                    rows: 0
                )
            }.newlyQuarantined
        }
        let row = QuarantinedRow(
            dataset: "bars", key: "AAPL|2024-01-02", rule: "E5", reason: "low above high", raw: "low=9 \"high\"=1\n")
        let other = QuarantinedRow(dataset: "bars", key: "k", rule: "E6", raw: "\u{1}é")
        #expect(try see([row], day: 1) == 1)
        #expect(try see([row, other], day: 2) == 1)
        try bench.end()
        let text = try #require(directory.content("data/quarantine.jsonl"))
        #expect(
            text == #"""
                {"provider":"p","unit":"bars(AAPL)","dataset":"bars","key":"AAPL|2024-01-02","rule":"E5",\#
                "reason":"low above high","raw":"low=9 \"high\"=1\n","digest":"e2a64c53f9599362",\#
                "first_seen":"2024-01-02T12:00:00.000000Z","last_seen":"2024-01-03T12:00:00.000000Z","times":2}
                {"provider":"p","unit":"bars(AAPL)","dataset":"bars","key":"k","rule":"E6","reason":"",\#
                "raw":"\u0001é","digest":"c9acd1a507da6bc0",\#
                "first_seen":"2024-01-03T12:00:00.000000Z","last_seen":"2024-01-03T12:00:00.000000Z","times":1}

                """#)
        for line in text.split(separator: "\n") { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        calls.reset()
        try bench.begin()
        try bench.end()
        #expect(!calls.log.contains { $0.contains("quarantine") })
        try directory.remove("data/quarantine.jsonl")
        try bench.begin()
        try bench.end()
        #expect(directory.content("data/quarantine.jsonl") == text)
    }

    @Test("a forgotten unit's file is kept, also where nobody knows the columns of its rows any more")
    func forgetUnknown() throws {
        var bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"], datasets: [Samples.bars])
        try bench.append("AAPL", 0..<3)
        try bench.end()
        try bench.archive.close()
        let rows = directory.content("data/p/bars/AAPL.txt")
        try execute(directory, "UPDATE dataset_columns SET type = 'complex' WHERE name = 'close'")
        bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 110)
        try bench.archive.forget([try bench.unit("AAPL")], run: bench.run)
        try bench.end()
        #expect(rows != nil && directory.content("data/p/bars/AAPL.txt.forgotten") == rows)
        #expect(!directory.exists("data/p/bars/AAPL.txt"))
    }

    @Test("of a step that is misused half way nothing stays, and the archive goes on", arguments: [true, false])
    func misused(_ isMisused: Bool) throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"])
        let unit = try bench.unit("AAPL")
        let step = Result {
            try bench.archive.grouped { group in
                try group.staging {
                    _ = try bench.archive.record.flag(unit, RowFlag("E1: half"), run: bench.run, now: Samples.noon(1))
                    if isMisused { throw ArchiveError(.misuse, "as a test") }
                }
            }
        }
        if case .success = step, isMisused { Issue.record("no misuse") }
        try bench.end()
        try bench.archive.close()
        #expect(try dump(directory, "SELECT text FROM flags") == (isMisused ? [] : ["half"]))
    }

    @Test("what is forgotten is gone with its files, damaged or not, and can come again as if new")
    func forget() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["NOPE", "AAPL"])
        try bench.append("AAPL", 0..<5)
        _ = try bench.page("NOPE", [SeriesChange(Samples.bars, .append(Samples.bars("NOPE", 0..<3)))]) { page in
            page.coverage = Coverage([CoverageSpan(Samples.span(0..<3), .stored)])
            page.quarantined = [QuarantinedRow(dataset: "bars", key: "k", rule: "E5", raw: "x")]
            page.note = "{}"
        }
        try bench.end()
        try directory.write("data/p/bars/NOPE.txt", "damaged")
        let nope = try bench.unit("NOPE")
        try bench.begin()
        try bench.archive.forget([nope], run: bench.run)
        try bench.end()
        #expect(!directory.exists("data/p/bars/NOPE.txt") && directory.exists("data/p/bars/AAPL.txt"))
        #expect(directory.content("data/p/bars/NOPE.txt.forgotten") == "damaged")
        #expect(try bench.archive.record.unit(nope.name, of: "p") == nil)
        #expect(try bench.archive.record.coverage(of: nope.id).isEmpty)
        try bench.begin()
        try bench.admit(["NOPE"])
        #expect(try bench.unit("NOPE").id != nope.id && bench.unit("NOPE").note == nil)
        try bench.append("NOPE", 0..<2)
        try bench.end()
        #expect(try bench.stored("NOPE").count == 2)
        try bench.archive.close()
        #expect(try dump(directory, "SELECT label, run FROM forgotten") == ["NOPE|2"])
    }

    @Test("due units come from an index, absent ones with their cause, sealed ones never")
    func due() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["A", "B", "C", "D"])
        #expect(try bench.archive.reader.due(of: "p", by: Samples.noon(100)).count == 4)
        _ = try bench.page("A", progress: .finished(UnitOutcome(.done, due: Samples.noon(101))))
        _ = try bench.page(
            "B", progress: .finished(UnitOutcome(.absent(Reason("unknown_symbol", "No data")), due: Samples.noon(102))))
        var sealed = UnitOutcome(.done, due: Samples.noon(101))
        sealed.isSealed = true
        _ = try bench.page("C", progress: .finished(sealed)) {
            $0.discoveries = [
                DiscoveredUnit(name: UnitName(text: "bars(E)"), label: "E", rank: 2),
                DiscoveredUnit(name: UnitName(text: "bars(F)"), label: "F", rank: 5),
            ]
        }
        try bench.archive.fail(bench.unit("D"), run: bench.run, reason: Reason("status", "500"))
        try bench.end(10)
        let archive = bench.archive
        #expect(try archive.reader.due(of: "p", by: Samples.noon(101)).map(\.label) == ["D", "A"])
        #expect(try archive.record.nextDue(of: "p") == Samples.noon(100))
        #expect(try archive.record.units(of: "p").map(\.label) == ["A", "B", "C", "D"])
        #expect(try archive.record.discovered(of: "p").map(\.label) == ["F", "E"])
        let absent = try bench.unit("B")
        #expect(absent.cause == Reason("unknown_symbol", "No data") && absent.tries == 1 && absent.completed == nil)
        #expect(try bench.unit("A").completed == Samples.noon(100))
        #expect(try bench.unit("C").state == .sealed && bench.unit("C").due == nil)
        let outcome = try #require(try archive.record.lastOutcome(of: bench.unit("D").id))
        #expect(outcome.outcome == "failed" && outcome.reason == Reason("status", "500") && outcome.run == 1)
        #expect(try archive.record.frontier() == nil)
        try archive.close()
        #expect(
            try dump(
                directory,
                """
                EXPLAIN QUERY PLAN SELECT * FROM units WHERE provider = 'p' AND due IS NOT NULL AND due <= 'x' ORDER \
                BY due, id
                """
            ).joined().contains("USING INDEX units_due"))
    }
}

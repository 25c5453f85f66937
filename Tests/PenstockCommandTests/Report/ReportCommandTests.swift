import Archive
import Foundation
import Orchestrator
import PluginKit
import PluginTesting
import Tabular
import TestGolden
import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock report` as it is typed: the page of some nights, and where it may be written.
@Suite("report, from the command line")
struct ReportCommandTests {
    @Test("the page of two nights says what happened in them, and what coverage says; the archive stays as it was")
    func twoNights() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            await desk.twoNights(type)
            let before = try contents(of: desk.folder.path + "/data")
            let stage = await type("report", 0)
            #expect(stage.output == desk.folder.path + "/report.html\n")
            let page = try page(desk, "report.html")
            expectGolden(desk.steady(text(of: page)), "report-page")
            // The same archive at the same time is the same page, whoever asks.
            desk.market.move(to: "2024-11-25T22:00:00Z")
            #expect(await type("report equities --output again.html --quiet", 0).output == "")
            #expect(try page.dropMade == self.page(desk, "again.html").dropMade)
            #expect(try contents(of: desk.folder.path + "/data") == before)

            let host = stage.host
            let equities = try host.registry.provider(named: "equities").load()
            let archive = try ArchiveReading(host: host).read(desk.folder.path + "/data/historical") { reader in
                try ArchiveGathering(
                    reader: reader, providers: [equities], standings: Standings(now: desk.market.now, tolerated: 1),
                    nextRun: NextRun(host: host)
                ).archive()
            }
            let map = try #require(archive.providers.first?.coverage.first)
            let coverage = await type("coverage --json --all", 0).output
            let object = try #require(try JSONSerialization.jsonObject(with: Data(coverage.utf8)) as? [String: Any])
            let units = try #require((object["providers"] as? [[String: Any]])?.first?["units"] as? [[String: Any]])
            #expect(map.rows.map(\.label) == units.compactMap { $0["unit"] as? String }.sorted())
            for unit in units {
                let row = try #require(map.rows.first { $0.label == unit["unit"] as? String })
                func sessions(_ states: String...) -> Int {
                    (unit["spans"] as? [[String: Any]] ?? []).filter { states.contains($0["state"] as? String ?? "") }
                        .reduce(0) { $0 + ($1["sessions"] as? Int ?? 0) }
                }
                #expect(row.cells.reduce(0) { $0 + $1.stored } == sessions("stored"))
                #expect(row.cells.reduce(0) { $0 + $1.empty } == sessions("empty"))
                #expect(row.cells.reduce(0) { $0 + $1.missing } == sessions("gap", "resting", "unasked"))
            }
            expectUnits(archive)
            let days = try DailyPart.days(of: #require(archive.providers.first))
            #expect(days.map(\.day.description) == ["2024-11-22", "2024-11-23", "2024-11-24", "2024-11-25"])
            #expect(days.map { $0.rows > 0 } == [true, false, false, true])
            let anchors = UnitAnchors(units: archive.units, archive: 1)
            #expect(archive.runCount == 2 && QuarantinePart(archive: archive, anchors: anchors).total == 1)
            #expect(RevisionsPart(corrections: archive.corrections, anchors: anchors).total > 1)
        }
    }

    /// A hole is a gap of its unit's line, a split and a restatement are marked, and each list knows its unit.
    private func expectUnits(_ archive: ReportedArchive) {
        let units = Dictionary(archive.units.map { ($0.label, $0) }) { $1 }
        #expect(archive.units.map(\.label) == ["AAPL", "BRK.B", "MSFT", "NOPE"] && archive.unitCount == 4)
        let lines = units.mapValues { unit -> ValueLine? in
            guard case .line(let line) = unit.pictures["daily_bars"] else { return nil }
            return line
        }
        let apple = lines["AAPL"] ?? nil
        #expect(apple?.name == "adj_close" && apple?.measure == "USD a share")
        #expect(apple?.first.tick == Day("2024-10-01")?.number && apple?.last.tick == Day("2024-11-25")?.number)
        #expect(apple?.gaps.count == 1 && apple?.strokes.count == 2)
        #expect(apple?.gaps.first?.first.span == Day("2024-10-15").map { Span($0) })
        #expect(apple?.gaps.first?.first.reason?.code == "null_bar")
        #expect(apple?.splits == 1 && apple?.restatements == 1)
        let marks = apple?.marks.map { LineShape.text($0, .sessions) } ?? []
        #expect(marks.contains("split 4 for 1 on 2024-11-25") && marks.contains { $0.hasPrefix("written anew on ") })
        #expect(units["AAPL"]?.account.datasets.map(\.name) == ["daily_bars", "actions"])
        #expect(units["AAPL"]?.asides.restated == 1 && units["AAPL"]?.pictures.count == 1)
        let whole = lines["MSFT"] ?? nil
        #expect(whole?.strokes.count == 1 && whole?.gaps == [] && whole?.marks == [])
        #expect(units["MSFT"]?.asides.revised == 1 && units["BRK.B"]?.asides.quarantined == 1)
        #expect(units["NOPE"]?.pictures.isEmpty == true && units["NOPE"]?.holes.count == 2)
        #expect(archive.gaps.shown.allSatisfy { units[$0.unit.label]?.id == $0.unit.id })
        #expect(archive.quarantined.map(\.unit) == [units["BRK.B"]?.id])
        #expect(archive.corrections.restatements.map(\.unit) == [units["AAPL"]?.id])
        #expect(archive.corrections.revisions.map(\.unit) == [units["MSFT"]?.id])
        #expect(
            Set(archive.providers.flatMap(\.coverage).flatMap(\.rows).map(\.unit))
                == Set(units.values.map { Optional($0.id) }))
    }

    @Test("a series that cannot be read has no line and says why; the page is made all the same")
    func unreadable() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            desk.market.list("AAPL")
            desk.market.list("MSFT")
            _ = await type("backfill equities --symbols AAPL,MSFT --start-date 2024-11-01 --quiet --storage csv", 0)
            let data = desk.folder.path + "/data/historical/"
            let names = FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String } ?? []
            let file = try #require(names.first { $0.contains("daily_bars") && $0.contains("MSFT") })
            try Data("nothing".utf8).write(to: URL(fileURLWithPath: data + file))
            _ = await type("report", 0)
            let page = try page(desk, "report.html")
            #expect(page.matches(of: /<svg class="line"/).count == 1)
            #expect(page.matches(of: /<p>No line of it: [^<]*MSFT/).count == 1)
        }
    }

    @Test("an archive that is behind says so, and since when nothing succeeded")
    func stale() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            await desk.twoNights(type)
            desk.market.move(to: "2024-12-03T22:00:00Z")
            _ = await type("report", 0)
            let text = try text(of: page(desk, "report.html"))
            #expect(text.contains("All 2 datasets are behind") && text.contains("no success for 5 sessions"))
            // It is what a unit lacks; of the gaps that are asked for again it is none.
            let gaps = try #require(text.split(separator: "\nGaps \n").last)
            #expect(text.contains("2024-11-26..2024-12-03: never asked for"))
            #expect(!gaps.contains("never asked for"))
        }
    }

    @Test("what is no file is left alone, and what cannot be written says why: 73")
    func refused() async throws {
        let desk = try LookDesk()
        try await desk.typing { type in
            desk.market.list("MSFT")
            _ = await type("backfill equities --symbols MSFT --start-date 2024-11-01 --quiet", 0)
            try FileManager.default.createDirectory(
                atPath: desk.folder.path + "/there", withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: desk.folder.path + "/pipe", withDestinationPath: "/dev/null")
            #expect(await type("report --output there", 73).error.contains("there is a directory"))
            #expect(await type("report --output pipe", 73).error.contains("pipe is no file"))
            #expect(await type("report --output none/report.html", 73).error.contains("No such file or directory"))
            #expect(
                await type("report --output /proc/report.html", 73).error.contains(
                    "/proc/report.html cannot be written"))
            try Data("old".utf8).write(to: URL(fileURLWithPath: desk.folder.path + "/old.html"))
            _ = await type("report -o old.html", 0)
            #expect(try page(desk, "old.html").hasPrefix("<!DOCTYPE html>"))
            let names = try FileManager.default.contentsOfDirectory(atPath: desk.folder.path)
            #expect(names.sorted() == ["data", "old.html", "pipe", "there"])
        }
        #expect(await CommandStage(directory: desk.folder.path).run("report kalshi") == 78)
    }

    private func page(_ desk: LookDesk, _ name: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(fileURLWithPath: desk.folder.path + "/" + name)), as: UTF8.self)
    }

    /// What a person reads, and the titles of the map; without what differs from run to run.
    private func text(of page: String) -> String {
        page.replacing(#/<div class="marks"(.|\n)*?</div>/#, with: "").replacing(/<style>(.|\n)*?<\/style>/, with: "")
            .replacing(
                #/ aria-label="([^"]*)"[^>]*>/#
            ) { ">[\($0.1)]" }
            .replacing(/<[^>]+>/, with: " ").replacing(#/[ ]+/#, with: " ").replacing(/(\n ?)+/, with: "\n")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing(/(Took|Success) .*\n/) {
                "\($0.1)\n"
            }
            .replacing(/took, .* runs/, with: "took").replacing(/(\d+ min )?\d+(\.\d)? s\b/, with: "0.1 s")
            .replacing(#/ 22:0\d\b/#, with: " 22:00")
    }

    private func contents(of directory: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        // What a reader of SQLite may make beside the database is no change.
        for case let name as String in FileManager.default.enumerator(atPath: directory)!
        where !name.hasSuffix("-shm") && !name.hasSuffix("-wal") {
            found[name] = FileManager.default.contents(atPath: directory + "/" + name)
        }
        return found
    }
}

extension String {
    /// Without the line that says when the page was made.
    fileprivate var dropMade: [Substring] {
        split(separator: "\n").filter { !$0.contains("Made ") && !$0.contains("<title>") }
    }
}

import ArchiveUpkeep
import Foundation
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Conversions into another directory: the new archive, what stays in the old one, and kills at every call.
@Suite("An archive converted into another directory")
struct ConvertedCopyTests {
    private static let now = Samples.noon(200)

    private func convert(
        _ world: ConversionWorld, to place: String = "new", sinks: [String], calls: any SystemCalls = HostCalls(),
        progress: @escaping (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        let bench = try ArchiveBench(world.directory, calls: calls, birth: false)
        defer { try? bench.archive.close() }
        return try bench.archive.convert(
            to: world.directory[place], sinks: Samples.sinks(sinks), created: ConvertedCopyTests.now, holder: "a test",
            declared: ConversionWorld.declared, progress: progress)
    }

    /// The archive there, opened for writing.
    private func open(_ world: ConversionWorld, _ place: String) throws -> Archive {
        try Archive.open(
            at: world.directory[place], sinks: Samples.sinks, lock: LockRequest(holder: "a test"),
            now: ConvertedCopyTests.now)
    }

    @Test(
        "the same record under another id, the same rows in other sinks",
        arguments: [
            (["lines"], ["sqlite"]), (["lines"], ["sealed"]), (["sqlite"], ["lines"]),
            (["lines", "sqlite"], ["sqlite"]),
            (["sealed"], ["lines", "sealed", "sqlite"]), (["lines"], ["lines"]),
        ])
    func converted(old: [String], new: [String]) throws {
        let world = try ConversionWorld(sinks: old)
        try world.run()
        let before = try world.outcome()
        let id = try ArchiveIdentity.read(FileSystem(root: world.directory["data"]))?.id
        let conversion = try convert(world, sinks: new)
        #expect(conversion.series == 9 * new.count)
        #expect(try world.outcome() == before)
        #expect(!world.directory.exists("new.converting") && !world.directory.exists("new/archive.converting"))
        let after = try world.outcome("new")
        #expect(after["identity"] == new.joined(separator: ","))
        if old == new { #expect(after == before) }
        for key in before.keys where key.contains("FROM units") || key.contains("quarantine") {
            #expect(after[key] == before[key])
        }
        #expect(world.directory.content("new/update_summary.csv") == world.directory.content("data/update_summary.csv"))
        let source = try open(world, "data")
        let copy = try open(world, "new")
        #expect(copy.reader.identity.id != id && copy.reader.identity.created == ConvertedCopyTests.now)
        let stored = try rows(of: source.reader, in: old[0])
        for sink in new { #expect(try rows(of: copy.reader, in: sink) == stored) }
        #expect(try copy.record.runs().count == source.record.runs().count)
        try source.close()
        try copy.close()
    }

    @Test("a run goes on in the new archive, and its database cannot take the place of the old one's")
    func used() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        _ = try convert(world, sinks: ["sqlite", "lines"])
        let copy = try open(world, "new")
        let run = try copy.beginRun(
            RunStart(job: "test", providers: ["p"], version: "1", started: ConvertedCopyTests.now))
        let unit = try #require(try copy.record.unit(UnitName(text: "bars(AAPL)"), of: "p"))
        try copy.admit(
            [
                Admission(
                    provider: "p", name: unit.name, label: "AAPL", partition: ["AAPL"], span: Samples.span(0..<120),
                    datasets: [Samples.bars])
            ],
            now: ConvertedCopyTests.now, run: run)
        var page = PageCommit(
            run: run, unit: unit, progress: .finished(UnitOutcome(.done, due: ConvertedCopyTests.now)))
        page.series = [SeriesChange(Samples.bars, .append(Samples.bars("AAPL", 50..<53)))]
        try copy.apply(page)
        try copy.endRun(RunSummary(run: run, ended: ConvertedCopyTests.now, exitCode: 0))
        #expect(try rows(of: copy.reader, in: "lines")["AAPL bars"]?.count == 12)
        #expect(try rows(of: copy.reader, in: "sqlite") == rows(of: copy.reader, in: "lines"))
        try copy.close()
        try FileManager.default.removeItem(atPath: world.directory["data/archive.db"])
        try FileManager.default.copyItem(
            atPath: world.directory["new/archive.db"], toPath: world.directory["data/archive.db"])
        #expect(throws: ArchiveError.self) { try open(world, "data") }
    }

    @Test("a replacement under way stays in the old archive and begins anew in the new one")
    func walks() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run { bench in
            try bench.admit(["AAPL"])
            _ = try bench.page(
                "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<4) { _ in "7" }, isLast: false))],
                progress: .next(cursor: "1", purpose: .replace))
        }
        let before = try world.outcome()
        _ = try convert(world, sinks: ["sqlite"])
        #expect(try world.outcome() == before)
        let copy = try open(world, "new")
        #expect(try copy.reader.frontierEntries().map(\.cursor) == [nil])
        try copy.close()
        let source = try open(world, "data")
        #expect(try source.reader.frontierEntries().map(\.cursor) == ["1"])
        try source.close()
    }

    @Test("a directory that has something in it, the archive's own, and what somebody put where it would be built")
    func taken() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run()
        let before = try world.outcome()
        try world.directory.write("full/file", "mine\n")
        try world.directory.write("file", "mine\n")
        try world.directory.write("other.converting/file", "mine\n")
        for place in ["full", "file", "other", "data", "data/below", "./data/p"] {
            do {
                _ = try convert(world, to: place, sinks: ["sqlite"])
                Issue.record("\(place): no refusal")
            } catch let error as ArchiveError {
                #expect(error.code == .pathTaken, "\(place)")
            }
        }
        #expect(
            world.directory.content("full/file") == "mine\n"
                && world.directory.content("other.converting/file") == "mine\n")
        #expect(!world.directory.exists("full.converting") && !world.directory.exists("other"))
        #expect(try world.outcome() == before)
        try FileManager.default.createDirectory(atPath: world.directory["empty"], withIntermediateDirectories: false)
        _ = try convert(world, to: "empty", sinks: ["sqlite"])
        #expect(try world.outcome("empty")["identity"] == "sqlite")
        _ = try convert(world, to: "deep/er", sinks: ["sqlite"])
        #expect(try world.outcome("deep/er")["identity"] == "sqlite")
    }

    @Test("stopped, or with rows that are not as recorded, nothing is left of it")
    func stopped() throws {
        struct Stop: Error {}
        let world = try ConversionWorld(sinks: ["lines"])
        #expect(throws: Stop.self) { try convert(world, sinks: ["sealed"]) { if $0.done == 4 { throw Stop() } } }
        #expect(!world.directory.exists("new") && !world.directory.exists("new.converting"))
        try world.directory.write("data/p/bars/AAPL.txt", "spoiled\n")
        #expect(throws: ArchiveError.self) { try convert(world, sinks: ["sqlite"]) }
        #expect(!world.directory.exists("new") && !world.directory.exists("new.converting"))
    }

    @Test("killed at the n-th call, for every n: the old archive is as it was, and told again the new one is the same")
    func killed() throws {
        let world = try ConversionWorld(sinks: ["lines"])
        try world.run()
        let before = try world.outcome()
        let reference = try ConversionWorld(copying: world)
        _ = try convert(reference, sinks: ["sqlite", "sealed"])
        let expected = try reference.outcome("new")
        var leftovers = 0
        var step = 0
        while true {
            step += 1
            let trial = try ConversionWorld(copying: world)
            let calls = FaultyCalls(.stop(at: step))
            _ = try? convert(trial, sinks: ["sqlite", "sealed"], calls: calls)
            guard calls.hasFaulted else { break }
            if trial.directory.exists("new.converting") { leftovers += 1 }
            // A directory of that name is a whole archive, whenever it is there.
            if trial.directory.exists("new") {
                #expect(try trial.outcome("new").filter { !$0.key.hasPrefix("file archive.") } == expected)
            }
            #expect(try trial.outcome() == before, "step \(step)")
            do {
                _ = try convert(trial, sinks: ["sqlite", "sealed"])
            } catch let error as ArchiveError where error.code == .pathTaken {
                // Behind its last change it is whole, and there already.
                #expect(!trial.directory.exists("new/archive.converting"), "step \(step): \(error)")
            }
            #expect(try trial.outcome("new") == expected, "step \(step): \(calls.log.last ?? "")")
            #expect(!trial.directory.exists("new.converting"), "step \(step)")
        }
        #expect(step > 40 && leftovers > 30)
    }
}

import ArchiveUpkeep
import Foundation
import Host
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Verification of an archive's rows: damage is found, and nothing else is called damage.
@Suite("Verification")
struct VerificationTests {
    @Test(
        "an archive that nobody touched has no finding",
        arguments: [["lines"], ["sqlite"], ["lines", "sealed", "sqlite"]], [true, false])
    func sound(sinks: [String], isFull: Bool) throws {
        let specimen = try VerificationSpecimen(sinks)
        let report = try specimen.verify(isFull: isFull)
        #expect(report.findings == [])
        #expect(report.isSound)
        let isExpected = report.notes.allSatisfy { $0.code == .unproved }
        #expect(isExpected, "\(report.notes)")
        #expect(report.units == 6)
        #expect(report.tableParts == (sinks.contains("sqlite") ? 9 : 0))
        if isFull { #expect(report.rows == Int64(try specimen.rows().values.map(\.count).reduce(0, +))) }
        // A writer finds the same, and nothing to do.
        let repair = try specimen.repair(isFull: isFull)
        #expect(repair.repairs == [] && repair.isWhole && repair.toBeFetched == [])
        #expect(specimen.kept == [])
    }

    @Test("beside a writer with an open group nothing is found: what is not committed is left out")
    func besideWriter() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory, sinks: ["lines", "sealed", "sqlite"])
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        let next = PageCommit.Progress.next(cursor: "1", purpose: .extend)
        try bench.append("AAPL", 0..<5, progress: next)
        try bench.archive.commit()
        try bench.append("AAPL", 5..<9, progress: next)
        try bench.append("MSFT", 0..<9, progress: next)
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [3]) { _ in "1" }, because: "revised"))],
            progress: next)
        // Once the rows are behind the committed length on the disk.
        #expect(directory.content("data/p/bars/MSFT.txt")?.isEmpty == false)
        for isFull in [true, false] {
            let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
            defer { try? reader.close() }
            let report = try reader.verify(Verification(isFull: isFull))
            #expect(report.findings == [])
            #expect(report.notes.contains { $0.code == .writing })
            // Twice five of files; a table is read whole, or by its ends.
            #expect(!isFull || report.rows == 15)
        }
        #expect(
            (#expect(throws: ArchiveError.self) { try bench.archive.reader.verify(Verification()) })?.code == .misuse)
        try bench.end()
        #expect(try bench.archive.reader.verify(Verification(isFull: true)).findings == [])
    }

    private final class Writing: Sendable {
        let isDone = Atomic(false)
    }

    private static func verify(_ path: String, beside writing: Writing) async throws {
        var isLast = false
        while !isLast {
            isLast = writing.isDone.load(ordering: .acquiring)
            let reader = try ArchiveReader.openReadOnly(at: path, sinks: Samples.sinks)
            #expect(try reader.verify(Verification(isFull: true)).findings == [])
            try reader.close()
            await Task.yield()
        }
    }

    @Test("verified while a writer appends, rewrites and renames, nothing is found")
    func duringCommits() async throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
        try bench.begin()
        try bench.admit(["AAPL"])
        let path = directory["data"]
        let writing = Writing()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try await Self.verify(path, beside: writing) } }
            for commit in 0..<40 {
                let next = PageCommit.Progress.next(cursor: "\(commit)", purpose: .extend)
                try bench.append("AAPL", commit * 3..<(commit + 1) * 3, progress: next)
                if commit % 2 == 0 { try bench.archive.commit() }
                let revised = Samples.bars("AAPL", [commit]) { _ in "\(commit)" }
                _ = try bench.page(
                    "AAPL", [SeriesChange(Samples.bars, .merge(revised, because: "revised"))], progress: next)
                try bench.archive.commit()
                await Task.yield()
            }
            writing.isDone.store(true, ordering: .releasing)
            try await group.waitForAll()
        }
        try bench.end()
        try bench.archive.close()
    }

    @Test("a run that was killed anywhere leaves nothing that is called damage")
    func killed() throws {
        var (step, seen) = (1, 0)
        while true {
            let directory = try TemporaryFolder(inMemory: true)
            let calls = FaultyCalls(.stop(at: step))
            let isOver = (try? Story(directory: directory).tell(calls)) != nil
            if isOver { break }
            step += 11
            guard directory.exists("data/archive.json") else { continue }
            let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
            defer { try? reader.close() }
            let report = try reader.verify(Verification(isFull: true))
            #expect(report.findings == [], "step \(step): \(report.findings)")
            if report.notes.contains(where: { $0.code == .unfinished }) { seen += 1 }
        }
        #expect(seen > 10)
    }

    @Test("a byte in the middle of a file is found only by reading it whole")
    func middle() throws {
        let specimen = try VerificationSpecimen(long: ["lines", "sealed"])
        let before = try specimen.rows()
        try specimen.edit(VerificationDamage.file) { data in
            #expect(data.count > 2 * 65_536)
            guard let start = data.range(of: Data("\n2024-04-10,AAPL,200.5,".utf8)) else { return }
            data[start.upperBound - 4] = UInt8(ascii: "1")
        }
        #expect(try specimen.verify(isFull: false).findings == [])
        let report = try specimen.verify()
        #expect(report.findings.map(\.code) == [.wrongDigest])
        #expect(report.findings.first?.path == specimen.directory["data/" + VerificationDamage.file])
        #expect(try specimen.repair().repairs.map(\.deed) == [.copied])
        #expect(try specimen.verify().findings == [])
        #expect(try specimen.rows() == before)
    }

    @Test("rows in another order, twice or on another day are told apart")
    func scan() throws {
        func difference(_ days: [[Int]], from recorded: [Int]) -> (Finding.Code?, String?) {
            var scan = RowScan(axis: 0, checksOrder: true)
            for batch in days { scan.add(Samples.bars("A", batch)) }
            var tally = RowTally()
            tally.add(Samples.bars("A", recorded), axis: 0)
            let found = scan.difference(from: tally, on: .sessions)
            return (found?.code, found?.key)
        }
        #expect(difference([[0, 1], [2]], from: [0, 1, 2]) == (nil, nil))
        #expect(difference([[0, 1], [1, 2]], from: [0, 1, 2]) == (.wrongRows, "A|2024-01-02"))
        #expect(difference([[0, 2, 1], [3]], from: [0, 1, 2, 3]) == (.wrongOrder, "A|2024-01-02"))
        #expect(difference([[0, 2], [1, 3]], from: [0, 1, 2, 3]) == (.wrongOrder, "A|2024-01-02"))
        #expect(difference([[0, 1, 4]], from: [0, 1, 2]) == (.wrongEnds, nil))
        #expect(difference([[0, 1, 4]], from: [0, 2, 4]) == (.wrongDigest, nil))
    }

    @Test("only what was asked for is looked at")
    func scope() throws {
        let specimen = try VerificationSpecimen(["lines"])
        try specimen.directory.remove("data/" + VerificationDamage.file)
        let reader = try ArchiveReader.openReadOnly(at: specimen.directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        #expect(try reader.verify(Verification(includes: { $0.label == "MSFT" })).findings == [])
        #expect(try reader.verify(Verification(providers: ["q"])).units == 0)
        var steps: [VerificationProgress] = []
        let report = try reader.verify(
            Verification(providers: ["p"], includes: { $0.label == "AAPL" }), progress: { steps.append($0) })
        #expect(report.findings.map(\.code) == [.missing] && report.units == 1)
        #expect(steps.last?.units == 6 && steps.last?.allUnits == 6 && steps.last?.findings == 1)
    }

    @Test("other columns than recorded, strays and series without a digest are notes")
    func notes() throws {
        let specimen = try VerificationSpecimen(["lines", "sqlite"])
        for name in ["bars/mine.txt", "bars/AAPL.txt.rewrite", "bars/AAPL.txt.damaged-2", "members.txt.before"] {
            try specimen.directory.write("data/p/" + name, "x")
        }
        try specimen.sql("UPDATE files SET rows_digest = NULL WHERE path = '\(VerificationDamage.file)'")
        let reader = try ArchiveReader.openReadOnly(at: specimen.directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        let wider = Dataset(
            "bars", Samples.bars.kind, "", columns: Samples.bars.schema.columns + [Column("more", .text)],
            key: ["symbol", "date"])
        let report = try reader.verify(Verification(isFull: true)) { $1 == "bars" ? wider : nil }
        #expect(report.findings == [])
        func places(_ code: VerificationNote.Code) -> [String] { report.notes.first { $0.code == code }?.places ?? [] }
        let root = specimen.directory["data/p/"]
        #expect(places(.strayFile) == [root + "bars/mine.txt"])
        #expect(places(.temporary) == [root + "bars/AAPL.txt.rewrite"])
        #expect(places(.setAside) == [root + "bars/AAPL.txt.damaged-2", root + "members.txt.before"])
        #expect(places(.noDigest) == [root + "bars/AAPL.txt"])
        #expect(places(.otherColumns) == ["p/bars"])
    }
}

import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive
@testable import ArchiveUpkeep

/// Copies of an archive that are made while somebody writes to it.
@Suite("A backup beside a writer")
struct BackupTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private let next = PageCommit.Progress.next(cursor: "c", purpose: .extend)

    /// A run under way over two units: some of it is committed, some of it is not.
    private func bench(_ sinks: [String] = ["lines", "sealed", "sqlite"]) throws -> ArchiveBench {
        let bench = try ArchiveBench(directory, sinks: sinks)
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        try bench.append("AAPL", 0..<5, progress: next)
        try bench.append("MSFT", 0..<9, progress: next)
        try bench.archive.commit()
        try bench.append("AAPL", 5..<7, progress: next)
        return bench
    }

    private func backUp(attempts: Int = 4, didSnapshot: @escaping () throws -> Void = {}) throws -> BackupReport {
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        defer { try? reader.close() }
        return try reader.backUp(
            to: directory["copy"], lock: LockRequest(holder: "backup"), declared: { _, _ in nil }, attempts: attempts,
            didSnapshot: didSnapshot)
    }

    /// The rows of a unit of the copy, which has to be sound.
    private func stored(_ symbol: String, in name: String = "copy") throws -> Batch {
        let reader = try ArchiveReader.openReadOnly(at: directory[name], sinks: Samples.sinks)
        defer { try? reader.close() }
        let report = try reader.verify(Verification(isFull: true))
        #expect(report.isSound, "\(report.findings)")
        let unit = try #require(try reader.record.unit(UnitName(text: "bars(\(symbol))"), of: "p"))
        return try reader.storedRows(of: unit, in: Samples.bars)
    }

    private func revise(_ bench: ArchiveBench, _ text: String) throws {
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .merge(Samples.bars("AAPL", [1]) { _ in text }, because: "revised"))],
            progress: next)
        try bench.archive.commit()
    }

    @Test("has what was committed, and nothing that was not; the writer goes on, and so can the copy")
    func committed() throws {
        let bench = try bench()
        let report = try backUp()
        #expect(report.attempts == 1 && report.units == 2 && report.files == 4 && report.lastRun == 1)
        #expect(try stored("AAPL") == Samples.bars("AAPL", 0..<5))
        try bench.append("AAPL", 7..<8)
        try bench.append("MSFT", 9..<10)
        try bench.end()
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<8))
        let again = try Archive.open(
            at: directory["copy"], sinks: Samples.sinks, lock: LockRequest(holder: "a test"), now: Samples.noon(1))
        #expect(again.interruptedRuns == [1])
        #expect(again.reader.identity.id == bench.archive.reader.identity.id)
        #expect(try again.record.frontier()?.remaining == 2)
        try again.close()
        #expect(directory.files.filter { $0.contains("partial") || $0.hasSuffix(".converting") }.isEmpty)
    }

    @Test("what is added meanwhile does not matter, what is rewritten is taken anew", arguments: [1, 2])
    func rewritten(times: Int) throws {
        let bench = try bench()
        var count = 0
        let report = try backUp {
            count += 1
            try bench.append("MSFT", (8 + count)..<(9 + count), progress: next)
            if count <= times { try revise(bench, "9\(count).25") } else { try bench.archive.commit() }
        }
        #expect(report.attempts == times + 1)
        #expect(try stored("AAPL").text(row: 1, column: 2) == "9\(times).25")
        #expect(try stored("MSFT").count == 9 + times)
        #expect(directory.files.filter { $0.hasSuffix(".before") }.isEmpty)
    }

    @Test("files that are rewritten ever again need the lock; who holds it is named, and nothing stays")
    func locked() throws {
        let bench = try bench()
        var count = 0
        let error = #expect(throws: ArchiveError.self) {
            try backUp(attempts: 2) {
                count += 1
                try revise(bench, "9\(count).25")
            }
        }
        #expect(error?.code == .locked && error?.message.contains("a test") == true && count == 2)
        #expect(!directory.exists("copy") && !directory.exists("copy.partial"))
    }

    @Test("a rewrite that is committed and not renamed yet is in the copy")
    func renamed() throws {
        let bench = try bench(["lines"])
        try revise(bench, "91.25")
        try bench.archive.close()
        // As a kill behind the commit leaves it.
        let file = "data/p/bars/AAPL.txt"
        let text = try #require(directory.content(file))
        try directory.write(file + ".rewrite", text)
        try directory.write(file, "what was there before")
        try execute(directory, "INSERT INTO intents (kind, path) VALUES ('rename', 'p/bars/AAPL.txt')")
        _ = try backUp()
        #expect(try stored("AAPL").text(row: 1, column: 2) == "91.25")
        #expect(!directory.exists("copy/p/bars/AAPL.txt.rewrite"))
    }

    @Test(
        "an archive that is damaged is not copied as if it were not",
        arguments: ["p/bars/AAPL.txt", "p/bars/MSFT.txt.sealed"])
    func damaged(path: String) throws {
        let bench = try bench()
        try bench.append("AAPL", 7..<8)
        try bench.append("MSFT", 9..<10)
        try bench.end()
        try bench.archive.close()
        let text = try #require(directory.content("data/" + path))
        try directory.write("data/" + path, String(text.dropLast(3)))
        let error = #expect(throws: ArchiveError.self) { try backUp(attempts: 1) }
        #expect(
            error?.code == .damagedFile
                && error?.message.contains((path.split(separator: "/").last).map(String.init) ?? "?") == true)
        #expect(!directory.exists("copy") && !directory.exists("copy.partial"))
    }

    @Test("a directory that has something in it, the archive itself and what is in it are refused")
    func refused() throws {
        let bench = try bench(["lines"])
        try bench.archive.commit()
        try directory.write("copy/letter.txt", "mine")
        let error = #expect(throws: ArchiveError.self) { try backUp() }
        #expect(error?.code == .pathTaken)
        #expect(directory.content("copy/letter.txt") == "mine")
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        for place in ["data", "data/p/copy"] {
            #expect(throws: ArchiveError.self) {
                try reader.backUp(to: directory[place], lock: LockRequest(holder: "backup"))
            }
        }
        #expect(!directory.exists("data/p/copy"))
    }
}

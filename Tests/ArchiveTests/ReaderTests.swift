import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Readers beside the writer: they see whole commits and change nothing.
@Suite("Readers beside the writer")
struct ReaderTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private final class Writing: Sendable {
        let isDone = Atomic(false)
    }

    /// Opens, reads and closes until the writer is done, and once more.
    private static func read(_ path: String, beside writing: Writing, expecting rows: Int) async throws {
        var seen = 0
        var isLast = false
        while !isLast {
            isLast = writing.isDone.load(ordering: .acquiring)
            let reader = try ArchiveReader.openReadOnly(at: path, sinks: Samples.sinks)
            let unit = try #require(try reader.record.unit(UnitName(text: "bars(AAPL)"), of: "p"))
            let count = try reader.storedRows(of: unit, in: Samples.bars).count
            #expect(count >= seen && count % 3 == 0)
            seen = count
            try reader.close()
            await Task.yield()
        }
        #expect(seen == rows)
    }

    @Test(
        """
        readers that open, read and close while the writer commits: each sees whole commits, and the record stays sound
        """
    )
    func duringCommits() async throws {
        let commits = 40
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"])
        let path = directory["data"]
        let writing = Writing()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 { group.addTask { try await Self.read(path, beside: writing, expecting: commits * 3) } }
            for commit in 0..<commits {
                try bench.append(
                    "AAPL", commit * 3..<(commit + 1) * 3, progress: .next(cursor: "\(commit)", purpose: .extend))
                try bench.archive.commit()
                await Task.yield()
            }
            writing.isDone.store(true, ordering: .releasing)
            try await group.waitForAll()
        }
        try bench.end()
        try bench.archive.close()
        #expect(try dump(directory, "PRAGMA integrity_check") == ["ok"])
    }

    @Test("a reader changes nothing: no file more, none less, no tail cut, no run written off")
    func changesNothing() throws {
        do {
            let bench = try ArchiveBench(directory)
            try bench.begin()
            try bench.admit(["AAPL"])
            try bench.append("AAPL", 0..<5, progress: .next(cursor: "1", purpose: .extend))
            try bench.archive.commit()
            try bench.append("AAPL", 5..<9, progress: .next(cursor: "2", purpose: .extend))
            try bench.archive.close()
        }
        let before = directory.content("data/p/bars/AAPL.txt")
        let files = directory.files.filter { !$0.contains("archive.db-") }
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        let unit = try #require(try reader.record.unit(UnitName(text: "bars(AAPL)"), of: "p"))
        #expect(try reader.storedRows(of: unit, in: Samples.bars).count == 5)
        #expect(try reader.frontierEntries().map(\.cursor) == ["1"])
        #expect(try reader.record.runs().map(\.state) == [.running])
        #expect(reader.writer == nil)
        try reader.close()
        #expect(before?.split(separator: "\n").count == 10)
        #expect(directory.content("data/p/bars/AAPL.txt") == before)
        #expect(directory.files.filter { !$0.contains("archive.db-") } == files)
    }
}

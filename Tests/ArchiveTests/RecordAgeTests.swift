import ArchiveUpkeep
import Foundation
import PluginKit
import TestWorld
import Testing

@testable import Archive

/// A database that was put back from an older copy: noticed before a byte of the rows is cut.
@Suite("A database that is older than its archive")
struct RecordAgeTests {
    let directory: TemporaryFolder
    private let copies = ["archive.db", "archive.db-wal"]

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    /// A run, a copy of the database while the second run is under way, then the second run's end and a third.
    private func tell() throws {
        for day in [10, 20, 30] {
            let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
            try bench.begin(day: day)
            try bench.admit(["AAPL"], day: day)
            try bench.append("AAPL", day - 10..<day, progress: day == 20 ? .next(cursor: "c", purpose: .extend) : nil)
            try bench.archive.commit()
            if day == 20 {
                for name in copies {
                    try FileManager.default.copyItem(atPath: directory["data/" + name], toPath: directory[name])
                }
                _ = try bench.page("AAPL")
            }
            try bench.end(day: day)
            try bench.archive.close()
        }
    }

    private func restore() throws {
        for name in copies + ["archive.db-shm"] where directory.exists("data/" + name) {
            try directory.remove("data/" + name)
        }
        for name in copies {
            try FileManager.default.copyItem(atPath: directory[name], toPath: directory["data/" + name])
        }
    }

    @Test("put back from a copy that was made in the middle of a run: refused, and not a byte is cut")
    func refused() throws {
        try tell()
        let text = directory.content("data/p/bars/AAPL.txt")
        try restore()
        let error = #expect(throws: ArchiveError.self) { try ArchiveBench(directory, birth: false) }
        #expect(error?.code == .wrongRecord)
        #expect(error?.message.contains("has run 3") == true)
        #expect(error?.fix.contains("penstock verify --repair") == true)
        #expect(directory.content("data/p/bars/AAPL.txt") == text)
    }

    @Test("accepted on purpose: still nothing is cut, and the file is found to be longer than the record says")
    func accepted() throws {
        try tell()
        let text = directory.content("data/p/bars/AAPL.txt")
        try restore()
        let archive = try Archive.open(
            at: directory["data"], sinks: Samples.sinks, lock: LockRequest(holder: "a test"), now: Samples.noon(40),
            acceptsOlderRecord: true)
        #expect(directory.content("data/p/bars/AAPL.txt") == text)
        #expect(try archive.reader.verify(Verification()).findings.map(\.code) == [.longer])
        try archive.close()
    }

    @Test("negative control: without the ledger beside it nobody can tell, and the file is cut")
    func control() throws {
        try tell()
        let text = directory.content("data/p/bars/AAPL.txt")
        try restore()
        try directory.remove("data/update_summary.csv")
        try ArchiveBench(directory, birth: false).archive.close()
        #expect(directory.content("data/p/bars/AAPL.txt") != text)
    }

    @Test("a killed run is no older database")
    func killed() throws {
        try tell()
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin(day: 40)
        try bench.archive.close()
        try ArchiveBench(directory, birth: false).archive.close()
    }

    @Test("the newest run of a rendered ledger; none in a file that is something else")
    func newest() {
        #expect(
            UpdateSummary.newestRun(UpdateSummary.header + "\n" + String(repeating: "x,", count: 10) + "7,j\n") == 7)
        #expect(UpdateSummary.newestRun("a,b\n1,2\n") == nil)
        #expect(UpdateSummary.newestRun("") == nil)
    }
}

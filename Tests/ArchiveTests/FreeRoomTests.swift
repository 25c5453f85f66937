import ArchiveUpkeep
import Host
import TestWorld
import Testing

@testable import Archive

/// What archive.db does with room that nothing has any more.
@Suite("Free room of archive.db")
struct FreeRoomTests {
    private let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func pragma(_ name: String) throws -> Int {
        try #require(try dump(directory, "PRAGMA \(name)").first.flatMap { Int($0) })
    }

    /// An archive of five bars; `isOld`: as a version before format 9 made it, which gave no room back.
    private func fill(isOld: Bool) throws {
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5)
        try bench.end()
        try bench.archive.close()
        if isOld { try execute(directory, "PRAGMA auto_vacuum = NONE; VACUUM") }
        #expect(try pragma("auto_vacuum") == (isOld ? 0 : 2))
    }

    /// Leaves so many free pages, and a page behind them.
    private func free(_ pages: Int) throws {
        try execute(
            directory,
            """
            CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob(\(pages * 4100)));
            CREATE TABLE behind AS SELECT 1 AS one; DROP TABLE large;
            """)
        #expect(try pragma("freelist_count") >= pages)
    }

    private func run() throws {
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin()
        try bench.end()
        try bench.archive.close()
    }

    @Test("a new archive's database can give room back, and nothing that is deleted is written over with zeros")
    func settings() throws {
        let bench = try ArchiveBench(directory)
        let settings = try bench.archive.record.read { db in
            try ["auto_vacuum", "secure_delete"].map { try db.integer("PRAGMA \($0)") }
        }
        #expect(settings == [2, 0])
        try bench.archive.close()
    }

    @Test("the end of a run gives back what is free where that is much, and leaves a little alone")
    func given() throws {
        try fill(isOld: false)
        let before = try pragma("page_count")
        try free(2000)
        try run()
        #expect(try pragma("page_count") < before + Int(Record.sparePages))
        #expect(try pragma("freelist_count") <= Int(Record.sparePages))
        let length = try #require(FileSystem(root: directory["data"]).length("archive.db"))
        #expect(try Int(length) == pragma("page_count") * pragma("page_size"))
        // What is left is not worth a night's work.
        let left = try pragma("freelist_count")
        try run()
        #expect(try abs(pragma("freelist_count") - left) < 20)
        #expect(try dump(directory, "PRAGMA integrity_check") == ["ok"])
    }

    @Test(
        "an older one does so after a repair or a conversion; control: not by a run",
        arguments: ["repair", "add", "drop"])
    func old(_ how: String) throws {
        try fill(isOld: true)
        let before = try pragma("page_count")
        try free(2000)
        try run()
        #expect(try pragma("auto_vacuum") == 0 && pragma("page_count") > 2000)
        let bench = try ArchiveBench(directory, birth: false)
        try bench.begin()
        // Somebody who reads goes on.
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        try reader.record.atOnce {
            #expect(try reader.extent(of: bench.unit("AAPL"), in: Samples.bars)?.rows == 5)
            switch how {
            case "repair":
                let report = try bench.archive.repair(Verification(isFull: true), now: Samples.noon(100))
                #expect(report.repairs.isEmpty)
            case "add": try bench.archive.add(Samples.sinks(["sealed"])[0])
            default: try bench.archive.drop("sqlite")
            }
            #expect(try reader.record.seriesCount() == 2)
        }
        try reader.close()
        try bench.end()
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<5))
        try bench.archive.close()
        #expect(try pragma("auto_vacuum") == 2)
        #expect(try pragma("page_count") < before + Int(Record.sparePages))
        #expect(try dump(directory, "PRAGMA integrity_check") == ["ok"])
    }
}

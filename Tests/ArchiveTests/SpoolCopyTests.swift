import ArchiveUpkeep
import Foundation
import GRDB
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Archives in which rows wait, copied, converted, and brought up from the format that had them in the database.
@Suite("Rows that wait, in copies and in older archives")
struct SpoolCopyTests {
    private let walks: SpoolWalks
    private var directory: TemporaryFolder { walks.directory }

    init() throws { walks = try SpoolWalks() }

    /// The cursors of the walks that an archive has under way.
    private func cursors(_ place: String) throws -> [String: String?] {
        let reader = try ArchiveReader.openReadOnly(at: directory[place], sinks: Samples.sinks)
        defer { try? reader.close() }
        let report = try reader.verify(Verification(isFull: true))
        #expect(report.isSound, "\(report.findings)")
        return Dictionary(uniqueKeysWithValues: try reader.frontierEntries().map { ($0.unit.label, $0.cursor) })
    }

    /// The walks go on in a copy, and in the archive itself.
    private func goOn(_ place: String) throws {
        try walks.tell()
        #expect(try walks.fault() == nil)
        try FileManager.default.removeItem(atPath: directory["data"])
        try FileManager.default.moveItem(atPath: directory[place], toPath: directory["data"])
        try walks.tell()
        #expect(try walks.fault() == nil)
    }

    @Test("a directory that is copied while no run is active has them")
    func copied() throws {
        try walks.tell(turns: 2)
        try FileManager.default.copyItem(atPath: directory["data"], toPath: directory["copy"])
        #expect(try cursors("copy") == ["A": "2", "C": "2"])
        try goOn("copy")
    }

    @Test("a backup has not: their walks begin anew there, all else goes on, and so does the archive itself")
    func backup() throws {
        try walks.tell(turns: 2)
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        _ = try reader.backUp(to: directory["copy"], lock: LockRequest(holder: "backup"))
        try reader.close()
        #expect(!directory.exists("copy/" + SpoolFile.name))
        #expect(try cursors("copy") == ["A": nil, "C": nil])
        #expect(try cursors("data") == ["A": "2", "C": "2"])
        try goOn("copy")
    }

    @Test("nor has a converted copy; a conversion in place leaves them where they are")
    func converted() throws {
        try walks.tell(turns: 2)
        let bench = try ArchiveBench(directory, birth: false)
        try bench.archive.convert(
            to: directory["copy"], sinks: Samples.sinks(["lines", "sealed"]), created: Samples.noon(100),
            holder: "a test")
        try bench.begin()
        let bytes = try walks.bytes()
        try bench.archive.drop("sealed")
        try bench.archive.add(Samples.sinks(["sealed"])[0])
        #expect(try walks.bytes() == bytes)
        try bench.end()
        try bench.archive.close()
        #expect(!directory.exists("copy/" + SpoolFile.name))
        #expect(try cursors("copy") == ["A": nil, "C": nil])
        #expect(try cursors("data") == ["A": "2", "C": "2"])
        try goOn("copy")
    }

    // MARK: Format 8

    /// What the version before the file wrote: the rows are in the table. Returns how many pages wait.
    private func makeOlder() throws -> Int {
        let bytes = try walks.bytes()
        let queue = try DatabaseQueue(path: directory["data/archive.db"])
        let count = try queue.inDatabase { db in
            let pages = try Row.fetchAll(db, sql: "SELECT * FROM spool ORDER BY id")
            try db.execute(sql: FormerFormats.without9)
            for page in pages {
                let (offset, length) = (page["offset"] as Int, page["length"] as Int)
                try db.execute(
                    sql: "INSERT INTO spool (unit, dataset, schema, sink, first_tick, rows) VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        page["unit"], page["dataset"], page["schema"], page["sink"], page["first_tick"],
                        Data(bytes[offset..<offset + length]),
                    ])
            }
            try db.execute(
                sql: """
                    UPDATE archive SET value = '8' WHERE name = 'format';
                    DELETE FROM grdb_migrations WHERE CAST(identifier AS INTEGER) > 8;
                    """)
            return pages.count
        }
        try queue.close()
        try directory.remove(walks.path)
        let json = try #require(directory.content("data/archive.json"))
        try directory.write(
            "data/archive.json", json.replacing("\"format\" : \(RecordFormat.current)", with: "\"format\" : 8"))
        return count
    }

    @Test("of format 8: the rows go from the database into the file, whole, wherever the process is killed meanwhile")
    func migrated() throws {
        try walks.tell(turns: 2)
        #expect(try makeOlder() == 4)
        var step = 0
        while true {
            step += 1
            let other = SpoolWalks(try TemporaryFolder(inMemory: true))
            try FileManager.default.copyItem(atPath: directory["data"], toPath: other.directory["data"])
            let calls = FaultyCalls(.stop(at: step))
            try? ArchiveBench(other.directory, calls: calls, birth: false).archive.close()
            let bench = try ArchiveBench(other.directory, birth: false)
            #expect(try [other.cursor(of: "A", bench), other.cursor(of: "C", bench)] == [2, 2], "step \(step)")
            try bench.archive.close()
            #expect(try dump(other.directory, "SELECT count(*), sum(length) FROM spool").first?.hasPrefix("4|") == true)
            #expect(other.directory.exists("data/archive.db.format8"))
            try other.tell()
            #expect(try other.fault() == nil, "step \(step)")
            if !calls.hasFaulted { break }
        }
        // The file is made, four pages are written, and both are synced.
        #expect(step > 7)
    }

    @Test("of format 8: parts of a replacement in a table go on too")
    func parts() throws {
        let next = PageCommit.Progress.next(cursor: "1", purpose: .replace)
        let bench = try ArchiveBench(directory, sinks: ["sqlite"])
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5, progress: .next(cursor: "0", purpose: .extend))
        _ = try bench.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 0..<3) { "5\($0)" }, isLast: false))],
            progress: next)
        try bench.end(75)
        try bench.archive.close()
        #expect(try makeOlder() == 1)
        let again = try ArchiveBench(directory, birth: false)
        try again.begin()
        _ = try again.page(
            "AAPL", [SeriesChange(Samples.bars, .replace(Samples.bars("AAPL", 3..<6) { "5\($0)" }, isLast: true))])
        try again.end()
        #expect(try again.stored("AAPL") == Samples.bars("AAPL", 0..<6) { "5\($0)" })
        try again.archive.close()
        #expect(!walks.isThere)
    }

    @Test("of format 8, with nothing that waits: there is no file, before and after")
    func nothing() throws {
        try walks.tell()
        try walks.write([])
        #expect(try makeOlder() == 0)
        try ArchiveBench(directory, birth: false).archive.close()
        #expect(!walks.isThere)
        #expect(try walks.fault() == nil)
    }
}

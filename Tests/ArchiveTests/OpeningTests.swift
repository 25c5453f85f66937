import Foundation
import GRDB
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Opening an archive that is new, whole, half made, damaged, or of somebody else.
@Suite("Opening an archive")
struct OpeningTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func open(birth: [String]? = nil, at name: String = "data") throws -> Archive {
        try Archive.open(
            at: directory[name], birth: birth.map { ArchiveBirth(sinks: $0, start: nil, created: Samples.noon(0)) },
            sinks: Samples.sinks,
            lock: LockRequest(holder: "a test"), now: Samples.noon(0))
    }

    private func make() throws {
        let archive = try open(birth: ["lines"])
        #expect(archive.isNew)
        try archive.close()
    }

    @Test("a new archive has its identity, its database and its lock, and opens again")
    func birth() throws {
        try make()
        #expect(
            Set(try FileManager.default.contentsOfDirectory(atPath: directory["data"])) == [
                "archive.json", "archive.db", "archive.lock",
            ])
        let again = try open()
        #expect(!again.isNew)
        #expect(again.reader.identity.sinks == ["lines"])
        #expect(try again.record.read { db in try Int64.fetchOne(db, sql: "PRAGMA synchronous") } == 2)
        #expect(try again.record.read { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") } == "wal")
        try again.close()
        #expect(Archive.exists(at: directory["data"]))
        #expect(!Archive.exists(at: directory["other"]))
    }

    @Test("nothing there and no birth: no archive, with the absolute path, and nothing is made")
    func noArchive() throws {
        let error = #expect(throws: ArchiveError.self) { try open() }
        #expect(error?.code == .noArchive)
        #expect(error?.message.contains(directory["data"]) == true)
        #expect(!directory.exists("data"))
        #expect(throws: ArchiveError.self) {
            try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        }
    }

    @Test("a relative path from the wrong working directory is reported as the absolute path that was looked at")
    func relative() throws {
        let error = #expect(throws: ArchiveError.self) {
            try Archive.open(
                at: "no/such/data", sinks: Samples.sinks, lock: LockRequest(holder: "a test"), now: Samples.noon(0))
        }
        #expect(error?.path == FileManager.default.currentDirectoryPath + "/no/such/data")
    }

    @Test("a lost archive.db is never a fresh start")
    func missingRecord() throws {
        try make()
        try directory.remove("data/archive.db")
        #expect(throws: ArchiveError.self) { try open(birth: ["lines"]) }
        let error = #expect(throws: ArchiveError.self) { try open() }
        #expect(error?.code == .missingRecord)
        #expect(!directory.exists("data/archive.db"))
    }

    @Test(
        """
        a lost archive.json of an archive that was used is an integrity error, of one that was just being made it is not
        """
    )
    func missingIdentity() throws {
        try make()
        try directory.remove("data/archive.json")
        let finished = try open(birth: ["lines"])
        #expect(finished.isNew)
        _ = try finished.beginRun(RunStart(job: "j", providers: [], version: "1", started: Samples.noon(0)))
        try finished.close()
        try directory.remove("data/archive.json")
        let error = #expect(throws: ArchiveError.self) { try open(birth: ["lines"]) }
        #expect(error?.code == .missingIdentity)
    }

    @Test(
        "what a killed first run left before archive.json is no archive, and nothing without sinks is made of it",
        arguments: [false, true])
    func cutBirth(isEmptyFile: Bool) throws {
        if isEmptyFile {
            try directory.write("data/archive.db", "")
        } else {
            try make()
            try directory.remove("data/archive.json")
        }
        #expect(!Archive.exists(at: directory["data"]))
        let look = #expect(throws: ArchiveError.self) {
            try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        }
        #expect(look?.code == .noArchive)
        let error = #expect(throws: ArchiveError.self) { try open(birth: []) }
        #expect(error?.code == .noArchive)
        #expect(!directory.exists("data/archive.json"))
        let archive = try open(birth: ["lines"])
        #expect(archive.isNew)
        #expect(archive.reader.identity.sinks == ["lines"])
        try archive.close()
        #expect(Archive.exists(at: directory["data"]))
    }

    @Test("an archive that names no storage is refused: nothing would keep its rows")
    func noSinks() throws {
        try make()
        let queue = try DatabaseQueue(path: directory["data/archive.db"])
        try queue.write { db in try ArchiveValue.sinks.write("", db) }
        try queue.close()
        #expect((#expect(throws: ArchiveError.self) { try open() })?.code == .wrongRecord)
        #expect(
            (#expect(throws: ArchiveError.self) {
                try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
            })?.code
                == .wrongRecord)
    }

    @Test("a database of another archive is refused")
    func swapped() throws {
        try make()
        try open(birth: ["lines"], at: "second").close()
        try directory.remove("data/archive.db")
        try FileManager.default.copyItem(atPath: directory["second/archive.db"], toPath: directory["data/archive.db"])
        let error = #expect(throws: ArchiveError.self) { try open() }
        #expect(error?.code == .wrongRecord)
    }

    @Test(
        "a database that is none, and an archive.json that cannot be read, are integrity errors",
        arguments: ["archive.db", "archive.json"])
    func garbage(name: String) throws {
        try make()
        try directory.write("data/" + name, "this is neither of the two")
        let error = #expect(throws: ArchiveError.self) { try open() }
        #expect(error?.code == .wrongRecord)
        #expect(directory.content("data/" + name) == "this is neither of the two")
    }

    @Test("an archive of a newer format is refused, by archive.json and by the database")
    func newer() throws {
        try make()
        let newer = RecordFormat.migrations + [(name: "later", sql: "CREATE TABLE later (x)")]
        let archive = try Archive.open(
            at: directory["data"], birth: nil, sinks: Samples.sinks, lock: LockRequest(holder: "a test"),
            threshold: CommitThreshold(),
            now: Samples.noon(0),
            calls: HostCalls(), migrations: newer)
        try archive.close()
        #expect(directory.exists("data/archive.db.format\(RecordFormat.current)"))
        #expect(throws: ArchiveError.self) { try open() }
        #expect(
            (#expect(throws: ArchiveError.self) {
                try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
            })?.code
                == .newerFormat)
        let json = try #require(directory.content("data/archive.json"))
        try directory.write(
            "data/archive.json",
            json.replacing("\"format\" : \(RecordFormat.current + 1)", with: "\"format\" : 99, \"other\" : []"))
        #expect((#expect(throws: ArchiveError.self) { try open() })?.code == .newerFormat)
    }

    @Test("other sinks than the archive's are refused and named with the way out; none named takes the archive's")
    func otherSinks() throws {
        try make()
        let error = #expect(throws: ArchiveError.self) { try open(birth: ["lines", "csv.gz"]) }
        #expect(error?.code == .otherSinks)
        #expect(error?.fix.contains("penstock convert --add csv.gz") == true)
        try open(birth: []).close()
    }

    @Test("a directory that cannot be written is said to be so, with what to do", arguments: [EROFS, EACCES, ENOSPC])
    func cannotWrite(errno: Int32) throws {
        let calls = FaultyCalls(.fail(at: 1, errno: errno))
        let error = #expect(throws: ArchiveError.self) { try ArchiveBench(directory, calls: calls) }
        #expect(error?.code == .cannotWrite)
        #expect(error?.fix.isEmpty == false)
    }

    @Test("the first day moves back and never forward")
    func start() throws {
        let archive = try open(birth: ["lines"])
        #expect(try archive.record.start == nil)
        try archive.change { try $0.widenStart(to: Day(number: 100)) }
        try archive.change { try $0.widenStart(to: Day(number: 200)) }
        #expect(try archive.record.start == Day(number: 100))
        try archive.change { try $0.widenStart(to: Day(number: 50)) }
        #expect(try archive.record.start == Day(number: 50))
    }

    @Test("a reader works beside the writer and sees what was committed")
    func reader() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["AAPL"])
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        try bench.append("AAPL", 0..<5, progress: .next(cursor: "1", purpose: .extend))
        #expect(try reader.storedRows(of: bench.unit("AAPL"), in: Samples.bars).isEmpty)
        try bench.archive.commit()
        try bench.append("AAPL", 5..<9)
        #expect(try reader.storedRows(of: bench.unit("AAPL"), in: Samples.bars).count == 5)
        #expect(try bench.stored("AAPL").count == 9)
        #expect(reader.writer == "a test")
        try reader.close()
    }
}

import ArchiveUpkeep
import Foundation
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// An archive that somebody may read and not write.
@Suite("Who may only read", .enabled(if: Onlooker.isThere, "root, and modes cannot be tried on this system"))
struct ReadOnlyTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private var place: String { directory["data"] }

    private func write(_ days: Range<Int>) throws {
        let isNew = !directory.exists("data/archive.json")
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"], birth: isNew)
        try bench.begin()
        if isNew { try bench.admit(["AAPL"]) }
        try bench.append("AAPL", days, progress: .next(cursor: "\(days.upperBound)", purpose: .extend))
        try bench.archive.commit()
        try bench.end()
        try bench.archive.close()
    }

    private static func rows(_ reader: ArchiveReader) throws -> Int {
        let unit = try #require(try reader.record.unit(UnitName(text: "bars(AAPL)"), of: "p"))
        return try reader.storedRows(of: unit, in: Samples.bars).count
    }

    private func read() throws -> Int {
        try ArchiveReader.reading(at: place, sinks: Samples.sinks) { try Self.rows($0) }
    }

    private func error(_ body: () throws -> Void) -> ArchiveError? {
        do {
            try body()
            return nil
        } catch {
            return error as? ArchiveError
        }
    }

    @Test("reads what is committed, verifies it, leaves nothing there and takes no lock; to write is refused")
    func reads() throws {
        try write(0..<5)
        try Onlooker.freeze(place)
        let before = directory.files
        try Onlooker.looking {
            #expect(try read() == 5)
            let reader = try ArchiveReader.openReadOnly(at: place, sinks: Samples.sinks)
            #expect(reader.isUnguarded)
            #expect(try reader.verify(Verification(isFull: true)).findings == [])
            try reader.refuseIfWritten()
            // The lock is nobody's: the owner may write meanwhile.
            #expect(reader.writer == nil)
            try reader.close()
            // The modes do apply: this is the control.
            let refused = error { _ = try ArchiveBench(directory, birth: false) }
            #expect(refused?.code == .cannotWrite)
        }
        #expect(directory.files == before)
        try Onlooker.thaw(place)
        // With the right to write SQLite's own locks guard the reader.
        let isUnguarded = try ArchiveReader.reading(at: place, sinks: Samples.sinks) { $0.isUnguarded }
        #expect(!isUnguarded)
    }

    @Test("what was read while somebody wrote is read once more, and nothing of the first time is returned")
    func writtenMeanwhile() throws {
        try write(0..<5)
        try Onlooker.freeze(place)
        try Onlooker.looking {
            var seen: [Int] = []
            let last = try ArchiveReader.reading(at: place, sinks: Samples.sinks) { reader -> Int in
                seen.append(try Self.rows(reader))
                if seen.count == 1 { try Onlooker.writing { try frozen { try write(5..<8) } } }
                return seen.last ?? 0
            }
            #expect(seen == [5, 8] && last == 8)
        }
    }

    /// The owner's modes: a user who is not root has to have them to write.
    private func frozen(_ body: () throws -> Void) throws {
        try Onlooker.thaw(place)
        try body()
        try Onlooker.freeze(place)
    }

    @Test("an error over a database that changed is none of the archive's")
    func errorMeanwhile() throws {
        struct Torn: Error {}
        try write(0..<5)
        try Onlooker.freeze(place)
        try Onlooker.looking {
            var attempts = 0
            let rows = try ArchiveReader.reading(at: place, sinks: Samples.sinks) { reader -> Int in
                attempts += 1
                guard attempts == 1 else { return try Self.rows(reader) }
                try Onlooker.writing { try frozen { try write(5..<6) } }
                throw Torn()
            }
            #expect(attempts == 2 && rows == 6)
            // Where nobody wrote, it is.
            #expect(throws: Torn.self) { () throws -> Void in
                try ArchiveReader.reading(at: place, sinks: Samples.sinks) { (_: ArchiveReader) throws -> Void in
                    throw Torn()
                }
            }
        }
    }

    @Test("where somebody writes each time it ends, and says so")
    func neverStill() throws {
        try write(0..<5)
        try Onlooker.freeze(place)
        try Onlooker.looking {
            var attempts = 0
            let refused = error {
                try ArchiveReader.reading(at: place, sinks: Samples.sinks) { _ in
                    attempts += 1
                    try Onlooker.writing { try frozen { try write(attempts * 5..<attempts * 5 + 5) } }
                }
            }
            #expect(attempts == 3)
            #expect(refused?.code == .locked)
            #expect(
                refused?.message.contains("was written while it was read") == true, "\(String(describing: refused))")
        }
    }

    @Test("beside a writer that has committed, SQLite's own locks are used: what is in the -wal is seen")
    func besideAWriter() throws {
        try write(0..<5)
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"], birth: false)
        try bench.begin()
        try bench.append("AAPL", 5..<9, progress: .next(cursor: "9", purpose: .extend))
        try bench.archive.commit()
        try Onlooker.freeze(place)
        try Onlooker.looking {
            let isUnguarded = try ArchiveReader.reading(at: place, sinks: Samples.sinks) { $0.isUnguarded }
            #expect(!isUnguarded)
            #expect(try read() == 9)
        }
        try Onlooker.thaw(place)
        try bench.end()
        try bench.archive.close()
    }

    @Test("a -wal that comes while the database is read is noticed")
    func walCame() throws {
        try write(0..<5)
        try Onlooker.freeze(place)
        var bench: ArchiveBench?
        try Onlooker.looking {
            var seen: [(rows: Int, isUnguarded: Bool)] = []
            try ArchiveReader.reading(at: place, sinks: Samples.sinks) { reader in
                seen.append((try Self.rows(reader), reader.isUnguarded))
                guard seen.count == 1 else { return }
                try Onlooker.writing {
                    try frozen {
                        bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"], birth: false)
                        try bench?.begin()
                        try bench?.append("AAPL", 5..<9, progress: .next(cursor: "9", purpose: .extend))
                        try bench?.archive.commit()
                    }
                }
            }
            #expect(seen.map(\.rows) == [5, 9] && seen.map(\.isUnguarded) == [true, false])
        }
        try Onlooker.thaw(place)
        try bench?.archive.close()
    }

    @Test("a copy with a -wal and without -shm says what it needs, and is read when its owner has looked once")
    func copyWithWAL() throws {
        let bench = try ArchiveBench(directory, sinks: ["lines"])
        try bench.begin()
        try bench.admit(["AAPL"])
        try bench.append("AAPL", 0..<5, progress: .next(cursor: "5", purpose: .extend))
        try bench.archive.commit()
        try FileManager.default.copyItem(atPath: place, toPath: directory["copy"])
        try bench.archive.close()
        try FileManager.default.removeItem(atPath: directory["copy/archive.db-shm"])
        #expect(directory.exists("copy/archive.db-wal"))
        try Onlooker.freeze(directory["copy"])
        func rows() throws -> Int {
            try ArchiveReader.reading(at: directory["copy"], sinks: Samples.sinks) { try Self.rows($0) }
        }
        let refused = try Onlooker.looking { error { _ = try rows() } }
        #expect(refused?.code == .cannotWrite)
        #expect(refused?.message.contains("archive.db-wal has commits") == true, "\(String(describing: refused))")
        #expect(refused?.fix.contains("penstock status once") == true)
        // What it says to do helps.
        try Onlooker.thaw(directory["copy"])
        #expect(try rows() == 5)
        try Onlooker.freeze(directory["copy"])
        let seen = try Onlooker.looking { try rows() }
        #expect(seen == 5)
    }

    @Test("a rollback journal is not passed over either")
    func journal() throws {
        try write(0..<5)
        try directory.write("data/archive.db-journal", String(repeating: "x", count: 600))
        try Onlooker.freeze(place)
        let refused = try Onlooker.looking { error { _ = try read() } }
        #expect(refused?.code == .cannotWrite)
    }

    @Test(
        "what may not be read is named with what a reader needs, and is not taken for something that is not there",
        arguments: [
            ("archive.db", "archive.db"), ("archive.json", "archive.json"), ("", "archive.json"),
            ("archive.db-wal", "archive.db-wal"),
        ])
    func unreadable(path: String, named: String) throws {
        try write(0..<5)
        // Who looks with the right to write leaves an empty -wal and its index there.
        _ = try read()
        try Onlooker.freeze(place)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0], ofItemAtPath: path.isEmpty ? place : "\(place)/\(path)")
        try Onlooker.looking {
            #expect(Archive.exists(at: place))
            let refused = try #require(error { _ = try read() })
            #expect(
                refused.message == "This user cannot read \(place)/\(named): Permission denied" || path.isEmpty,
                "\(refused)")
            #expect(refused.message.contains("This user cannot read"), "\(refused)")
            #expect(refused.fix.contains("chmod -R a+rX"))
        }
        try Onlooker.thaw(place)
        #expect(try read() == 5)
    }

    @Test("files behind a directory that may not be entered are not called gone")
    func inaccessible() throws {
        try write(0..<5)
        try Onlooker.freeze(place)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: directory["data/p"])
        let seen = try Onlooker.looking {
            try ArchiveReader.reading(at: place, sinks: Samples.sinks) { reader in
                try reader.verify(Verification(isFull: true))
            }
        }
        #expect(Set(seen.findings.map(\.code)) == [.inaccessible])
        #expect(seen.notes.filter { $0.code == .closed }.flatMap(\.places) == ["\(place)/p"])
        try Onlooker.thaw(place)
        try directory.remove("data/p")
        let gone = try ArchiveReader.reading(at: place, sinks: Samples.sinks) { reader in
            Set(try reader.verify(Verification(isFull: true)).findings.map(\.code))
        }
        #expect(gone == [.missing])
    }

    @Test("a backup elsewhere is whole, and one of an archive that is damaged says what is")
    func backup() throws {
        try write(0..<5)
        try FileManager.default.createDirectory(atPath: directory["elsewhere"], withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory["elsewhere"])
        try Onlooker.freeze(place)
        func backUp(_ name: String) throws {
            try ArchiveReader.reading(at: place, sinks: Samples.sinks) { reader in
                _ = try reader.backUp(to: directory["elsewhere/" + name], lock: LockRequest(holder: "backup"))
            }
        }
        try Onlooker.looking {
            try backUp("copy")
            let findings = try ArchiveReader.reading(at: directory["elsewhere/copy"], sinks: Samples.sinks) { reader in
                #expect(try Self.rows(reader) == 5)
                return try reader.verify(Verification(isFull: true)).findings
            }
            #expect(findings == [])
        }
        try frozen { try directory.write("data/p/bars/AAPL.txt", "short") }
        try Onlooker.looking {
            let refused = error { try backUp("other") }
            #expect(refused?.code == .damagedFile, "\(String(describing: refused))")
        }
    }

    @Test("a change that leaves length and counter as they were is noticed by the file's time")
    func still() throws {
        try write(0..<5)
        let path = "\(place)/archive.db"
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_600_000_000)], ofItemAtPath: path)
        let still = try StillDatabase(path)
        #expect(!still.wasWritten)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: 5000)
        try file.write(contentsOf: Data([1]))
        try file.close()
        #expect(still.wasWritten)
        // And the counter by itself.
        let other = try StillDatabase(path)
        let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        let again = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try again.seek(toOffset: 27)
        try again.write(contentsOf: Data([255]))
        try again.close()
        try FileManager.default.setAttributes([.modificationDate: try #require(time)], ofItemAtPath: path)
        #expect(other.wasWritten)
    }
}

import ArchiveUpkeep
import Foundation
import Host
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

@testable import Archive

/// What stands in an archive's way: somebody who may write into its directory puts links there, and no file outside of
/// it is to change.
@Suite("Links inside of an archive")
struct LinkTests {
    private static let words = "somebody else's\n"

    /// Every path that an archive's life makes, relative to it, files and directories.
    private static func paths() throws -> (files: [String], directories: [String]) {
        let directory = try TemporaryFolder(inMemory: true)
        let made = Mutex<Set<String>>([])
        let calls = OpeningCalls { place, flags in
            if flags & O_CREAT != 0 { made.withLock { _ = $0.insert(place.path) } }
            return HostCalls().open(place, flags)
        }
        try Story(directory: directory).tell(calls)
        let root = directory["data"] + "/"
        let files = Set(made.withLock { $0 }.filter { $0.hasPrefix(root) }.map { String($0.dropFirst(root.count)) })
        let directories = Set(files.map { HostPath.parent(of: $0) }).filter { !$0.isEmpty }
        let above = Set(directories.map { HostPath.parent(of: $0) }).filter { !$0.isEmpty }
        return (
            files.union(["archive.db", "archive.db-wal", "archive.db-shm", "archive.db-journal"]).sorted(),
            directories.union(above).sorted()
        )
    }

    /// Tells the story with a link at a path; what stands outside afterwards.
    private func victim(of path: String, isDirectory: Bool, exists: Bool, calls: any SystemCalls = HostCalls()) throws
        -> [String: String]
    {
        let directory = try TemporaryFolder(inMemory: true)
        let outside = directory["outside"]
        try FileManager.default.createDirectory(atPath: outside + "/in", withIntermediateDirectories: true)
        try Self.words.write(toFile: outside + "/in/kept", atomically: false, encoding: .utf8)
        if !isDirectory, exists {
            try Self.words.write(toFile: outside + "/victim", atomically: false, encoding: .utf8)
        }
        let place = directory["data"] + "/" + path
        try FileManager.default.createDirectory(atPath: HostPath.parent(of: place), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place, withDestinationPath: outside + (isDirectory ? "/in" : "/victim"))
        // It may fail: then it says so. It may find another way.
        do {
            try Story(directory: directory).tell(calls)
        } catch let error as ArchiveError {
            #expect(error.path != nil || error.isOfOneUnit, "\(error)")
        }
        var found: [String: String] = [:]
        for name in directory.files where name.hasPrefix("outside/") {
            found[String(name.dropFirst(8))] = directory.content(name) ?? "?"
        }
        return found
    }

    @Test(
        """
        no file that an archive ever makes is written through a link that has its name, whether that leads to a file \
        or to none
        """
    )
    func files() throws {
        let files = try Self.paths().files
        #expect(
            files.contains("archive.lock") && files.contains { $0.hasSuffix(".rewrite") }
                && files.contains("archive.json.new"))
        for path in files {
            #expect(
                try victim(of: path, isDirectory: false, exists: true) == [
                    "in/kept": Self.words, "victim": Self.words,
                ], "\(path)")
            #expect(try victim(of: path, isDirectory: false, exists: false) == ["in/kept": Self.words], "\(path)")
        }
    }

    @Test("no directory below an archive is reached through a link")
    func directories() throws {
        let directories = try Self.paths().directories
        #expect(directories.contains("p") && directories.contains("p/bars"))
        for path in directories {
            #expect(try victim(of: path, isDirectory: true, exists: true) == ["in/kept": Self.words], "\(path)")
        }
    }

    @Test("control: calls that follow links write over the file that a lock leads to, and this suite would see it")
    func control() throws {
        // As the calls were: by path, and through links.
        let following = OpeningCalls { systemOpen($0.path, $1) }
        let found = try victim(of: "archive.lock", isDirectory: false, exists: true, calls: following)
        #expect(found["victim"] == "a test\n")
        #expect(
            try victim(of: "archive.lock", isDirectory: false, exists: false, calls: following)["victim"] == "a test\n")
    }

    @Test("the archive's own directory may be a link")
    func ownDirectory() throws {
        let directory = try TemporaryFolder(inMemory: true)
        try FileManager.default.createDirectory(atPath: directory["real"], withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: directory["data"], withDestinationPath: directory["real"])
        try Story(directory: directory).tell(HostCalls())
        #expect(directory.files.contains("real/archive.json"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory["data"]) == directory["real"])
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        #expect(try reader.verify(Verification(isFull: true), dataset: VerificationSpecimen.dataset).findings.isEmpty)
        try reader.close()
    }

    @Test("a directory that is moved elsewhere later and left as a link is told by its name, by a reader too")
    func movedDirectory() throws {
        let directory = try TemporaryFolder(inMemory: true)
        try Story(directory: directory).tell(HostCalls())
        try FileManager.default.moveItem(atPath: directory["data/p"], toPath: directory["elsewhere"])
        try FileManager.default.createSymbolicLink(
            atPath: directory["data/p"], withDestinationPath: directory["elsewhere"])
        let before = directory.files.filter { $0.hasPrefix("elsewhere/") }
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        let told = #expect(throws: ArchiveError.self) {
            try reader.verify(Verification(isFull: true), dataset: VerificationSpecimen.dataset)
        }
        #expect(told.map { $0.description.contains("\(directory["data/p"]): it is a symbolic link") } == true)
        try reader.close()
        #expect(directory.files.filter { $0.hasPrefix("elsewhere/") } == before)
        let disk = FileSystem(root: directory["data"])
        #expect(throws: SystemError(call: .create, path: directory["data/p"], errno: ELOOP)) {
            try disk.create("p/bars/X.csv")
        }
        #expect(throws: SystemError(call: .remove, path: directory["data/p"], errno: ELOOP)) {
            try disk.remove("p/bars/AAPL.csv")
        }
        #expect(disk.status("p/bars/AAPL.csv") == .other)
        let error = ArchiveError(SystemError(call: .create, path: directory["data/p"], errno: ELOOP))
        #expect(error.description.contains("\(directory["data/p"]): it is a symbolic link"))
    }

    @Test("a lock that is another file by a hard link is not written over; a short one of before is")
    func hardLink() throws {
        let directory = try TemporaryFolder(inMemory: true)
        try FileManager.default.createDirectory(atPath: directory["data"], withIntermediateDirectories: false)
        let text = String(repeating: "a line of somebody else's\n", count: 500)
        try text.write(toFile: directory["victim"], atomically: false, encoding: .utf8)
        try FileManager.default.linkItem(atPath: directory["victim"], toPath: directory["data/archive.lock"])
        do {
            _ = try ArchiveBench(directory)
            Issue.record("opened")
        } catch let error as ArchiveError {
            #expect(error.code == .pathTaken && error.path == directory["data/archive.lock"])
        }
        #expect(directory.content("victim") == text)
        try FileManager.default.removeItem(atPath: directory["data/archive.lock"])
        try "update, pid 1\n".write(toFile: directory["data/archive.lock"], atomically: false, encoding: .utf8)
        try ArchiveBench(directory).archive.close()
    }

    @Test(
        "a pipe that nobody writes to, in place of a file, is told and not waited for",
        arguments: ["archive.lock", "archive.json"])
    func pipes(_ name: String) throws {
        let directory = try TemporaryFolder(inMemory: true)
        try Story(directory: directory).tell(HostCalls())
        try FileManager.default.removeItem(atPath: directory["data/" + name])
        #expect(mkfifo(directory["data/" + name], 0o600) == 0)
        #expect(throws: ArchiveError.self) { try ArchiveBench(directory, birth: false) }
        _ = ArchiveLock.holder(on: FileSystem(root: directory["data"]))
    }
}

/// The system's calls, but for the opening of files.
private struct OpeningCalls: SystemCalls {
    let opening: @Sendable (_ place: FilePlace, _ flags: Int32) -> Int32
    private let host = HostCalls()

    init(_ opening: @escaping @Sendable (FilePlace, Int32) -> Int32) { self.opening = opening }

    func open(_ place: FilePlace, _ flags: Int32) -> Int32 { opening(place, flags) }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int {
        host.write(descriptor, bytes, at: offset)
    }
    func truncate(_ descriptor: Int32, to length: Int64) -> Int32 { host.truncate(descriptor, to: length) }
    func syncData(_ descriptor: Int32) -> Int32 { 0 }
    func syncDirectory(_ descriptor: Int32) -> Int32 { 0 }
    func syncAll(_ descriptor: Int32) -> Int32? { 0 }
    func rename(_ old: FilePlace, to new: FilePlace) -> Int32 { host.rename(old, to: new) }
    func remove(_ place: FilePlace) -> Int32 { host.remove(place) }
    func makeDirectory(_ place: FilePlace) -> Int32 { host.makeDirectory(place) }
    func removeDirectory(_ place: FilePlace) -> Int32 { host.removeDirectory(place) }
    func willCommit() -> Int32 { 0 }
    func didCommit() {}
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags | O_CLOEXEC, 0o644) }

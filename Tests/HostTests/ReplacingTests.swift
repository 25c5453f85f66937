import Foundation
import Host
import Synchronization
import TestWorld
import Testing

/// A file that takes the place of another: whole or not at all, whichever call fails.
@Suite("A file in the place of another")
struct ReplacingTests {
    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func names(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
    }

    @Test("the draft is synced before it is renamed, and its directory afterwards")
    func order() throws {
        let folder = try TemporaryFolder()
        let calls = CountedCalls()
        try FileSystem(root: folder.path, calls: calls).replace("a", with: Array("new".utf8))
        #expect(calls.log == ["open a.new", "write", "syncData", "rename a.new a", "syncDirectory"])
        #expect(text(folder.path + "/a") == "new")
    }

    @Test("whichever call fails, the file is the old or the new one, whole, and no draft is left", arguments: 1...5)
    func faults(at number: Int) throws {
        let folder = try TemporaryFolder()
        try Data("old".utf8).write(to: URL(filePath: folder.path + "/a"))
        let disk = FileSystem(root: folder.path, calls: CountedCalls(failing: number))
        #expect(throws: SystemError.self) { try disk.replace("a", with: Array("new".utf8)) }
        #expect(text(folder.path + "/a") == (number == 5 ? "new" : "old"))
        #expect(try names(folder) == ["a"])
    }

    @Test("what a killed process has left goes, and a link in its place is not written through")
    func leftovers() throws {
        let folder = try TemporaryFolder()
        try Data("a long leftover".utf8).write(to: URL(filePath: folder.path + "/a.new"))
        let disk = FileSystem(root: folder.path)
        try disk.replace("a", with: Array("1".utf8))
        #expect(text(folder.path + "/a") == "1")
        try Data("theirs".utf8).write(to: URL(filePath: folder.path + "/victim"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/a.new", withDestinationPath: folder.path + "/victim")
        try disk.replace("a", with: Array("2".utf8))
        #expect(text(folder.path + "/a") == "2" && text(folder.path + "/victim") == "theirs")
        #expect(try names(folder).sorted() == ["a", "victim"])
    }

    @Test("a place that somebody has named: its mode, a directory behind a link, nothing left where it cannot be")
    func named() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/real", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "real")
        try NamedPlace.replace(folder.path + "/link/secret", with: "s", mode: 0o600)
        try NamedPlace.replace(folder.path + "/link/page", with: "p")
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.path + "/real/" + name)[.posixPermissions] as? Int
        }
        #expect(try mode("secret") == 0o600)
        #expect(try mode("page") == 0o644)
        #expect(text(folder.path + "/real/secret") == "s" && text(folder.path + "/real/page") == "p")
        #expect(throws: SystemError.self) { try NamedPlace.replace(folder.path + "/real", with: "over a directory") }
        #expect(throws: SystemError(call: .create, path: folder.path + "/none", errno: ENOENT)) {
            try NamedPlace.replace(folder.path + "/none/a", with: "x")
        }
        #expect(try names(folder).sorted() == ["link", "real"])
    }
}

/// The system's calls, counted; one of them fails.
private final class CountedCalls: SystemCalls {
    private let host = HostCalls()
    private let failing: Int?
    private let entries = Mutex<[String]>([])

    init(failing: Int? = nil) { self.failing = failing }

    var log: [String] { entries.withLock { $0 } }

    private func counted(_ name: String, _ call: () -> Int32) -> Int32 {
        let count = entries.withLock {
            $0.append(name)
            return $0.count
        }
        guard count == failing else { return call() }
        errno = EIO
        return -1
    }

    func open(_ place: FilePlace, _ flags: Int32) -> Int32 { counted("open \(place.name)") { host.open(place, flags) } }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int {
        Int(counted("write") { Int32(host.write(descriptor, bytes, at: offset)) })
    }
    func truncate(_ descriptor: Int32, to length: Int64) -> Int32 {
        counted("truncate") { host.truncate(descriptor, to: length) }
    }
    func syncData(_ descriptor: Int32) -> Int32 { counted("syncData") { host.syncData(descriptor) } }
    func syncDirectory(_ descriptor: Int32) -> Int32 { counted("syncDirectory") { host.syncDirectory(descriptor) } }
    func syncAll(_ descriptor: Int32) -> Int32? { counted("syncAll") { host.syncAll(descriptor) ?? 0 } }
    func rename(_ old: FilePlace, to new: FilePlace) -> Int32 {
        counted("rename \(old.name) \(new.name)") { host.rename(old, to: new) }
    }
    func remove(_ place: FilePlace) -> Int32 { counted("remove \(place.name)") { host.remove(place) } }
    func makeDirectory(_ place: FilePlace) -> Int32 { counted("mkdir") { host.makeDirectory(place) } }
    func removeDirectory(_ place: FilePlace) -> Int32 { counted("rmdir") { host.removeDirectory(place) } }
    func willCommit() -> Int32 { 0 }
    func didCommit() {}
}

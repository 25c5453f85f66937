import Foundation
import Host
import TestWorld
import Testing

/// Places that somebody has named: looked at, read and made, links followed.
@Suite("Places that somebody has named")
struct NamedPlaceTests {
    @Test("what stands there, links followed")
    func kinds() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/file"
        try Data("abc".utf8).write(to: URL(filePath: file))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/to-file", withDestinationPath: file)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/to-nothing", withDestinationPath: folder.path + "/none")
        #expect(
            NamedPlace.isFile(file) && NamedPlace.isFile(folder.path + "/to-file") && !NamedPlace.isFile(folder.path))
        #expect(NamedPlace.isDirectory(folder.path) && !NamedPlace.isDirectory(file))
        #expect(NamedPlace.exists(file) && !NamedPlace.exists(folder.path + "/to-nothing"))
        #expect(NamedPlace.isFileOrFree(file) && NamedPlace.isFileOrFree(folder.path + "/none"))
        #expect(!NamedPlace.isFileOrFree(folder.path) && !NamedPlace.isFileOrFree("/dev/null"))
        #expect(
            NamedPlace.nearest(folder.path + "/a/b/c") == folder.path
                && NamedPlace.nearest("/none-of-that-name/a") == "/")
        #expect(try NamedPlace.names(in: folder.path) == ["file", "to-file", "to-nothing"])
        #expect(throws: SystemError(call: .open, path: file, errno: ENOTDIR)) { try NamedPlace.names(in: file) }
    }

    @Test("a file is read behind a link; a pipe is opened at once and has no length")
    func opened() throws {
        let folder = try TemporaryFolder()
        try Data("abcdef".utf8).write(to: URL(filePath: folder.path + "/file"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "file")
        let file = try NamedPlace.open(folder.path + "/link")
        #expect(file.length == 6)
        #expect(try file.read(2..<5) == Array("cde".utf8))
        #expect(throws: SystemError(call: .read, path: folder.path + "/link", errno: EIO)) { try file.read(4..<7) }
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(try NamedPlace.open(folder.path + "/pipe").length == nil)
    }

    @Test("directories are made through links, and a file on the way is an error")
    func directories() throws {
        let folder = try TemporaryFolder()
        try NamedPlace.makeDirectory(folder.path + "/real/a")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "real")
        try NamedPlace.makeDirectory(folder.path + "/link/b/c")
        try NamedPlace.makeDirectory(folder.path + "/link/b/c")
        #expect(NamedPlace.isDirectory(folder.path + "/real/b/c"))
        try Data().write(to: URL(filePath: folder.path + "/file"))
        for path in ["/file", "/file/a"] {
            let error = #expect(throws: SystemError.self) { try NamedPlace.makeDirectory(folder.path + path) }
            #expect(error?.errno == ENOTDIR)
        }
    }
}

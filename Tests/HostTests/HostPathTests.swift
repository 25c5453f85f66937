import Foundation
import Host
import TestWorld
import Testing

/// Paths as people type them and as the system follows them.
@Suite("Paths")
struct HostPathTests {
    @Test(
        "the parts of a path",
        arguments: [
            ("/a/b.csv", "/a", "b.csv"), ("/a", "/", "a"), ("/", "/", ""), ("/a/b/", "/a", "b"), ("//a//b", "/a", "b"),
            ("a/b", "a", "b"), ("a", "", "a"), ("", "", ""),
        ])
    func parts(path: String, parent: String, name: String) {
        #expect(HostPath.parent(of: path) == parent)
        #expect(HostPath.name(of: path) == name)
    }

    @Test("what somebody types: `..` is taken back by words, `~` is home")
    func typed() {
        func absolute(_ path: String) -> String { HostPath.absolute(path, in: "/home/jane/market", home: "/home/jane") }
        #expect(absolute("data/./x/") == "/home/jane/market/data/x")
        #expect(absolute("../other") == "/home/jane/other")
        #expect(absolute("/../..") == "/")
        #expect(absolute("~/data") == "/home/jane/data" && absolute("~") == "/home/jane")
        #expect(absolute("~jane") == "/home/jane/market/~jane")
        #expect(HostPath.absolute("~", in: "/w", home: nil) == "/w/~")
    }

    @Test("a relative path stands under the working directory, and its `..` is the system's")
    func resolved() {
        #expect(HostPath.resolve("a/./b/") == HostPath.workingDirectory() + "/a/b")
        #expect(HostPath.resolve("/a/../b") == "/a/../b")
        #expect(HostPath.workingDirectory() == FileManager.default.currentDirectoryPath)
    }

    @Test("links are followed as far as there is something")
    func links() throws {
        let folder = try TemporaryFolder()
        let root = try #require(HostPath.real(folder.path))
        try FileManager.default.createDirectory(atPath: root + "/disk/data", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: root + "/disk")
        #expect(HostPath.real(root + "/none") == nil)
        #expect(HostPath.standard(root + "/link/data/x/y") == root + "/disk/data/x/y")
        #expect(HostPath.standard("/") == "/")
        #expect(HostPath.isSame(root + "/link/data", root + "/disk/./data"))
        #expect(!HostPath.isSame(root + "/link", root + "/disk/data"))
        #expect(HostPath.isInside(root + "/link/data/a.db", root + "/disk"))
        #expect(!HostPath.isInside(root + "/disks", root + "/disk"))
        #expect(HostPath.relative(root + "/link/a.db", to: root + "/disk/data") == "../a.db")
        #expect(HostPath.relative(root + "/disk/data/a.db", to: root + "/link/data") == "a.db")
    }
}

import Foundation

/// A folder for one test, gone afterwards unless it is to stay.
package final class TemporaryFolder: Sendable {
    package let path: String
    private let stays: Bool

    /// `inMemory`: where the system has such a place, for tests that sync a lot.
    package init(_ name: String = "penstock", inMemory: Bool = false, stays: Bool = false) throws {
        self.stays = stays
        let memory = "/dev/shm"
        let parent =
            inMemory && FileManager.default.isWritableFile(atPath: memory)
            ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
        let url = parent.appendingPathComponent("\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path
    }

    deinit {
        if stays || (try? FileManager.default.removeItem(atPath: path)) != nil { return }
        // A test has taken write permission away.
        let restore = Process()
        restore.executableURL = URL(fileURLWithPath: "/bin/chmod")
        restore.arguments = ["-R", "u+rwx", path]
        if (try? restore.run()) != nil { restore.waitUntilExit() }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Makes a directory of it, and returns its path.
    @discardableResult
    package func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        return "\(path)/\(name)"
    }

    /// Writes a file and the directories above it, and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }

    package func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
    /// Paths of all files below a directory of it, sorted; none where there is no such directory.
    package func files(under name: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: "\(path)/\(name)")?.compactMap { $0 as? String } ?? []
        return names.filter { FileManager.default.contents(atPath: "\(path)/\(name)/\($0)") != nil }.sorted()
    }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}

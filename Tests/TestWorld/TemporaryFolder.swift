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

    /// Runs the body with the path of a folder that holds these files.
    package static func with<Result>(_ files: [String: String] = [:], _ body: (String) async throws -> Result)
        async throws -> Result
    {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(name, text) }
        defer { withExtendedLifetime(folder) {} }
        return try await body(folder.path)
    }

    /// The path of what has this name in it.
    package subscript(name: String) -> String { "\(path)/\(name)" }

    /// Makes a directory of it, and returns its path.
    @discardableResult
    package func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
        return self[name]
    }

    /// Writes a file and the directories above it, and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
        try write(name, Array(text.utf8), mode: mode)
    }

    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o644) throws -> String {
        let file = URL(fileURLWithPath: self[name])
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }

    package func text(_ name: String) throws -> String { try String(contentsOfFile: self[name], encoding: .utf8) }

    /// nil where there is no such file.
    package func content(_ name: String) -> String? {
        FileManager.default.contents(atPath: self[name]).map { String(decoding: $0, as: UTF8.self) }
    }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }

    /// Paths of all files below a directory of it, sorted; none where there is no such directory.
    package func files(under name: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: self[name])?.compactMap { $0 as? String } ?? []
        return names.filter { file in
            var isDirectory: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(self[name])/\(file)", isDirectory: &isDirectory)
                && !isDirectory.boolValue
        }.sorted()
    }

    /// Paths of all files below it, sorted.
    package var files: [String] { files(under: "") }
}

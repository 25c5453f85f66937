import Foundation

/// A folder for one test, gone afterwards.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init(_ name: String = "penstock") throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.resolvingSymlinksInPath().path
    }

    deinit {
        if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
        // A test has taken write permission away.
        let restore = Process()
        restore.executableURL = URL(fileURLWithPath: "/bin/chmod")
        restore.arguments = ["-R", "u+rwx", path]
        if (try? restore.run()) != nil { restore.waitUntilExit() }
        try? FileManager.default.removeItem(atPath: path)
    }

    public func text(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
    public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}

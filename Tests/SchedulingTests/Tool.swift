import Foundation
import Testing

/// A program of the system that a test asks. Where `CI` is set a missing one fails the test; elsewhere the test is left
/// out.
struct Tool: Sendable {
    struct Answer: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    let name: String

    static let crontab = Tool(name: "crontab")
    static let systemdAnalyze = Tool(name: "systemd-analyze")
    static let xmllint = Tool(name: "xmllint")
    static let plutil = Tool(name: "plutil")
    static let python = Tool(name: "python3")

    var path: String? {
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + [
                "/usr/bin", "/bin",
            ]
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    var isWanted: Bool { path != nil || ProcessInfo.processInfo.environment["CI"] != nil }

    func run(_ arguments: [String], in folder: Folder? = nil) throws -> Answer {
        let path = try #require(path, "\(name) is not installed; .ci/run installs it")
        return try Self.run([path] + arguments, directory: folder?.path)
    }

    /// - Parameter environment: nil for that of the test.
    static func run(_ words: [String], environment: [String: String]? = nil, directory: String? = nil) throws -> Answer
    {
        let folder = try Folder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        if let environment { process.environment = environment }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = FileHandle.nullDevice
        // Files, not pipes: nothing has to be read while it runs.
        let (output, errors) = (try folder.write("out", ""), try folder.write("err", ""))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        process.waitUntilExit()
        return Answer(status: process.terminationStatus, output: try folder.read("out"), errors: try folder.read("err"))
    }
}

/// A folder of one test, removed with it.
final class Folder: Sendable {
    let path: String

    init(_ name: String = "scheduling") throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("\(name)-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult func write(_ name: String, _ text: String, runs: Bool = false) throws -> String {
        try write(name, Array(text.utf8), runs: runs)
    }

    @discardableResult func write(_ name: String, _ bytes: [UInt8], runs: Bool = false) throws -> String {
        let file = "\(path)/\(name)"
        let parent = URL(fileURLWithPath: file).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        if runs { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file) }
        return file
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

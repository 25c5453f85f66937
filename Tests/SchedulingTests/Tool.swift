import Foundation
import TestWorld
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

    var path: String? { TestProgram(name)?.path }

    var isWanted: Bool { path != nil || TestProgram.isCI }

    func run(_ arguments: [String], in folder: TemporaryFolder? = nil) throws -> Answer {
        let path = try #require(path, "\(name) is not installed; .ci/run installs it")
        return try Self.run([path] + arguments, directory: folder?.path)
    }

    /// - Parameter environment: nil for that of the test.
    static func run(_ words: [String], environment: [String: String]? = nil, directory: String? = nil) throws -> Answer
    {
        let folder = try TemporaryFolder()
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
        return Answer(status: process.terminationStatus, output: try folder.text("out"), errors: try folder.text("err"))
    }
}

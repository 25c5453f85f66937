package import Foundation

/// The built `penstock` as a child process: its own environment, its own folder, what it printed and how it ended.
package final class PenstockProcess: Sendable {
    package struct Outcome: Sendable {
        package let exitCode: Int32
        /// True when a signal ended it; `exitCode` is then the signal's number.
        package let wasKilled: Bool
        package let output: String
        package let errors: String
    }

    private let process: Process
    private let output: URL
    private let errors: URL

    /// Starts it. The environment holds `PATH`, a home inside `folder`, and what is given; nothing of the test's own.
    package convenience init(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws {
        try self.init(executable: PenstockProcess.executable(), arguments, in: folder, environment: environment)
    }

    private init(executable: URL, _ arguments: [String], in folder: String, environment: [String: String]) throws {
        process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        var values = ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8", "TZ": "UTC"]
        if let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] {
            values["LD_LIBRARY_PATH"] = libraries
        }
        process.environment = values.merging(environment) { $1 }
        let name = UUID().uuidString
        output = FileManager.default.temporaryDirectory.appendingPathComponent("penstock-out-\(name)")
        errors = FileManager.default.temporaryDirectory.appendingPathComponent("penstock-err-\(name)")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        let handles = [try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: errors)]
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try process.run()
        // The child has its own; Foundation keeps these open as long as the test process lives, and thousands of runs
        // add up.
        for handle in handles { try handle.close() }
    }

    package var id: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }
    package func send(_ signal: Int32) { kill(id, signal) }

    /// Waits for its end and takes away the files that held its output.
    package func wait() async throws -> Outcome {
        while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
        defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
        return Outcome(
            exitCode: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// Runs a line of bash, for limits that a shell sets.
    package static func shell(_ line: String, in folder: String, environment: [String: String] = [:]) async throws
        -> Outcome
    {
        try await PenstockProcess(
            executable: URL(fileURLWithPath: "/bin/bash"), ["-c", line], in: folder, environment: environment
        ).wait()
    }

    /// Runs a program as somebody to whom the modes of files apply: the test's own user, or nobody where that is root,
    /// whom no mode stops.
    ///
    /// - Parameter program: nil: the built `penstock`.
    package static func asOnlooker(
        _ arguments: [String], program: String? = nil, in folder: String, environment: [String: String] = [:]
    ) async throws -> Outcome {
        let words = onlooker + [try program ?? onlookersExecutable.get()] + arguments
        return try await PenstockProcess(
            executable: URL(fileURLWithPath: words[0]), Array(words.dropFirst()), in: folder, environment: environment
        ).wait()
    }

    /// Whether there is such a user, who can run what was built.
    package static let hasOnlooker: Bool = {
        guard let program = try? onlookersExecutable.get() else { return false }
        return canRun(program)
    }()

    private static func canRun(_ program: String) -> Bool {
        let words = onlooker + [program, "--version"]
        return TestProgram(words[0])?.succeeds(Array(words.dropFirst())) ?? false
    }

    /// What was built, or a copy of it where that user may not enter the directory that it was built in.
    private static let onlookersExecutable: Result<String, any Error> = Result {
        let built = try executable().path
        guard !canRun(built) else { return built }
        try FileManager.default.createDirectory(atPath: copyFolder, withIntermediateDirectories: false)
        atexit { try? FileManager.default.removeItem(atPath: PenstockProcess.copyFolder) }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copyFolder)
        try FileManager.default.copyItem(atPath: built, toPath: "\(copyFolder)/penstock")
        return "\(copyFolder)/penstock"
    }

    private static let copyFolder = NSTemporaryDirectory() + "penstock-onlooker-\(UUID().uuidString)"

    private static var onlooker: [String] {
        guard geteuid() == 0 else { return [] }
        return [TestProgram("setpriv")?.path ?? "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    }

    /// `PENSTOCK_UNDER_TEST`, or else the executable that was built beside the test bundle.
    package static func executable() throws -> URL {
        if let named = ProcessInfo.processInfo.environment["PENSTOCK_UNDER_TEST"] { return URL(fileURLWithPath: named) }
        return try built("penstock")
    }

    /// A file that was built beside the test bundle.
    package static func built(_ name: String) throws -> URL {
        let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
        if let argument = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) {
            folder = URL(fileURLWithPath: argument).deletingLastPathComponent()
        }
        let file = folder.appendingPathComponent(name)
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw CocoaError(.fileNoSuchFile, userInfo: ["path": file.path])
        }
        return file
    }
}

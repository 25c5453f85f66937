import Foundation
import TestWorld

/// The gzip of this machine.
struct SystemGzip {
    static let path = ["/usr/bin/gzip", "/bin/gzip"].first { FileManager.default.isExecutableFile(atPath: $0) }

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("gzip")
    }

    /// What a call leaves on standard output; nil when gzip ends with an error.
    func output(_ arguments: [String], of bytes: [UInt8]) throws -> [UInt8]? {
        let input = URL(fileURLWithPath: folder.path + "/input")
        let output = URL(fileURLWithPath: folder.path + "/output")
        try Data(bytes).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = Self.path.map { URL(fileURLWithPath: $0) }
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? Array(try Data(contentsOf: output)) : nil
    }
}

import Foundation
import Programs
import Testing

/// A server of Support/ that runs as long as this value.
final class PythonServer {
    let port: Int
    private let process = Process()
    private let input = Pipe()

    init(_ python: Program?, _ script: String, _ arguments: [String]) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Support/\(script)").path
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(python).path)
        process.arguments = [file] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 { line += byte }
        port = try #require(Int(String(decoding: line, as: UTF8.self)), "\(script) did not start")
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}

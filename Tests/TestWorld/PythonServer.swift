import Foundation

/// A server in Python that runs as long as this value. It prints its port, and ends with its standard input.
package final class PythonServer {
    package let port: Int
    private let process = Process()
    private let input = Pipe()

    package init(python: TestProgram, script: String, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: python.path)
        process.arguments = [script] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != 10 { line += byte }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else {
            throw CocoaError(.executableLoad, userInfo: [NSFilePathErrorKey: script])
        }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}

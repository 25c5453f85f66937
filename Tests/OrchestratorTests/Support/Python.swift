import Foundation

/// A Python that has pandas: `PENSTOCK_TEST_PYTHON`, or the system's.
enum Python {
    static let path: String? = {
        let named = ProcessInfo.processInfo.environment["PENSTOCK_TEST_PYTHON"]
        return [named, "/usr/bin/python3"].compactMap { $0 }.first {
            FileManager.default.isExecutableFile(atPath: $0) && hasPandas($0)
        }
    }()

    /// In CI the tests run and fail where it is missing; elsewhere they are left out.
    static var isWanted: Bool { path != nil || ProcessInfo.processInfo.environment["CI"] != nil }

    private static func hasPandas(_ path: String) -> Bool {
        (try? run(path, ["-c", "import pandas"], in: "/").status) == 0
    }

    static func run(_ path: String, _ arguments: [String], in directory: String) throws -> (
        status: Int32, output: String, error: String
    ) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: directory)
        process.environment = ["PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"]
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let trouble = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, trouble)
    }
}

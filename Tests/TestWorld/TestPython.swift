import Foundation

/// The Python that tests use: `PENSTOCK_TEST_PYTHON`, or the first python3.
public enum TestPython {
    public static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let named = environment["PENSTOCK_TEST_PYTHON"] ?? "python3"
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin"]
        let candidates = named.hasPrefix("/") ? [named] : folders.map { "\($0)/\(named)" }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    public static func has(_ module: String) -> Bool {
        guard let path else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", "import \(module)"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

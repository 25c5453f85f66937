import Foundation

/// A program of this machine that a test needs beside the product.
package struct TestProgram: Sendable {
    package let path: String

    /// The first file of that name in PATH, then in the usual places; nil where there is none.
    ///
    /// - Parameter name: or an absolute path.
    package init?(_ name: String) {
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + [
                "/usr/bin", "/usr/local/bin", "/usr/sbin",
            ]
        let candidates = name.hasPrefix("/") ? [name] : folders.map { "\($0)/\(name)" }
        guard let path = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            return nil
        }
        self.path = path
    }

    package static let openssl = TestProgram("openssl")
    package static let nginx = TestProgram("nginx")
    /// `PENSTOCK_TEST_PYTHON`, or the first python3.
    package static let python = TestProgram(ProcessInfo.processInfo.environment["PENSTOCK_TEST_PYTHON"] ?? "python3")
    /// The same, where it has aiosmtpd.
    package static let mailPython = python.flatMap { $0.succeeds(["-c", "import aiosmtpd"]) ? $0 : nil }

    /// Where it is set, nothing is left out for want of a program: the missing one is a failure.
    package static let isCI = ProcessInfo.processInfo.environment["CI"] != nil

    /// Runs it to its end, without a word.
    package func succeeds(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

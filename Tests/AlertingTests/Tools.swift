import Foundation
import Programs

/// The programs that these tests need beside the product's own. Where `CI` is set all must be there; `ToolTests` says so.
enum Tools {
    static let environment = ProcessInfo.processInfo.environment
    static let isCI = environment["CI"] != nil
    private static let search = ProgramSearch(path: environment["PATH"])

    static let openssl = try? search.find("openssl")
    static let python = try? search.find(environment["PENSTOCK_TEST_PYTHON"] ?? "python3")
    /// With aiosmtpd.
    static let mailPython = python.flatMap { succeeds($0, ["-c", "import aiosmtpd"]) ? $0 : nil }

    static let hasMail = mailPython != nil && openssl != nil

    static func succeeds(_ program: Program, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program.path)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

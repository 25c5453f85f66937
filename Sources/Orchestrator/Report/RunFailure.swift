import Upstream

/// Why a run could not go on: its exit code, what went wrong, and what to do.
public struct RunFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public let exitCode: ExitCode
    public let message: String
    public let fix: String

    public init(_ exitCode: ExitCode, _ message: String, fix: String = "") {
        self.exitCode = exitCode
        self.message = PrintableAddress.scrubbed(message)
        self.fix = PrintableAddress.scrubbed(fix)
    }

    public var description: String { fix.isEmpty ? message : "\(message)\n  \(fix)" }
}

import Upstream

/// Why a run could not go on: its exit code, what went wrong, and what to do.
package struct RunFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package let exitCode: ExitCode
    package let message: String
    package let fix: String

    package init(_ exitCode: ExitCode, _ message: String, fix: String = "") {
        self.exitCode = exitCode
        self.message = PrintableAddress.scrubbed(message)
        self.fix = PrintableAddress.scrubbed(fix)
    }

    package var description: String { fix.isEmpty ? message : "\(message)\n  \(fix)" }
}

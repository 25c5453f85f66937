/// How a command ends. When several apply, the first in `precedence` is taken.
package struct ExitCode: Hashable, Sendable {
    package let number: Int32

    package init(_ number: Int32) {
        self.number = number
    }

    /// All done, or proved nothing to do.
    package static let success = ExitCode(0)
    /// Something newly failed or was quarantined, something succeeded.
    package static let partial = ExitCode(10)
    package static let usage = ExitCode(64)
    /// Answers malformed throughout.
    package static let malformed = ExitCode(65)
    /// `status`: data older than it should be.
    package static let stale = ExitCode(66)
    /// No unit succeeded, or an upstream refused, was out of reach, or failed many units in one way.
    package static let unavailable = ExitCode(69)
    /// The archive cannot be written.
    package static let cannotWrite = ExitCode(73)
    /// The archive is not what its record says.
    package static let integrity = ExitCode(74)
    /// Locked, or stopped by a signal: run it again.
    package static let tryAgain = ExitCode(75)
    package static let credentials = ExitCode(77)
    /// Configuration, no archive.
    package static let configuration = ExitCode(78)

    /// All that a command of ours ends with, the one that counts most first.
    package static let precedence: [ExitCode] = [
        .integrity, .cannotWrite, .configuration, .credentials, .usage, .tryAgain, .unavailable, .malformed, .stale,
        .partial, .success,
    ]

    /// The one of several that counts; one that is not ours before a success.
    package static func worst(_ codes: some Sequence<ExitCode>) -> ExitCode {
        let present = Set(codes).subtracting([.success])
        return precedence.first(where: present.contains) ?? present.min { $0.number < $1.number } ?? .success
    }
}

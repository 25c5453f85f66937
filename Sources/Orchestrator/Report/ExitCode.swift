/// How a command ends. When several apply, the first in `precedence` is taken.
public struct ExitCode: Hashable, Sendable {
    public let number: Int32

    public init(_ number: Int32) {
        self.number = number
    }

    /// All done, or proved nothing to do.
    public static let success = ExitCode(0)
    /// Something newly failed or was quarantined, something succeeded.
    public static let partial = ExitCode(10)
    public static let usage = ExitCode(64)
    /// Answers malformed throughout.
    public static let malformed = ExitCode(65)
    /// `status`: data older than it should be.
    public static let stale = ExitCode(66)
    /// No unit succeeded, or an upstream refused, was out of reach, or failed many units in one way.
    public static let unavailable = ExitCode(69)
    /// The archive cannot be written.
    public static let cannotWrite = ExitCode(73)
    /// The archive is not what its record says.
    public static let integrity = ExitCode(74)
    /// Locked, or stopped by a signal: run it again.
    public static let tryAgain = ExitCode(75)
    public static let credentials = ExitCode(77)
    /// Configuration, no archive.
    public static let configuration = ExitCode(78)

    /// All that a command of ours ends with, the one that counts most first.
    public static let precedence: [ExitCode] = [
        .integrity, .cannotWrite, .configuration, .credentials, .usage, .tryAgain, .unavailable, .malformed, .stale, .partial, .success,
    ]

    /// The one of several that counts; one that is not ours before a success.
    public static func worst(_ codes: some Sequence<ExitCode>) -> ExitCode {
        let present = Set(codes).subtracting([.success])
        return precedence.first(where: present.contains) ?? present.min { $0.number < $1.number } ?? .success
    }
}

import Orchestrator

/// Ends a command that has said all it had to say.
struct CommandEnd: Error {
    let exitCode: ExitCode

    /// Throws unless the code is 0.
    static func check(_ code: ExitCode) throws {
        guard code == .success else { throw CommandEnd(exitCode: code) }
    }
}

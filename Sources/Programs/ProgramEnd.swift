/// How a program ended.
package enum ProgramEnd: Hashable, Sendable, CustomStringConvertible {
    /// By itself, with an exit status; 0 is success.
    case exited(Int32)
    /// By a signal that it did not handle.
    case signalled(Int32)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let number): "killed by signal \(number)"
        }
    }
}

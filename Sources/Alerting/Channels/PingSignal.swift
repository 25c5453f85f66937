/// What a ping tells.
public enum PingSignal: Hashable, Sendable {
    case start
    case success
    /// 1 to 255.
    case failure(code: Int32)

    /// That of a run that ended.
    public init(exitCode: Int32) {
        self = exitCode == 0 ? .success : .failure(code: exitCode)
    }

    var code: Int32? {
        switch self {
        case .start: nil
        case .success: 0
        case .failure(let code): code
        }
    }
}

/// What a ping tells.
package enum PingSignal: Hashable, Sendable {
    case start
    case success
    /// 1 to 255.
    case failure(code: Int32)

    /// That of a run that ended: a remark is a success, for whoever hears of a failure is called out of bed.
    package init(exitCode: Int32) {
        self = AlertLevel(exitCode: exitCode) == .failure ? .failure(code: exitCode) : .success
    }

    var code: Int32? {
        switch self {
        case .start: nil
        case .success: 0
        case .failure(let code): code
        }
    }
}

/// What happens at a call. The names of all but the last three are the shim's own.
enum FaultKind: String, Sendable, Hashable, CaseIterable, Comparable {
    case kill, killafter, torn, short, eio, enospc, full
    /// Killed once, and the next run killed too.
    case twice
    /// Power lost behind the call: whatever is not certain is gone.
    case powerloss
    /// Power lost behind the call: of what is not certain a random part is gone.
    case powermix

    /// Kinds that the shim does.
    static let shimmed: [FaultKind] = [.kill, .killafter, .torn, .short, .eio, .enospc, .full]

    /// What the shim is to be told.
    var shimName: String { self == .twice ? FaultKind.kill.rawValue : rawValue }

    var endsProcess: Bool { [.kill, .killafter, .torn, .twice].contains(self) }
    var losesPower: Bool { self == .powerloss || self == .powermix }

    /// Whether it makes sense at a call.
    ///
    /// One call is made after the other, so what stands behind call 7 and before call 8 is the same: `killafter` is
    /// only worth while at the last call, and a torn call that is no write is a kill.
    func applies(to call: FileCall, of count: Int) -> Bool {
        switch self {
        case .kill, .eio, .twice, .powerloss, .powermix: true
        case .killafter: call.number == count
        case .torn, .short: call.isWrite
        case .enospc, .full: call.needsSpace
        }
    }

    static func < (left: FaultKind, right: FaultKind) -> Bool { left.rawValue < right.rawValue }
}

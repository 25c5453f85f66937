import Synchronization

/// The pauses that were asked for, none of which was made.
final class PauseLog: Sendable {
    private let pauses = Mutex<[Duration]>([])

    var all: [Duration] { pauses.withLock { $0 } }
    func note(_ pause: Duration) { pauses.withLock { $0.append(pause) } }
}

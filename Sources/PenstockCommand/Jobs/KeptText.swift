import Synchronization

/// The beginning of what a command prints, from whatever task it prints.
final class KeptText: Sendable {
    private let limit: Int
    private let state = Mutex("")

    /// - Parameter limit: about so many characters are kept.
    init(limit: Int) {
        self.limit = limit
    }

    var text: String { state.withLock { $0 } }

    func add(_ more: String) {
        state.withLock { if $0.utf8.count < limit { $0 += more.prefix(limit) } }
    }
}

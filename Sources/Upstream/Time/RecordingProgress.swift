import Synchronization
import Tabular

/// How far the answers of a replay have come: an upstream that is first asked ten minutes into a recording is not ten
/// minutes ahead of a replay that gets there at once.
final class RecordingProgress: Sendable {
    private let latest = Mutex<Instant?>(nil)

    /// What the recording had come to before an answer that was received then; nil: it is the first.
    func advance(to received: Instant) -> Instant? {
        latest.withLock { latest in
            defer { latest = max(latest ?? received, received) }
            return latest
        }
    }
}

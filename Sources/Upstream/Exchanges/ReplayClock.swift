import Synchronization
package import Tabular

/// The clock of a replay: a sleep moves it on at once.
package final class ReplayClock: UpstreamClock {
    private let time: Mutex<Instant>

    package init(_ now: Instant) {
        self.time = Mutex(now)
    }

    package func now() -> Instant { time.withLock { $0 } }

    package func sleep(until time: Instant) async throws {
        try Task.checkCancellation()
        self.time.withLock { $0 = max($0, time) }
    }
}

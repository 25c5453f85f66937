import Synchronization
public import Tabular

/// The clock of a replay: a sleep moves it on at once.
public final class ReplayClock: UpstreamClock {
    private let time: Mutex<Instant>

    public init(_ now: Instant) {
        self.time = Mutex(now)
    }

    public func now() -> Instant { time.withLock { $0 } }

    public func sleep(until time: Instant) async throws {
        try Task.checkCancellation()
        self.time.withLock { $0 = max($0, time) }
    }
}

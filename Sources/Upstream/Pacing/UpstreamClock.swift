import Host
package import Tabular

/// The time that pacing, retries and answers go by; injected, so that tests and replays do not wait.
package protocol UpstreamClock: Sendable {
    func now() -> Instant

    /// Returns at or after the given time; throws `CancellationError` as soon as the task is cancelled.
    func sleep(until time: Instant) async throws
}

/// The host's clock, read once and carried on by the monotonic one: setting the clock in the middle of a run neither
/// stops nor hurries it.
package struct SystemClock: UpstreamClock {
    private let origin: Instant
    private let start: ContinuousClock.Instant

    package init() {
        self.origin = Instant(microseconds: WallTime.microseconds())
        self.start = ContinuousClock.now
    }

    package func now() -> Instant {
        let elapsed = (ContinuousClock.now - start).components
        return Instant(
            microseconds: origin.microseconds + elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000)
    }

    package func sleep(until time: Instant) async throws {
        let rest = time.microseconds - now().microseconds
        try Task.checkCancellation()
        guard rest > 0 else { return }
        try await Task.sleep(for: .microseconds(rest), tolerance: .milliseconds(1), clock: .continuous)
    }
}

package import Tabular

/// The time that pacing, retries and answers go by; injected, so that tests and replays do not wait.
package protocol UpstreamClock: Sendable {
    func now() -> Instant

    /// Returns at or after the given time; throws `CancellationError` as soon as the task is cancelled.
    func sleep(until time: Instant) async throws
}

/// What one upstream has been asked in a run.
package struct UpstreamCounts: Sendable, Hashable {
    /// Requests made: exchanges begun, retries included, their redirects, and what the client repeated on a new
    /// connection by itself.
    package var requests = 0
    /// Exchanges that repeated an earlier one.
    package var retries = 0
    /// 429s, and bodies that say so under another status.
    package var throttles = 0
    /// Fetches that ended without an answer.
    package var failures = 0
    /// Bytes of bodies as they went over the wire.
    package var wireBytes = 0
    /// Bytes of bodies after inflation.
    package var bodyBytes = 0
    /// Waits for the pace, a pause or a retry, and the seconds that they were to take.
    package var waits = 0
    package var secondsWaited = 0.0

    package init() {}
}

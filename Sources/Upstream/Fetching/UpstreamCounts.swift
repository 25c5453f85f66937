/// What one upstream has been asked in a run.
public struct UpstreamCounts: Sendable, Hashable {
    /// Requests made: exchanges begun, retries included, their redirects, and what the client repeated on a new connection by itself.
    public var requests = 0
    /// Exchanges that repeated an earlier one.
    public var retries = 0
    /// 429s, and bodies that say so under another status.
    public var throttles = 0
    /// Fetches that ended without an answer.
    public var failures = 0
    /// Bytes of bodies as they went over the wire.
    public var wireBytes = 0
    /// Bytes of bodies after inflation.
    public var bodyBytes = 0
    /// Waits for the pace, a pause or a retry, and the seconds that they were to take.
    public var waits = 0
    public var secondsWaited = 0.0

    public init() {}
}

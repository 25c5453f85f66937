import Tabular

/// How far one fetch has come.
struct Ticket {
    /// Requests made, of whatever outcome.
    var requests = 0
    /// Exchanges that count against the retries; a 429 does not.
    var tries = 0
    /// Its own 429s. Others may get answers meanwhile, so that the circuit's patience alone would not end.
    var throttles = 0
    static let mostThrottles = 12
    /// Pages, and answers out of a cache, that came for it: the first of them is asked for again and counts for
    /// nothing.
    var oddAnswers = 0
    /// The last exchange was with the upstream's other host, and whether it was moved there.
    var isOther = false
    var hasMoved = false
    /// What was cached is to be passed over.
    var avoidsCaches = false
    /// The circuit's epoch when the last exchange was sent.
    var epoch = 0
    /// When the last exchange was sent.
    var sent = Instant(seconds: 0)
    var lastError: UpstreamError?
}

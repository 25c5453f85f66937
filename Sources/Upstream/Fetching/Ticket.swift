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
    /// The circuit's epoch when the last exchange was sent.
    var epoch = 0
    /// When the last exchange was sent.
    var sent = Instant(seconds: 0)
    var lastError: UpstreamError?
}

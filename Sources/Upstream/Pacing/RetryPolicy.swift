package import Tabular

/// How often and when a failed request is made again.
package struct RetryPolicy: Sendable, Hashable {
    /// Requests after the first one.
    package let retries: Int
    /// Seconds before the first retry, doubled for each further one.
    package let firstDelay: Double
    package let longestDelay: Double
    /// No `Retry-After` is obeyed beyond this.
    package let longestRetryAfter: Double

    package init(retries: Int = 4, firstDelay: Double = 0.5, longestDelay: Double = 30, longestRetryAfter: Double = 300)
    {
        self.retries = Swift.max(0, retries)
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRetryAfter = longestRetryAfter
    }

    /// Seconds to wait before the next try; nil when this was the last one or another try is useless.
    /// - Parameter tries: tries used up so far, the failed one included.
    package func delay(after error: UpstreamError, tries: Int, using generator: inout some RandomNumberGenerator)
        -> Double?
    {
        guard error.isTransient, tries <= retries else { return nil }
        let asked = Swift.min(Swift.max(error.retryAfter ?? 0, 0), longestRetryAfter)
        return Swift.max(backoff(step: tries, using: &generator), asked)
    }

    /// Exponential, with jitter in its upper half so that callers which failed together do not come back together.
    func backoff(step: Int, using generator: inout some RandomNumberGenerator) -> Double {
        var whole = firstDelay
        for _ in 1..<Swift.max(step, 1) where whole < longestDelay { whole *= 2 }
        return Swift.min(whole, longestDelay) * Double.random(in: 0.5...1, using: &generator)
    }

    /// 408, 425, 429 and every 5xx but those that say "never".
    package static func isTransient(status: Int) -> Bool {
        switch status {
        case 408, 425, 429: true
        case 501, 505, 511: false
        case 500...599: true
        default: false
        }
    }

    /// The seconds in a `Retry-After`: a number, or a date from which `now` is subtracted. Nil when it is absent,
    /// negative, past or unreadable.
    package static func seconds(retryAfter text: String?, now: Instant) -> Double? {
        guard let text else { return nil }
        let trimmed = text.drop { $0 == " " }.prefix { $0 != " " || text.contains(",") }
        if let seconds = Double(trimmed), seconds.isFinite { return seconds >= 0 ? seconds : nil }
        guard let date = HTTPDate.instant(text) else { return nil }
        let seconds = date.seconds(since: now)
        return seconds >= 0 ? seconds : nil
    }
}

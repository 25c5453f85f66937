import PluginKit
package import Tabular

/// What the first answer of an upstream in a run says of the run's clock.
package struct ClockReading: Hashable, Sendable {
    package let upstream: String
    /// Seconds by which the run's clock is ahead of the upstream's; negative: behind. nil: the answer does not say what
    /// time it is.
    package let ahead: Double?

    package init(upstream: String, ahead: Double?) {
        self.upstream = upstream
        self.ahead = ahead
    }

    /// - Parameters:
    ///   - sent: when the request went, on the run's clock.
    ///   - came: when its answer was there: what the upstream says lies between the two, unless a clock is wrong.
    package init(of answer: Answer, from upstream: String, sent: Instant, came: Instant) {
        self.init(upstream: upstream, ahead: answer.told.map { Self.ahead(of: $0, sent: sent, came: came) })
    }

    private static func ahead(of told: Instant, sent: Instant, came: Instant) -> Double {
        let (late, early) = (sent.seconds(since: told), came.seconds(since: told))
        return late > 0 ? late : min(early, 0)
    }
}

extension Answer {
    /// What time it was for the upstream: in replay when the exchange was received, else its `Date`, to which a cache
    /// adds how old it is.
    var told: Instant? {
        if isReplayed { return response.received }
        guard let sent = response.headers["date"].flatMap(HTTPDate.instant) else { return nil }
        return sent.adding(seconds: min(response.age ?? 0, 1 << 32))
    }
}

extension Response {
    /// Seconds that a cache says that it has had it; of several caches on the way, the oldest.
    var age: Int64? {
        headers["age"]?.split { $0 == "," || $0 == " " }.compactMap { Int64($0) }.filter { $0 >= 0 }.max()
    }
}

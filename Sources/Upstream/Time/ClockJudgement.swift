package import Tabular

/// Whether a run's clock can be believed, by what the first answers of its upstreams say. A pure value.
package struct ClockJudgement: Hashable, Sendable {
    /// Seconds that clocks may differ by before anybody is told: a host that NTP has just left alone, a slow answer.
    package static let tolerance = 300.0
    /// Seconds beyond which nobody knows any more which of the clocks is wrong: a run goes no further.
    package static let longest = 86_400.0
    /// Seconds that a second's rounding and a slow network make.
    static let noise = 5.0

    package enum Verdict: Hashable, Sendable {
        /// The clock is right, or nobody has said anything else.
        case right
        /// The run goes by the upstreams' time, and says so.
        case wrong
        /// Two upstreams differ by more than the tolerance: the one by which the clock is most ahead, and the one by
        /// which it is least.
        case contradiction(ClockReading, ClockReading)
        /// An upstream differs by more than a day.
        case hopeless(ClockReading)
    }

    package let verdict: Verdict
    /// Seconds to set the run's clock back by, so that nothing of it is later than for any upstream. Small differences
    /// count where the host is ahead: what it believes to be over may still come.
    package let correction: Double
    /// How far the clock is ahead of the upstream that is followed; negative: behind.
    package let ahead: Double
    /// The upstreams that say that the clock is wrong, in the order of their names.
    package let upstreams: [String]

    package init(_ readings: some Sequence<ClockReading>) {
        let said = readings.filter { $0.ahead != nil }.sorted { ($0.seconds, $1.upstream) > ($1.seconds, $0.upstream) }
        ahead = said.first?.seconds ?? 0
        correction = Self.correction(of: ahead)
        upstreams = said.filter { $0.seconds.magnitude > Self.tolerance }.map(\.upstream).sorted()
        guard let most = said.first, let least = said.last else {
            verdict = .right
            return
        }
        if most.seconds - least.seconds > Self.tolerance {
            verdict = .contradiction(most, least)
        } else if let far = said.max(by: { $0.seconds.magnitude < $1.seconds.magnitude }),
            far.seconds.magnitude > Self.longest
        {
            verdict = .hopeless(far)
        } else {
            verdict = upstreams.isEmpty ? .right : .wrong
        }
    }

    /// Whether a clock that was set back by so much is to be set anew.
    package func isNews(to present: Double) -> Bool { (correction - present).magnitude > Self.noise }

    /// What a clock that is so far ahead is to be set back by.
    static func correction(of ahead: Double) -> Double { -tolerance...noise ~= ahead ? 0 : ahead }
}

extension ClockReading {
    fileprivate var seconds: Double { ahead ?? 0 }
}

extension Instant {
    /// As a clock shows it that is so many seconds less ahead.
    package func setBack(by seconds: Double) -> Instant {
        Instant(microseconds: microseconds - Int64(seconds * 1_000_000))
    }
}

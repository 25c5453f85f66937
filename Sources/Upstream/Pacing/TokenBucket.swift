package import Tabular

/// When a request may go: `delay` seconds for each unit of weight, with up to `burst` at once after a pause.
///
/// It keeps one time, up to which the upstream's patience is spoken for; a request moves it on by its weight.
package struct TokenBucket: Sendable, Hashable {
    private let delay: Double
    private let tolerance: Int64
    private var spokenFor: Instant

    package init(delay: Double, burst: Int = 1, now: Instant) {
        self.delay = Swift.max(0, delay)
        self.tolerance = Self.microseconds(self.delay * Double(Swift.max(burst, 1) - 1))
        self.spokenFor = now
    }

    /// Books the next place and returns when it is; not before now.
    package mutating func take(weight: Double = 1, now: Instant) -> Instant {
        let time = Swift.max(now, Instant(microseconds: spokenFor.microseconds - tolerance))
        spokenFor = Instant(
            microseconds: Swift.max(time, spokenFor).microseconds + Self.microseconds(delay * Swift.max(0, weight)))
        return time
    }

    /// Caps what a wait may be at a hundred years, so that no arithmetic overflows.
    static func microseconds(_ seconds: Double) -> Int64 {
        guard seconds > 0 else { return 0 }
        return Int64(Swift.min(seconds, 3_153_600_000) * 1_000_000)
    }
}

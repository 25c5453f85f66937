package import Tabular

/// Whether an upstream may be asked at all: it pauses the whole of it after a 429 and gives it up after repeated
/// refusals or failures.
///
/// Until an upstream has given one proper answer, a refusal is taken for what it most likely is: this client is not
/// welcome.
package struct Circuit: Sendable {
    package enum Admission: Sendable, Hashable {
        case pass
        case pause(until: Instant)
        /// What gave it up, in words.
        case open(String)
    }

    package enum Throttling: Sendable, Hashable {
        /// Ask again then; no unit's tries are used up.
        case pause(until: Instant)
        /// Patience is at its end, after answers had come.
        case exhausted
        /// Nothing but refusals came since the run began.
        case clientRefused
    }

    package struct Limits: Sendable, Hashable {
        /// Refusals in a row (401, 403, consent pages) that open the circuit.
        package var refusals = 3
        /// Fetches in a row that failed for good (out of reach, 5xx, deadline).
        package var failures = 5
        /// 429s in a row, each after its pause; and as long as nothing else has come.
        package var throttles = 6
        package var firstThrottles = 3
        /// Seconds of the first pause where the upstream names none, trebled for each further one; a third of that is
        /// the least where it does.
        package var firstPause = 2.0
        package var longestPause = 300.0

        package init() {}
    }

    private let limits: Limits
    private var hasAnswered = false
    private var refusals = 0
    private var failures = 0
    private var throttles = 0
    private var pausedUntil: Instant?
    private var openedBy: String?
    private var isOpeningTold = false
    /// Counts pauses: requests sent before one that are refused after it began do not prolong the row.
    package private(set) var epoch = 0

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    package var isOpen: Bool { openedBy != nil }

    /// What opened the circuit, the first time that this is asked after it opened.
    package mutating func newlyOpened() -> String? {
        guard let openedBy, !isOpeningTold else { return nil }
        isOpeningTold = true
        return openedBy
    }

    package func admission(now: Instant) -> Admission {
        if let openedBy { return .open(openedBy) }
        if let pausedUntil, pausedUntil > now { return .pause(until: pausedUntil) }
        return .pass
    }

    /// A proper answer came, or a status that shows a willing server.
    package mutating func answered() {
        hasAnswered = true
        refusals = 0
        failures = 0
        throttles = 0
    }

    /// A 429 came for a request that was sent in the given epoch.
    package mutating func throttled(retryAfter: Double?, sentIn sent: Int, now: Instant) -> Throttling {
        if sent == epoch {
            throttles += 1
            epoch += 1
        }
        if throttles >= (hasAnswered ? limits.throttles : limits.firstThrottles) {
            openedBy = "\(throttles) times in a row it answered that there were too many requests"
            return hasAnswered ? .exhausted : .clientRefused
        }
        var grown = limits.firstPause
        for _ in 1..<Swift.max(throttles, 1) { grown *= 3 }
        // What it asks for counts the first time; where that did not help, patience grows all the same.
        let asked = retryAfter.map { throttles > 1 ? Swift.max($0, grown / 3) : $0 }
        let seconds = Swift.min(asked ?? grown, limits.longestPause)
        let until = Swift.max(
            pausedUntil ?? now, Instant(microseconds: now.microseconds + TokenBucket.microseconds(seconds)))
        pausedUntil = until
        return .pause(until: until)
    }

    /// A 401, a 403 or a consent page came. True when nothing else has ever come from this upstream.
    package mutating func refused(_ what: String) -> Bool {
        refusals += 1
        if refusals >= limits.refusals { openedBy = "\(refusals) refusals in a row, the last \(what)" }
        return !hasAnswered
    }

    /// A fetch used up its tries.
    package mutating func failed(_ what: String) {
        failures += 1
        if failures >= limits.failures {
            openedBy = "\(failures) fetches in a row failed for good, the last with \(what)"
        }
    }
}

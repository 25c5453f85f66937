import Tabular
import Testing

@testable import Upstream

/// Which failures are tried again, after which wait, and how often.
@Suite("Retry policy")
struct RetryPolicyTests {
    private let policy = RetryPolicy(retries: 3, firstDelay: 1, longestDelay: 30)

    private func error(_ code: UpstreamError.Code = .status, status: Int? = 503, retryAfter: Double? = nil)
        -> UpstreamError
    {
        UpstreamError(code, upstream: "fake", status: status, retryAfter: retryAfter)
    }

    @Test("retries 408, 425, 429 and 5xx, nothing else", arguments: [408, 425, 429, 500, 502, 503, 504, 520])
    func transient(_ status: Int) {
        #expect(RetryPolicy.isTransient(status: status))
    }

    @Test("does not retry what will be the same", arguments: [200, 301, 400, 401, 403, 404, 410, 422, 501, 505, 511])
    func final(_ status: Int) {
        #expect(!RetryPolicy.isTransient(status: status))
    }

    @Test("doubles, with jitter in the upper half, up to the longest delay")
    func backoff() {
        var generator = SplitMix(seed: 7)
        for step in 1...12 {
            let whole = min(30.0, Double(1 << (step - 1)))
            let delay = policy.backoff(step: step, using: &generator)
            #expect(delay >= whole / 2 && delay <= whole)
        }
    }

    @Test("the same seed gives the same waits")
    func deterministic() {
        var left = SplitMix(seed: 1)
        var right = SplitMix(seed: 1)
        #expect(
            (1...5).map { policy.backoff(step: $0, using: &left) }
                == (1...5).map { policy.backoff(step: $0, using: &right) })
    }

    @Test("gives up after the last try")
    func exhausted() {
        var generator = SplitMix(seed: 1)
        #expect(policy.delay(after: error(), tries: 3, using: &generator) != nil)
        #expect(policy.delay(after: error(), tries: 4, using: &generator) == nil)
        #expect(policy.delay(after: error(.redirectLoop), tries: 1, using: &generator) == nil)
    }

    @Test("obeys Retry-After up to its cap, and never waits less than the backoff")
    func retryAfter() throws {
        var generator = SplitMix(seed: 1)
        #expect(policy.delay(after: error(retryAfter: 20), tries: 1, using: &generator) == 20)
        #expect(policy.delay(after: error(retryAfter: 1e12), tries: 1, using: &generator) == 300)
        #expect(try #require(policy.delay(after: error(retryAfter: 0), tries: 1, using: &generator)) >= 0.5)
    }

    @Test(
        "reads Retry-After in seconds and as a date; the unreadable is absent",
        arguments: [
            ("5", 5.0), (" 5 ", 5), ("0", 0), ("2.5", 2.5), ("999999999999", 999_999_999_999), ("-5", nil),
            ("soon", nil), ("", nil),
            ("nan", nil),
            ("Tue, 14 Nov 2023 22:14:20 GMT", 60), ("Tue, 14 Nov 2023 22:12:20 GMT", nil), ("Tue, 14 Nov 2023", nil),
        ] as [(String, Double?)])
    func reading(_ text: String, _ seconds: Double?) {
        #expect(RetryPolicy.seconds(retryAfter: text, now: noon) == seconds)
    }

    @Test("HTTP dates are read and written")
    func dates() {
        #expect(HTTPDate.instant("Sun, 06 Nov 1994 08:49:37 GMT") == Instant("1994-11-06T08:49:37Z"))
        #expect(HTTPDate.text(noon) == "Tue, 14 Nov 2023 22:13:20 GMT")
        #expect(HTTPDate.instant("Sun, 31 Feb 1994 08:49:37 GMT") == nil)
        #expect(HTTPDate.instant("Sun, 06 Nov 1994 25:49:37 GMT") == nil)
    }
}

import Tabular
import Testing
import Upstream

/// The pace of requests: delays, bursts, pauses, and requests of another weight.
@Suite("Token bucket")
struct TokenBucketTests {
    private func places(_ bucket: inout TokenBucket, _ count: Int, at now: Instant = noon) -> [Double] {
        (0..<count).map { _ in bucket.take(now: now).seconds(since: noon) }
    }

    @Test("spaces requests by the delay")
    func spacing() {
        var bucket = TokenBucket(delay: 0.5, now: noon)
        #expect(places(&bucket, 4) == [0, 0.5, 1, 1.5])
    }

    @Test("lets a burst through after a pause, then spaces")
    func burst() {
        var bucket = TokenBucket(delay: 1, burst: 3, now: noon)
        #expect(places(&bucket, 5) == [0, 0, 0, 1, 2])
        #expect(places(&bucket, 4, at: noon.adding(seconds: 100)) == [100, 100, 100, 101])
    }

    @Test("a pause saves up no more than the burst")
    func idle() {
        var bucket = TokenBucket(delay: 1, burst: 1, now: noon)
        #expect(places(&bucket, 2, at: noon.adding(seconds: 1000)) == [1000, 1001])
    }

    @Test("a heavy request holds up the next one by its weight")
    func weight() {
        var bucket = TokenBucket(delay: 0.1, now: noon)
        _ = bucket.take(weight: 20, now: noon)
        #expect(places(&bucket, 2) == [2, 2.1])
    }

    @Test("no delay, no wait; an absurd one does not overflow")
    func extremes() {
        var free = TokenBucket(delay: 0, now: noon)
        #expect(places(&free, 3) == [0, 0, 0])
        var stuck = TokenBucket(delay: .greatestFiniteMagnitude, burst: 100, now: noon)
        #expect(places(&stuck, 2).allSatisfy { $0.isFinite })
    }
}

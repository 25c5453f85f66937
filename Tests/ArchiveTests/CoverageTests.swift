import PluginKit
import Tabular
import Testing

@testable import Archive

/// The record of what is known of a unit's time: against a model of ticks, and the tries of its holes.
@Suite("Coverage")
struct CoverageTests {
    private let now = Samples.noon(0)

    private func span(_ lower: Int, _ upper: Int) -> Span { Span(Int64(lower), Int64(upper)) }

    /// One state per tick: the plainest coverage there is.
    private struct Ticks {
        var states: [CoverageSpan.State?] = Array(repeating: nil, count: 60)

        mutating func set(_ span: Span, _ state: CoverageSpan.State?) {
            for tick in span.lower..<span.upper { states[Int(tick)] = state }
        }

        mutating func setGap(_ span: Span, _ reason: Reason, now: Instant) {
            for tick in span.lower..<span.upper {
                var tries = 1
                if case .gap(let old, let before, _) = states[Int(tick)], old.code == reason.code { tries = before + 1 }
                states[Int(tick)] = .gap(reason, tries: tries, next: Coverage.nextTry(after: tries, from: now))
            }
        }

        func runs(_ isIn: (CoverageSpan.State?) -> Bool) -> [Span] {
            var spans: [Span] = []
            for tick in states.indices where isIn(states[tick]) {
                if let last = spans.last, last.upper == Int64(tick) {
                    spans[spans.count - 1] = Span(last.lower, last.upper + 1)
                } else {
                    spans.append(Span(Int64(tick), Int64(tick) + 1))
                }
            }
            return spans
        }
    }

    @Test("whatever is set in whatever order, it is what an array of ticks says", arguments: 1...40)
    func property(seed: UInt64) {
        var random = Seeded(seed: seed)
        var coverage = Coverage()
        var ticks = Ticks()
        let reasons = [Reason("a"), Reason("b", "x"), Reason("b", "y")]
        for step in 0..<60 {
            let lower = Int.random(in: 0..<60, using: &random)
            let part = span(lower, Int.random(in: lower...60, using: &random))
            let reason = reasons[Int.random(in: 0..<3, using: &random)]
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                coverage.set(part, .stored)
                ticks.set(part, .stored)
            case 2:
                coverage.set(part, .empty(reason))
                ticks.set(part, .empty(reason))
            case 3:
                coverage.set(part, .unavailable(reason))
                ticks.set(part, .unavailable(reason))
            case 4:
                coverage.setGap(part, reason, now: now.adding(days: step))
                ticks.setGap(part, reason, now: now.adding(days: step))
            default:
                coverage.clear(part)
                ticks.set(part, nil)
            }
            for tick in 0..<60 { #expect(coverage.state(at: Int64(tick)) == ticks.states[tick]) }
            for (left, right) in zip(coverage.spans, coverage.spans.dropFirst()) {
                #expect(left.span.upper <= right.span.lower)
                #expect(
                    left.span.upper < right.span.lower || left.state != right.state,
                    "neighbours of one state are joined")
            }
        }
        #expect(coverage.missing(in: span(0, 60)) == ticks.runs { $0 == nil })
        let due = now.adding(days: 20)
        #expect(
            coverage.gapsDue(by: due) == ticks.runs { if case .gap(_, _, let next) = $0 { next <= due } else { false } }
        )
        let covered = ticks.runs { if case .gap = $0 { false } else { $0 != nil } }
        #expect(coverage.watermark == covered.last?.upper)
        #expect(coverage.firstStored == ticks.runs { $0 == .stored }.first?.lower)
        #expect(coverage.lastStored == (ticks.runs { $0 == .stored }.last?.upper).map { $0 - 1 })
        #expect(Coverage(coverage.spans) == coverage)
    }

    @Test("a hole is asked again after 1, 2, 4, 8, 16, 30, 30 days; another cause begins at one")
    func backOff() {
        var coverage = Coverage()
        var asked = now
        var days: [Int] = []
        for _ in 1...7 {
            coverage.setGap(span(5, 6), Reason("missing"), now: asked)
            let next = coverage.nextGapTry ?? asked
            days.append(Int(next.seconds(since: asked) / 86_400))
            #expect(coverage.gapsDue(by: next.adding(seconds: -1)).isEmpty)
            #expect(coverage.gapsDue(by: next) == [span(5, 6)])
            asked = next
        }
        #expect(days == [1, 2, 4, 8, 16, 30, 30])
        coverage.setGap(span(5, 6), Reason("quarantined"), now: asked)
        #expect(
            coverage.spans == [
                CoverageSpan(span(5, 6), .gap(Reason("quarantined"), tries: 1, next: asked.adding(days: 1)))
            ])
    }

    @Test("a gap marks a hole and does not cover it")
    func gap() {
        var coverage = Coverage([CoverageSpan(span(0, 10), .stored)])
        coverage.setGap(span(4, 6), Reason("missing"), now: now)
        #expect(!coverage.isCovered(4) && coverage.isCovered(3) && !coverage.isCovered(10))
        #expect(coverage.missing(in: span(0, 12)) == [span(10, 12)])
        #expect(coverage.hasGap(at: 5, code: "missing") && !coverage.hasGap(at: 5, code: "other"))
        coverage.set(span(4, 6), .stored)
        #expect(coverage.spans == [CoverageSpan(span(0, 10), .stored)])
    }

    @Test(
        """
        what an answer lacks: no stored row is doubted, the tries go up ever less often, and nothing follows once it \
        is settled
        """
    )
    func lacking() {
        let now = Instant(seconds: 1_700_000_000)
        let reason = Reason("unknown_market")
        var coverage = Coverage([
            CoverageSpan(Span(0, 10), .stored), CoverageSpan(Span(10, 20), .empty(Reason("holiday"))),
            CoverageSpan(Span(20, 30), .unavailable(Reason("expired"))),
        ])
        let known = coverage.spans
        var days: [Int] = []
        for _ in 0..<7 {
            #expect(coverage.lacksStill == (1..<6).contains(days.count))
            coverage.setLacking(Span(0, 40), reason, now: now)
            days.append(coverage.nextGapTry.map { Int($0.seconds(since: now) / 86_400) } ?? 0)
        }
        #expect(days == [1, 2, 4, 8, 16, 30, 30])
        #expect(
            Array(coverage.spans.prefix(3)) == known && coverage.missing(in: Span(0, 40)).isEmpty
                && coverage.isCovered(35))
        #expect(
            coverage.gaps.isEmpty && coverage.gapsDue(by: now).isEmpty
                && coverage.gapsDue(by: now.adding(days: 30)) == [Span(30, 40)])
        // Another cause begins anew, and a gap of the same cause goes on.
        coverage.setLacking(Span(35, 40), Reason("no_trades"), now: now)
        coverage.setGap(Span(40, 50), reason, now: now)
        coverage.setLacking(Span(40, 50), reason, now: now)
        #expect(
            coverage.state(at: 37)?.next == now.adding(days: 1) && coverage.state(at: 45)?.next == now.adding(days: 2))
        coverage.settle()
        #expect(
            coverage.nextGapTry == nil && !coverage.lacksStill
                && coverage.state(at: 30) == .unavailable(reason, tries: 7))
    }
}

/// Random numbers that a failure can be repeated with (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

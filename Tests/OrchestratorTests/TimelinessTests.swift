import Archive
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// How timely an archive is, as a value: spans in, a standing out.
@Suite("Whether a unit is up to date")
struct TimelinessTests {
    private static let now = FakeMarket.instant("2024-06-14T10:00:00Z")
    private static let stored = AccountedSpan.State.recorded(.stored)
    private static let gap = AccountedSpan.State.recorded(.gap(Reason("missing"), tries: 1, next: now))
    private static let failed = AccountedSpan.State.failed(Reason("status", "HTTP 500"))
    private static let rests = Reason("unknown_symbol")

    /// Spans of so many ticks, one behind the other from 0 on.
    private func spans(_ parts: [(AccountedSpan.State, Int)], of tick: Int64 = 1) -> [AccountedSpan] {
        var lower: Int64 = 0
        return parts.map { state, count in
            defer { lower += Int64(count) * tick }
            return AccountedSpan(span: Span(lower, lower + Int64(count) * tick), state: state, sessions: count)
        }
    }

    private func sessions(_ parts: [(AccountedSpan.State, Int)], rests: Reason? = nil, tolerating tolerated: Int = 1)
        -> Timeliness
    {
        let spans = spans(parts)
        let newest = spans.last { $0.state == Self.stored }.map { $0.span.upper - 1 }
        return Timeliness(sessions: spans, newest: newest, rests: rests, due: Self.now, tolerating: tolerated)
    }

    @Test("on sessions: whatever the reason, more missing than may be is behind; as much as may be is not")
    func reasons() {
        for state in [Self.gap, Self.failed, .unasked, .resting(Self.rests, next: nil)] {
            #expect(sessions([(Self.stored, 9), (state, 2)]).standing == .behind, "\(state)")
            #expect(sessions([(Self.stored, 9), (state, 1)]).standing == .owed, "\(state)")
            #expect(sessions([(Self.stored, 9), (state, 2)], tolerating: 2).standing == .owed, "\(state)")
            #expect(sessions([(Self.stored, 9), (state, 1)], tolerating: 0).standing == .behind, "\(state)")
        }
        // A gap and a session that is not due to be asked for yet are two.
        #expect(sessions([(Self.stored, 9), (Self.gap, 1), (.awaited, 1)]).standing == .behind)
        #expect(sessions([(Self.stored, 9), (.awaited, 1)]).standing == .upToDate)
        #expect(sessions([(Self.stored, 9)]) == Timeliness(.upToDate))
    }

    @Test("what is proved to be empty or not to be had is not missing, and a gap before the newest row is no delay")
    func accounted() {
        for state in [CoverageSpan.State.empty(Reason("closed")), .unavailable(Reason("gone"))] {
            #expect(sessions([(Self.stored, 9), (.recorded(state), 5)]).standing == .upToDate)
        }
        #expect(sessions([(Self.stored, 3), (Self.gap, 5), (Self.stored, 1)]).standing == .upToDate)
        // What was never asked for is missing wherever it lies.
        #expect(sessions([(.unasked, 5), (Self.stored, 9)]).standing == .behind)
    }

    @Test("without a row: never asked for is behind, however little it is; asked for and never good is another thing")
    func neverGood() {
        #expect(sessions([(.unasked, 1)]).standing == .behind)
        #expect(sessions([(Self.failed, 1)], tolerating: 3).standing == .behind)
        #expect(sessions([(.resting(Self.rests, next: nil), 300)], rests: Self.rests).standing == .withoutData)
        #expect(sessions([(Self.gap, 300)]).standing == .withoutData)
        #expect(sessions([(Self.gap, 300), (.awaited, 1)]).standing == .withoutData)
        #expect(sessions([(Self.gap, 300), (.unasked, 4)]).standing == .withoutData)
        // With a row it is behind, though the upstream has it no more.
        #expect(
            sessions([(Self.stored, 1), (.resting(Self.rests, next: nil), 300)], rests: Self.rests).standing == .behind)
        #expect(sessions([(.recorded(.empty(Reason("before_listing"))), 300)]).standing == .upToDate)
    }

    @Test("why, since when and until when is that of the first that is missing")
    func told() {
        let one = sessions([(Self.stored, 9), (Self.gap, 1), (.unasked, 3)])
        #expect(one.since == 9 && one.reason?.code == "missing" && one.next == Self.now && one.missing == 4)
        let rests = sessions([(Self.stored, 9), (.resting(Self.rests, next: nil), 3)], rests: Self.rests)
        #expect(rests.reason == Self.rests && rests.next == Self.now)
    }

    private func time(
        _ parts: [(AccountedSpan.State, Int)], wasRead: Bool = true, days: Int, rests: Reason? = nil
    ) -> Timeliness {
        // Days that end now.
        let day: Int64 = 86_400_000_000
        let count = Int64(parts.reduce(0) { $0 + $1.1 })
        let shift = Self.now.microseconds - count * day
        let spans = spans(parts, of: day).map {
            AccountedSpan(span: Span($0.span.lower + shift, $0.span.upper + shift), state: $0.state, sessions: 0)
        }
        let newest = spans.last { $0.state == Self.stored }.map { $0.span.upper - 1 }
        return Timeliness(
            time: spans, newest: newest, wasRead: wasRead, days: days, rests: rests, due: nil, now: Self.now,
            tolerating: 1)
    }

    @Test(
        "on time: the end of what was read whole; a gap at the end is as old as it is, however often it was asked for")
    func onTime() {
        #expect(time([(Self.stored, 9), (.awaited, 1)], days: 0).standing == .upToDate)
        for state in [Self.failed, .unasked, .resting(Self.rests, next: nil)] {
            #expect(time([(Self.stored, 9), (state, 2)], days: 1).standing == .owed, "\(state)")
            #expect(time([(Self.stored, 9), (state, 2)], days: 2).standing == .behind, "\(state)")
        }
        #expect(time([(Self.stored, 9), (Self.gap, 3)], days: 0).standing == .behind)
        #expect(time([(Self.stored, 9), (Self.gap, 1)], days: 0).standing == .owed)
        #expect(
            time([(Self.stored, 3), (Self.gap, 3), (.recorded(.empty(Reason("quiet"))), 1)], days: 0).standing
                == .upToDate)
    }

    @Test("on time, never read to its end: behind at once; without a row and not to be had: apart")
    func onTimeNeverRead() {
        #expect(time([(.unasked, 3)], wasRead: false, days: 0).standing == .behind)
        #expect(time([(Self.stored, 2), (.unasked, 1)], wasRead: false, days: 0).standing == .behind)
        #expect(
            time([(.resting(Self.rests, next: nil), 9)], wasRead: false, days: 9, rests: Self.rests).standing
                == .withoutData)
        #expect(
            time([(Self.stored, 2), (.resting(Self.rests, next: nil), 9)], days: 9, rests: Self.rests).standing
                == .behind)
    }
}

import PluginKit
import PluginTesting
import Synchronization
import Tabular
import Testing

@testable import Upstream

/// What the first answers of upstreams say of a clock, as a table.
@Suite("The clock against the upstreams")
struct ClockJudgementTests {
    private func judge(_ ahead: Double?...) -> ClockJudgement {
        ClockJudgement(ahead.enumerated().map { ClockReading(upstream: "u\($0.offset)", ahead: $0.element) })
    }

    @Test("nobody has said anything: the clock is believed")
    func silence() {
        #expect(judge().verdict == .right)
        #expect(judge(nil, nil).verdict == .right)
        #expect(judge(nil).correction == 0)
    }

    @Test(
        """
        up to five minutes nobody is told; what a host is ahead of it is set back by all the same, what it is behind \
        stays
        """
    )
    func tolerated() {
        for ahead in [-300.0, -40, 0, 4.5, 6, 299, 300] { #expect(judge(ahead).verdict == .right) }
        #expect(judge(4.5).correction == 0)
        #expect(judge(200).correction == 200)
        #expect(judge(-200).correction == 0)
    }

    @Test("beyond five minutes the run goes by the upstreams' time, in either direction")
    func wrong() {
        #expect(judge(301).verdict == .wrong && judge(301).correction == 301)
        #expect(judge(-18_000).verdict == .wrong && judge(-18_000).correction == -18_000)
        #expect(judge(86_400).verdict == .wrong)
    }

    @Test("of several upstreams the one that is furthest behind is followed, so that nothing is later than for any")
    func several() {
        let judgement = judge(18_000, 18_120, 17_990)
        #expect(judgement.verdict == .wrong && judgement.correction == 18_120)
        #expect(judgement.upstreams == ["u0", "u1", "u2"])
        #expect(judge(-18_000, -17_900).correction == -17_900)
        #expect(judge(290, 310).verdict == .wrong && judge(290, 310).correction == 310)
        #expect(judge(290, 310).upstreams == ["u1"])
    }

    @Test("upstreams that differ by more than five minutes contradict each other, and nobody knows the time")
    func contradiction() {
        guard case .contradiction(let first, let second) = judge(0, 301).verdict else {
            Issue.record("no contradiction")
            return
        }
        #expect(first.upstream == "u1" && second.upstream == "u0")
        #expect(judge(-200, 200).verdict != .right)
        #expect(judge(0, 300).verdict == .right)
    }

    @Test("more than a day is no clock that can be set right by a run")
    func hopeless() {
        #expect(judge(86_401).verdict == .hopeless(ClockReading(upstream: "u0", ahead: 86_401)))
        #expect(judge(-86_401).verdict == .hopeless(ClockReading(upstream: "u0", ahead: -86_401)))
        #expect(judge(2_592_000, nil).verdict == .hopeless(ClockReading(upstream: "u0", ahead: 2_592_000)))
    }

    @Test(
        """
        what an upstream says lies between question and answer, unless a clock is wrong; a cache says how old its \
        answer is
        """
    )
    func reading() {
        func ahead(_ date: Int64, age: String? = nil, took: Int64 = 0) -> Double? {
            var headers = ["date": HTTPDate.text(noon.adding(seconds: date))]
            headers["age"] = age
            let answer = Answer(status: 200, headers: headers, body: [], received: noon)
            return ClockReading(of: answer, from: "u", sent: noon, came: noon.adding(seconds: took)).ahead
        }
        #expect(ahead(0) == 0)
        #expect(ahead(-3_600) == 3_600)
        #expect(ahead(7_200) == -7_200)
        #expect(ahead(400, took: 400) == 0)
        #expect(ahead(-3_600, age: "3600") == 0)
        #expect(ahead(-3_600, age: "-5") == 3_600)
        #expect(
            ClockReading(of: Answer(status: 200, body: [], received: noon), from: "u", sent: noon, came: noon).ahead
                == nil)
    }

    @Test("a replayed answer tells the time when it was received, whatever its date is")
    func replayed() {
        let headers = ["date": HTTPDate.text(noon.adding(seconds: -90_000))]
        let answer = Answer(status: 200, headers: headers, body: [], received: noon, isReplayed: true)
        let later = noon.adding(seconds: 18_000)
        #expect(ClockReading(of: answer, from: "u", sent: later, came: later).ahead == 18_000)
    }

    /// Answers out of a recording, one after the other.
    private final class Tape: Transport {
        private let times: Mutex<[Instant]>

        init(seconds: [Int64]) { times = Mutex(seconds.map { noon.adding(seconds: $0) }) }

        func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
            let received = times.withLock { $0.removeFirst() }
            return Answer(
                status: 200, headers: ["content-type": "application/json"], body: Array("{}".utf8), received: received,
                isReplayed: true)
        }

        func shutdown() async {}
    }

    private func replay(_ seconds: [Int64], _ names: [String]) async throws -> [String: ClockReading] {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let upstreams = Upstreams(
            ["fake", "other"].map { UpstreamDeclaration($0, base: "http://\($0).test", delay: 0) },
            transport: Tape(seconds: seconds),
            clock: clock, seed: 1)
        for name in names { _ = try await upstreams.fetch(Request(name, path: "/")) }
        return upstreams.clockReadings
    }

    @Test(
        """
        an upstream that a recording asks first after ten minutes is not ten minutes ahead of a replay that gets there \
        at once
        """
    )
    func longRecording() async throws {
        let readings = try await replay([0, 300, 590, 600], ["fake", "fake", "fake", "other"])
        #expect(ClockJudgement(readings.values).verdict == .right, "\(readings)")
        // With nothing before it, it is.
        let alone = try await replay([0, 600], ["fake", "other"])
        #expect(ClockJudgement(alone.values).verdict != .right, "\(alone)")
    }

    @Test("the first answer of an upstream is read, and no refusal before it")
    func first() async throws {
        let clock = ManualClock(noon, isSelfAdvancing: true)
        let late = HTTPDate.text(noon.adding(seconds: -3_600))
        let good = ["content-type": "application/json", "date": late]
        let steps: [ScriptedTransport.Step] = [
            .answer(503, "no", ["date": HTTPDate.text(noon.adding(seconds: 900))]), .answer(200, "{}", good),
            .answer(200, "{}", ["content-type": "application/json"]),
        ]
        let upstreams = Upstreams(
            [
                UpstreamDeclaration("fake", base: "http://fake.test", delay: 0),
                UpstreamDeclaration("other", base: "http://other.test", delay: 0),
            ],
            transport: ScriptedTransport(steps, clock: clock), clock: clock, seed: 1)
        #expect(upstreams.clockReadings.isEmpty)
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        let ahead = try #require(upstreams.clockReadings["fake"]?.ahead)
        #expect((3_600...3_610).contains(ahead))
        _ = try await upstreams.fetch(Request("fake", path: "/"))
        #expect(upstreams.clockReadings["fake"]?.ahead == ahead)
        #expect(upstreams.clockReadings["other"] == nil)
    }
}

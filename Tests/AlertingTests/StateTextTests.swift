import TestGolden
import Testing

@testable import Alerting

/// The file in which a job keeps what it has told: written, read back, damaged, and of version 1.
struct StateTextTests {
    @Test("a state with everything in it, as it is kept, and back")
    func golden() throws {
        var state = AlertState()
        state.jobsFile = "/home/jane/my market/penstock.yaml"
        state.interruptions = 2
        state.hasLooked = true
        state.carried = AlertState.Carried(
            code: 10, names: [1, 0xFFFF_FFFF_FFFF_FFFF], since: 1_771_239_851, toldAt: 5, wasTold: true)
        var unit = AlertTrouble(
            AlertKey(AlertSubject(.unit, "a,b=%\n"), "no_answer"), .failure, words: "HTTP 500, it says: 50 % = half",
            since: 1_771_239_851,
            run: "r 1")
        unit.toldAt = 1_771_239_900
        unit.wasTold = true
        unit.seen = 1_771_300_000
        var outage = AlertTrouble(
            AlertKey(AlertSubject(.upstream, "equities"), "no_answer"), .failure, since: 1_771_300_000)
        outage.parts = ["lists", "series"]
        outage.members = [7, 255]
        outage.count = 490
        outage.givenUpAt = 1_771_300_001
        let stale = AlertTrouble(AlertKey(AlertSubject(.run), "staleness"), .staleness, since: 1_771_300_000)
        for trouble in [unit, outage, stale] { state.troubles[trouble.key] = trouble }
        state.owed = [
            .run: AlertState.Owed(channels: ["mail", "ops, night"], rows: 7),
            .recovery: AlertState.Owed(over: [unit, stale]),
            .late: AlertState.Owed(over: [outage]),
        ]
        state.refusals["chat, 2"] = AlertState.Refusal(
            channel: "chat, 2", since: 1_771_300_000, words: "HTTP 403", untold: ["nightly: KO failed on a", "b"],
            count: 7)
        #expect(try AlertState(text: state.text) == state)
        expectGolden(state.text, "state")
    }

    @Test("a new state is short, and nothing at all is a new state")
    func new() throws {
        #expect(AlertState().text == "version=2\n")
        #expect(try AlertState(text: "") == AlertState())
    }

    @Test(
        "damage is said, not guessed",
        arguments: [
            ("version=3\n", "it is of version \"3\", this program knows 1 and 2"),
            ("interruptions=1\n", "it is of version \"\", this program knows 1 and 2"),
            ("version=1\nx\n", "line 2 is not key=value, or its key came before"),
            ("version=2\ninterruptions=1\ninterruptions=1\n", "line 3 is not key=value, or its key came before"),
            ("version=1\nfailure.since=yesterday\n", "the value of failure.since is damaged"),
            (
                "version=1\nfailure.since=1\nfailure.code=10\nfailure.reasons=xyz\n",
                "the value of failure.reasons is damaged"
            ),
            ("version=1\nfailure.since=1\nfailure.code=99999999999\n", "the value of failure.code is damaged"),
            ("version=2\ntrouble.1.of=unit,A,x,failure\ntrouble.1.since=5\n", "the value of trouble.1.of is damaged"),
            (
                "version=2\ntrouble.1.of=unit,A,x\ntrouble.1.since=5\ntrouble.1.seen=5\n",
                "the value of trouble.1.of is damaged"
            ),
            (
                "version=2\ntrouble.1.of=a,A,x,failure\ntrouble.1.since=5\ntrouble.1.seen=5\n",
                "the value of trouble.1.of is damaged"
            ),
            ("version=2\nowed.run.rows=many\n", "the value of owed.run.rows is damaged"),
            ("version=2\nrefused.1.of=a\nrefused.1.since=5\n", "the value of refused.1.of is damaged"),
        ])
    func damage(_ text: String, _ words: String) throws {
        let error = try #require(throws: AlertStateError.self) { try AlertState(text: text) }
        #expect(
            "\(error)"
                == """
                the kept state of the alerts cannot be read: \(words). It begins anew; an alert that was sent may come \
                once more
                """
        )
    }

    @Test("names are told apart, and the same in every process")
    func digest() {
        #expect(AlertDigest.of("a") == 0xAF63_DC4C_8601_EC8C)
        #expect(AlertDigest.of("ab") != AlertDigest.of("a"))
    }

    /// A state that version 1 kept: failing since the second day, told on the ninth.
    private func earlier(code: Int, _ names: String..., more: String = "") throws -> Watch {
        let digests = names.map { String(AlertDigest.of($0), radix: 16) }.joined(separator: ",")
        var watch = Watch()
        watch.state = try AlertState(
            text: """
                version=1
                failure.since=\(2 * 86_400)
                failure.code=\(code)
                failure.reasons=\(digests)
                failure.told=\(9 * 86_400)
                failure.was-told=1
                \(more)
                """)
        watch.day = 9
        return watch
    }

    @Test("version 1: what was told of units is not told again, has its beginning, and its end")
    func units() throws {
        var watch = try earlier(code: 10, "QABB unknown_symbol", "KO status")
        let old = "QABB unknown_symbol"
        #expect(try watch.run(0, failed: [old], known: [old]) == [])
        #expect(try watch.run(10, failed: [old, "KO status"], known: [old], well: ["AAPL"]) == [])
        #expect(
            try watch.run(0, failed: [old], known: [old], well: ["AAPL", "KO"]) == [
                "recovery of KO since 2 beside QABB"
            ])
        for _ in 13...15 { #expect(try watch.run(0, failed: [old], known: [old], well: ["KO"]) == []) }
        #expect(try watch.run(0, failed: [old], known: [old], well: ["KO"]) == ["failure again of QABB since 2"])
    }

    @Test("version 1: an outage goes on, and its end is told; what nobody was told is told")
    func outage() throws {
        var watch = try earlier(code: 69, "KO unreachable", "AAPL circuit_open")
        #expect(try watch.run(0) == [])
        #expect(try watch.run(69, down: ["equities no_answer"], members: ["KO", "AAPL"]) == [])
        #expect(try watch.run(0, well: ["KO"]) == ["recovery of equities since 2"])
        watch = try earlier(code: 69, "KO unreachable")
        #expect(try watch.run(0) == [])
        #expect(try watch.run(0, well: ["KO"]) == ["recovery of run 69 since 2"])
        watch = try earlier(code: 69, "KO unreachable")
        #expect(
            try watch.run(10, failed: ["NEW x"], well: ["KO"]) == [
                "failure of NEW since 10", "recovery of run 69 since 2 beside NEW",
            ])
        watch.state = try AlertState(
            text: "version=1\nfailure.since=172800\nfailure.code=69\nfailure.reasons=\nowed.failure.rows=0\n")
        #expect(try watch.run(69, down: ["equities no_answer"]) == ["failure of equities since 2"])
    }

    @Test("version 1: staleness and a wrong clock go on; rows, recoveries and late words that it owed are sent")
    func others() throws {
        var watch = Watch()
        watch.day = 3
        watch.state = try AlertState(
            text: """
                version=1
                interruptions=2
                staleness.since=172800
                staleness.told=172800
                staleness.was-told=1
                clock.since=86400
                owed.quarantine.rows=7
                owed.recovery.rows=0
                owed.recovery.since=86400
                owed.recovery.ended=failure,staleness
                owed.failure.rows=0
                owed.failure.since=86400
                owed.failure.run=r%201
                owed.failure.late=1
                """)
        #expect(
            try watch.run(75, stale: true, wrongClock: true) == [
                "clock since 1", "failure 7 of run 75 since 4", "failure late of run earlier since 1 r 1",
                "recovery of run earlier+staleness since 1 beside run 75+staleness",
            ])
        #expect(try watch.run(0, stale: false) == ["recovery of run 75+staleness since 2"])
    }

    @Test("version 1: whatever the record knew is not told again, whether or not the state knew it")
    func known() throws {
        var watch = Watch()
        watch.state = try AlertState(text: "version=1\n")
        #expect(
            try watch.run(
                0, failed: ["OLD gone"], gaps: ["B null_bar"], known: ["OLD gone", "B null_bar"], well: ["A"]) == [])
        #expect(
            try watch.run(10, failed: ["OLD gone", "NEW gone"], known: ["OLD gone"], well: ["A"]) == [
                "failure of NEW since 2 beside B+OLD"
            ]
        )
    }
}

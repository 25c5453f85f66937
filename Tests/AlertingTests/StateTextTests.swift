import TestGolden
import Testing

@testable import Alerting

struct StateTextTests {
    @Test("a state with everything in it, as it is kept, and back")
    func golden() throws {
        var state = AlertState()
        state.interruptions = 2
        state.failure = AlertTrouble(
            fingerprint: AlertFingerprint(code: 10, reasons: ["bars(A) http-404", "bars(B) deadline"]), since: 1_771_239_851, run: "r 1",
            toldAt: 1_771_239_900, wasTold: true)
        state.staleness = AlertTrouble(since: 1_771_300_000)
        var owed = AlertDue(.quarantine, since: nil, run: "r=2\n")
        owed.rows = 7
        owed.channels = ["mail", "ops, night"]
        var recovery = AlertDue(.recovery, since: 5, run: nil)
        recovery.ended = [.failure, .staleness]
        var late = AlertDue(.failure, since: 6, run: "r3")
        late.isLate = true
        late.isReminder = true
        state.owed = [.quarantine: owed, .recovery: recovery, .failure: late]
        #expect(try AlertState(text: state.text) == state)
        expectGolden(state.text, "state")
    }

    @Test("a new state is short, and nothing at all is a new state")
    func new() throws {
        #expect(AlertState().text == "version=1\n")
        #expect(try AlertState(text: "") == AlertState())
    }

    @Test(
        "damage is said, not guessed",
        arguments: [
            ("version=2\n", "it is of version \"2\", this program knows 1"),
            ("interruptions=1\n", "it is of version \"\", this program knows 1"),
            ("version=1\nx\n", "line 2 is not key=value, or its key came before"),
            ("version=1\ninterruptions=1\ninterruptions=1\n", "line 3 is not key=value, or its key came before"),
            ("version=1\nfailure.since=yesterday\n", "the value of failure.since is damaged"),
            ("version=1\nfailure.since=1\nfailure.code=10\nfailure.reasons=xyz\n", "the value of failure.reasons is damaged"),
            ("version=1\nfailure.since=1\nfailure.code=99999999999\n", "the value of failure.code is damaged"),
        ])
    func damage(_ text: String, _ words: String) throws {
        let error = try #require(throws: AlertStateError.self) { try AlertState(text: text) }
        #expect(
            "\(error)"
                == "the kept state of the alerts cannot be read: \(words). It begins anew; an alert that was sent may come once more")
    }

    @Test("reasons are told apart, and the same in every process")
    func digest() {
        #expect(AlertFingerprint(code: 1, reasons: ["a"]).reasons == [0xAF63_DC4C_8601_EC8C])
        #expect(AlertFingerprint(code: 1, reasons: ["a", "b"]) == AlertFingerprint(code: 1, reasons: ["b", "a", "a"]))
        #expect(AlertFingerprint(code: 1, reasons: ["ab"]) != AlertFingerprint(code: 1, reasons: ["a", "b"]))
    }
}

import Testing

@testable import Alerting

/// Alerts that a channel will never take: given up with a word, told again after a week, and never in place of what a
/// passing fault owes.
struct GivenUpTests {
    private let refused = ["mail"]

    @Test("what is refused for good is not owed; what goes on is told again after a week, with its true beginning")
    func week() throws {
        var watch = Watch()
        #expect(try watch.run(69, failed: ["A x"], refuses: refused) == ["failure of A since 1"])
        #expect(watch.state.owed.isEmpty)
        for _ in 2...7 { #expect(try watch.run(69, failed: ["A x"], refuses: refused) == []) }
        #expect(try watch.run(69, failed: ["A x"], refuses: refused) == ["failure of A since 1"])
        let refusal = try #require(watch.state.refused.first)
        #expect(refusal.channel == "mail" && refusal.since == 86_400 && refusal.words == "HTTP 403")
        #expect(refusal.untold == ["failure of A since 1", "failure of A since 1"] && refusal.count == 2)
        // With anything else that is told it is told too, and the channel works again.
        #expect(try watch.run(69, failed: ["A x", "B x"]) == ["failure of A+B since 1"])
        #expect(watch.state.refused.isEmpty)
        #expect(try watch.run(0, well: ["A", "B"]) == ["recovery of A+B since 1"])
    }

    @Test("the control: what fails for now is owed every night, and no channel is said to refuse")
    func passing() throws {
        var watch = Watch()
        for _ in 1...3 { #expect(try watch.run(69, failed: ["A x"], sends: []) == ["failure of A since 1"]) }
        #expect(watch.state.refused.isEmpty)
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 1"])
        #expect(try watch.run(69, failed: ["A x"]) == [])
    }

    @Test("what is over and was given up is not told late, and a recovery that is refused is not owed")
    func over() throws {
        var watch = Watch()
        #expect(try watch.run(69, failed: ["A x"], refuses: refused) == ["failure of A since 1"])
        #expect(try watch.run(0, well: ["A"]) == [])
        #expect(watch.state.troubles.isEmpty && watch.state.owed.isEmpty)
        #expect(try watch.run(69, failed: ["B x"]) == ["failure of B since 3"])
        #expect(try watch.run(0, well: ["B"], refuses: refused) == ["recovery of B since 3"])
        #expect(try watch.run(0, well: ["B"]) == [])
        #expect(watch.state.refused.map(\.untold) == [["recovery of B since 3"]])
    }

    @Test("one channel of two refuses: the other was told, or is still owed")
    func two() throws {
        let both = ["mail", "chat"]
        var watch = Watch()
        #expect(
            try watch.run(69, failed: ["A x"], channels: both, sends: ["mail"], refuses: ["chat"]) == [
                "failure of A since 1"
            ])
        #expect(try watch.run(69, failed: ["A x"], channels: both, sends: both) == [])
        #expect(watch.state.refused.map(\.channel) == ["chat"])
        #expect(
            try watch.run(0, well: ["A"], channels: both, sends: [], refuses: ["chat"]) == ["recovery of A since 1"])
        #expect(try watch.run(0, channels: both, sends: both) == ["recovery of A since 1 to mail"])
        #expect(try watch.run(0, channels: both, sends: both) == [])
        watch = Watch()
        #expect(
            try watch.run(69, failed: ["A x"], channels: both, sends: [], refuses: ["chat"]) == ["failure of A since 1"]
        )
        #expect(try watch.run(69, failed: ["A x"], channels: both, sends: both) == ["failure of A since 1"])
    }

    @Test("a channel that a test has found mended: what goes on is told at the next run")
    func mended() throws {
        var watch = Watch()
        #expect(try watch.run(69, failed: ["A x"], refuses: refused) == ["failure of A since 1"])
        watch.state.works("chat")
        #expect(try watch.run(69, failed: ["A x"]) == [], "another channel has nothing to do with it")
        watch.state.works("mail")
        #expect(watch.state.refused.isEmpty)
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 1"])
    }

    @Test("a reminder that is refused rests for a week like any other")
    func reminder() throws {
        var watch = Watch()
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 1"])
        for _ in 2...7 { #expect(try watch.run(69, failed: ["A x"]) == []) }
        #expect(try watch.run(69, failed: ["A x"], refuses: refused) == ["failure again of A since 1"])
        for _ in 9...14 { #expect(try watch.run(69, failed: ["A x"], refuses: refused) == []) }
        #expect(try watch.run(69, failed: ["A x"]) == ["failure again of A since 1"])
    }

    @Test("the last five of what was not told are kept, all are counted")
    func many() throws {
        var watch = Watch()
        for day in 1...7 { _ = try watch.run(10, failed: ["U\(day) x"], refuses: refused) }
        let refusal = try #require(watch.state.refused.first)
        #expect(refusal.count == 7 && refusal.untold.count == 5)
        #expect(refusal.untold.last?.contains("U7") == true)
    }
}

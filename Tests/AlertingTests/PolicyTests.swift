import TestGolden
import TestWorld
import Testing

@testable import Alerting

/// What is told and when: a failure once and then weekly, its end once, and nothing that the record does not hold.
struct PolicyTests {
    @Test("an unchanged failure is told once and then weekly with its true beginning, a recovery once")
    func failure() throws {
        var watch = Watch()
        #expect(try watch.run(0, well: ["A"]) == [])
        #expect(try watch.run(69, failed: ["A status"]) == ["failure of A since 2"])
        for _ in 3...8 { #expect(try watch.run(69, failed: ["A status"]) == []) }
        #expect(try watch.run(69, failed: ["A status"]) == ["failure again of A since 2"])
        for _ in 10...15 { #expect(try watch.run(69, failed: ["A status"]) == []) }
        #expect(try watch.run(69, failed: ["A status"]) == ["failure again of A since 2"])
        #expect(try watch.run(0, well: ["A"]) == ["recovery of A since 2"])
        #expect(try watch.run(0, well: ["A"]) == [])
        #expect(watch.state.troubles.isEmpty && watch.state.owed.isEmpty)
    }

    @Test("M4: with one delisted symbol another's failure is told, its end is told, and its next failure is told again")
    func delisted() throws {
        var watch = Watch()
        let old = "QABB unknown_symbol"
        #expect(try watch.run(10, failed: [old], well: ["KO", "AAPL"]) == ["failure of QABB since 1"])
        for _ in 2...5 { #expect(try watch.run(0, failed: [old], known: [old], well: ["KO", "AAPL"]) == []) }
        #expect(
            try watch.run(10, failed: [old, "KO status"], known: [old], well: ["AAPL"]) == [
                "failure of KO since 6 beside QABB"
            ])
        #expect(
            try watch.run(0, failed: [old], known: [old], well: ["KO", "AAPL"]) == [
                "recovery of KO since 6 beside QABB"
            ])
        for _ in 8...9 { #expect(try watch.run(0, failed: [old], known: [old], well: ["KO", "AAPL"]) == []) }
        #expect(
            try watch.run(10, failed: [old, "KO status"], known: [old], well: ["AAPL"]) == [
                "failure of KO since 10 beside QABB"
            ])
        #expect(
            try watch.run(0, failed: [old], known: [old], well: ["KO", "AAPL"]) == [
                "recovery of KO since 10 beside QABB"
            ])
        // Told last on the tenth night; a week later with its true beginning.
        for _ in 12...16 { #expect(try watch.run(0, failed: [old], known: [old], well: ["KO"]) == []) }
        #expect(try watch.run(0, failed: [old], known: [old], well: ["KO"]) == ["failure again of QABB since 1"])
        #expect(try watch.run(0, well: ["KO", "QABB"]) == ["recovery of QABB since 1"])
    }

    @Test("M5: an outage is one alert, whatever its questions ran into, and Since is the same on every night")
    func outage() throws {
        var watch = Watch()
        let three = ["KO", "AAPL", "MSFT"]
        #expect(try watch.run(0, well: three) == [])
        #expect(try watch.run(69, down: ["equities no_answer"], members: three) == ["failure of equities since 2"])
        for _ in 3...8 {
            #expect(try watch.run(69, down: ["equities no_answer"], members: three, parts: ["series", "lists"]) == [])
        }
        #expect(
            try watch.run(69, down: ["equities no_answer"], members: ["KO"]) == ["failure again of equities since 2"])
        // The upstream refuses now: another kind of reason.
        #expect(
            try watch.run(69, down: ["equities throttled"], members: three) == [
                "failure of equities since 10 beside equities"
            ])
        #expect(try watch.run(0, well: three, lists: true) == ["recovery of equities+equities since 2"])
    }

    @Test("an outage of lists and series is over when both have answered")
    func parts() throws {
        var watch = Watch()
        #expect(
            try watch.run(69, down: ["equities no_answer"], members: ["KO"], parts: ["series", "lists"]) == [
                "failure of equities since 1"
            ])
        #expect(try watch.run(0, well: ["KO"]) == [])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(0, well: ["KO"], lists: true) == ["recovery of equities since 1"])
    }

    @Test("what goes on failing by itself after an outage has failed since the outage began")
    func rest() throws {
        var watch = Watch()
        #expect(
            try watch.run(69, down: ["equities no_answer"], members: ["KO", "AAPL"]) == ["failure of equities since 1"])
        #expect(try watch.run(69, down: ["equities no_answer"], members: ["KO", "AAPL"]) == [])
        #expect(
            try watch.run(10, failed: ["KO no_answer", "NEW no_answer"], well: ["AAPL"]) == [
                "failure of KO+NEW since 1", "recovery of equities since 1 beside KO+NEW",
            ])
        #expect(watch.state.troubles[Watch.key("NEW no_answer")]?.since == 3 * 86_400)
    }

    @Test("M1: a night on which nothing was due, or which asked for nothing, is no recovery, whatever its exit code")
    func idle() throws {
        var watch = Watch()
        #expect(
            try watch.run(69, down: ["equities unknown_symbol"], members: ["KO", "AAPL"]) == [
                "failure of equities since 1"
            ])
        for _ in 2...7 { #expect(try watch.run(0) == []) }
        // Others succeeded, by another provider.
        var evidence = AlertEvidence()
        evidence.answered["kalshi"] = ["series"]
        evidence.succeeded.insert(AlertDigest.of("KXFED"))
        watch.day += 1
        #expect(try watch.look(AlertObservation(now: watch.day * 86_400, exitCode: 0, evidence: evidence)) == [])
        #expect(try watch.run(0, well: ["KO"]) == ["recovery of equities since 1"])
        #expect(try watch.run(10, failed: ["KO status"], well: ["AAPL"]) == ["failure of KO since 10"])
        #expect(try watch.run(0, well: ["AAPL"]) == [])
        #expect(try watch.run(0, well: ["KO"]) == ["recovery of KO since 10"])
    }

    @Test(
        """
        a gap is a remark: it ends when it is filled, not when the unit is asked for something else; given up, nobody \
        hears of an end
        """
    )
    func gap() throws {
        var watch = Watch()
        #expect(try watch.run(10, gaps: ["KO null_bar"], well: ["KO", "AAPL"]) == ["remark of KO since 1"])
        for _ in 2...4 { #expect(try watch.run(0, well: ["KO", "AAPL"]) == []) }
        #expect(try watch.run(0, well: ["KO"], filled: ["KO null_bar"]) == ["recovery of KO since 1"])
        #expect(try watch.run(10, gaps: ["AAPL missing"], well: ["KO", "AAPL"]) == ["remark of AAPL since 6"])
        #expect(try watch.run(0, well: ["AAPL"], settled: ["AAPL missing"]) == [])
        #expect(watch.state.troubles.isEmpty)
    }

    @Test("a night is one message under its gravest name: failures, rows set aside, gaps")
    func oneMessage() throws {
        var watch = Watch()
        #expect(
            try watch.run(10, failed: ["A status"], gaps: ["B null_bar"], well: ["B"], rows: 3) == [
                "failure 3 of A+B since 1"
            ])
        #expect(
            try watch.run(10, gaps: ["C quarantined"], well: ["A", "C"], rows: 1) == [
                "quarantine 1 of C since 2 beside B", "recovery of A since 1 beside B+C",
            ])
        #expect(try watch.run(10, rows: 2) == ["quarantine 2 beside B+C"])
    }

    @Test("what changes is told at once: a unit, a reason, a run's message; the order of units is no change")
    func changed() throws {
        var watch = Watch()
        #expect(try watch.run(10, failed: ["A x", "B y"]) == ["failure of A+B since 1"])
        #expect(try watch.run(10, failed: ["B y", "A x"]) == [])
        #expect(try watch.run(10, failed: ["A x", "B z"]) == ["failure of B since 3 beside A+B"])
        #expect(try watch.run(10, failed: ["A x", "C y"]) == ["failure of C since 4 beside A+B+B"])
        #expect(try watch.run(0, well: ["A", "B", "C"]) == ["recovery of A+B+B+C since 1"])
        #expect(try watch.run(78, message: "no such secret") == ["failure of run 78 no such secret since 6"])
        #expect(try watch.run(78, message: "no such secret") == [])
        #expect(try watch.run(78, message: "no archive") == ["failure of run 78 no archive since 8"])
        #expect(try watch.run(0) == ["recovery of run 78 no archive since 8"])
        #expect(try watch.run(74, message: "damaged") == ["failure of run 74 damaged since 10"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(0, well: ["A"]) == ["recovery of run 74 damaged since 10"])
    }

    @Test("what the record knew before anybody looked is taken over in silence, told after a week; later it is told")
    func firstLook() throws {
        var watch = Watch()
        #expect(try watch.run(0, failed: ["OLD gone"], known: ["OLD gone"], well: ["A"]) == [])
        for _ in 2...7 { #expect(try watch.run(0, failed: ["OLD gone"], known: ["OLD gone"], well: ["A"]) == []) }
        #expect(
            try watch.run(0, failed: ["OLD gone"], known: ["OLD gone"], well: ["A"]) == ["failure again of OLD since 1"]
        )
        // A run that was killed before its alerts: the record knows, and nobody was told.
        #expect(
            try watch.run(0, gaps: ["B missing"], known: ["B missing"], well: ["A"]) == [
                "remark of B since 9 beside OLD"
            ])
        #expect(try watch.run(0, well: ["OLD"], filled: ["B missing"]) == ["recovery of B+OLD since 1"])
        watch = Watch()
        #expect(try watch.run(0, failed: ["OLD gone"], known: ["OLD gone"]) == [])
        #expect(try watch.run(0, well: ["OLD"]) == [], "who heard of no failure hears of no recovery")
    }

    @Test("staleness is told once and then weekly; 66 is staleness and no failure; both may end in one message")
    func staleness() throws {
        var watch = Watch()
        #expect(try watch.run(nil, stale: true) == ["staleness since 1"])
        #expect(try watch.run(66) == [])
        #expect(try watch.run(nil) == [])
        for _ in 4...7 { #expect(try watch.run(nil, stale: true) == []) }
        #expect(try watch.run(66) == ["staleness again since 1"])
        #expect(try watch.run(69, failed: ["A x"], stale: true) == ["failure of A since 9"])
        #expect(try watch.run(0, well: ["A"], stale: false) == ["recovery of A+staleness since 1"])
        #expect(try watch.run(nil, stale: true) == ["staleness since 11"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(nil, stale: false) == ["recovery of staleness since 11"])
    }

    @Test(
        """
        a wrong clock is told once and then weekly, is no failure, and its end is told; a run that nobody has answered \
        ends nothing
        """
    )
    func clock() throws {
        var watch = Watch()
        #expect(try watch.run(0, wrongClock: true) == ["clock since 1"])
        #expect(try watch.run(0, wrongClock: true) == [])
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 3"])
        for _ in 4...7 { #expect(try watch.run(69, failed: ["A x"], wrongClock: true) == []) }
        #expect(try watch.run(0, well: ["A"], wrongClock: true) == ["clock again since 1", "recovery of A since 3"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(0, wrongClock: false) == ["recovery of clock since 1"])
        #expect(try watch.run(0, wrongClock: false) == [])
    }

    @Test("what was told by a clock that was years ahead is told again by the right one")
    func toldInTheFuture() throws {
        var watch = Watch()
        watch.day = 4_000
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 4001"])
        watch.day = 9
        #expect(try watch.run(69, failed: ["A x"]) == ["failure again of A since 4001"])
        #expect(try watch.run(69, failed: ["A x"]) == [])
    }

    @Test("75 is a failure from the third in a row on, and in between it changes nothing")
    func interruptions() throws {
        var watch = Watch()
        #expect(try watch.run(75) == [])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(75) == ["failure of run 75 since 6"])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(0) == ["recovery of run 75 since 6"])
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 9"])
        #expect(try watch.run(75, well: ["A"]) == [])
        #expect(try watch.run(69, failed: ["A x"]) == [])
        #expect(try watch.run(0, well: ["A"]) == ["recovery of A since 9"])
    }

    @Test("what nobody could be told is told at the next run, also when it is over by then; then there is no recovery")
    func notSent() throws {
        var watch = Watch()
        #expect(try watch.run(69, failed: ["A x"], sends: []) == ["failure of A since 1"])
        #expect(try watch.run(69, failed: ["A x"], sends: []) == ["failure of A since 1"])
        #expect(try watch.run(75) == ["failure of A since 1"])
        #expect(try watch.run(69, failed: ["A x"]) == [])
        #expect(try watch.run(0, well: ["A"], sends: []) == ["recovery of A since 1"])
        #expect(try watch.run(0) == ["recovery of A since 1"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(69, failed: ["A x"], sends: []) == ["failure of A since 8"])
        #expect(try watch.run(0, well: ["A"], sends: []) == ["failure late of A since 8 r8"])
        #expect(try watch.run(0) == ["failure late of A since 8 r8"])
        #expect(try watch.run(0) == [])
        #expect(watch.state.troubles.isEmpty && watch.state.owed.isEmpty)
    }

    @Test("rows that could not be told are added to the next ones; an untold recovery gives way to a new failure")
    func owed() throws {
        var watch = Watch()
        #expect(try watch.run(10, rows: 3, sends: []) == ["quarantine 3"])
        #expect(try watch.run(10, rows: 2, sends: []) == ["quarantine 5"])
        #expect(try watch.run(0) == ["quarantine 5"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 5"])
        #expect(try watch.run(0, well: ["A"], sends: []) == ["recovery of A since 5"])
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 7"])
        #expect(try watch.run(69, failed: ["A x"]) == [])
    }

    @Test("one of two channels fails: only that one is tried again, and the week of the other stays")
    func oneChannel() throws {
        var watch = Watch()
        let both = ["a b,c=%", "mail"]
        #expect(try watch.run(69, failed: ["A x"], channels: both, sends: ["mail"]) == ["failure of A since 1"])
        #expect(
            try watch.run(69, failed: ["A x"], channels: both, sends: ["mail"]) == ["failure of A since 1 to a b,c=%"])
        #expect(try watch.run(69, failed: ["A x"], channels: both, sends: both) == ["failure of A since 1 to a b,c=%"])
        for _ in 4...7 { #expect(try watch.run(69, failed: ["A x"], channels: both, sends: both) == []) }
        #expect(try watch.run(69, failed: ["A x"], channels: both, sends: both) == ["failure again of A since 1"])
        #expect(try watch.run(0, well: ["A"], channels: both, sends: ["mail"]) == ["recovery of A since 1"])
        #expect(try watch.run(0, channels: both, sends: both) == ["recovery of A since 1 to a b,c=%"])
        #expect(try watch.run(0, channels: both, sends: both) == [])
    }

    @Test("only the kinds that are wanted; who heard of no failure hears of no recovery")
    func kinds() throws {
        var watch = Watch(policy: AlertPolicy(kinds: [.recovery, .quarantine]))
        #expect(try watch.run(69, failed: ["A x"], rows: 1) == ["quarantine 1"])
        #expect(try watch.run(0, well: ["A"]) == [])
        watch = Watch(policy: AlertPolicy(kinds: [.failure]))
        #expect(try watch.run(69, failed: ["A x"], gaps: ["B null_bar"], stale: true) == ["failure of A since 1"])
        #expect(try watch.run(0, well: ["A"], rows: 4, stale: false) == [])
        #expect(try watch.run(69, failed: ["A x"]) == ["failure of A since 3"])
    }

    @Test(
        "a run that is killed between keeping, sending and keeping again tells once more rather than not at all",
        arguments: [false, true])
    func killed(afterSending: Bool) throws {
        var watch = Watch()
        if afterSending { watch.killedAfterSending = [2, 5, 8] } else { watch.killedBeforeSending = [2, 5, 8] }
        #expect(try watch.run(0, well: ["A", "B"]) == [])
        _ = try watch.run(10, failed: ["A x"], well: ["B"], rows: 2)
        #expect(try watch.run(10, failed: ["A x"], well: ["B"]) == ["failure 2 of A since 2"])
        #expect(try watch.run(10, failed: ["A x"], well: ["B"]) == [])
        _ = try watch.run(0, well: ["A", "B"])
        #expect(try watch.run(0) == ["recovery of A since 2"])
        #expect(try watch.run(0) == [])
        _ = try watch.run(10, gaps: ["B null_bar"], well: ["A", "B"])
        #expect(try watch.run(0, well: ["A", "B"]) == ["remark of B since 8"])
        #expect(try watch.run(0, well: ["A", "B"]) == [])
    }

    @Test("a run a little earlier than a week ago reminds, one half a day earlier does not")
    func slack() throws {
        func isDue(after seconds: Int) throws -> Bool {
            var watch = Watch()
            _ = try watch.run(69, failed: ["A x"])
            let finding = AlertFinding(AlertSubject(.unit, "A"), "x", .failure, words: "")
            let now = 86_400 + seconds
            return try !watch.look(AlertObservation(now: now, exitCode: 69, findings: [finding])).isEmpty
        }
        #expect(try isDue(after: 7 * 86_400 - 3_600))
        #expect(try !isDue(after: 7 * 86_400 - 43_200))
    }

    @Test("a unit that nothing is heard of any more is forgotten without a word")
    func forgotten() throws {
        var watch = Watch()
        #expect(try watch.run(10, failed: ["A x"], well: ["B"]) == ["failure of A since 1"])
        #expect(try watch.run(0, well: ["B"], after: 98) == [])
        #expect(!watch.state.troubles.isEmpty)
        #expect(try watch.run(0, well: ["B"], after: 5) == [])
        #expect(watch.state.troubles.isEmpty)
    }

    @Test("a year of nights: each failure has its end, and two runs of the year say the same")
    func year() throws {
        func nights() throws -> [String] {
            var watch = Watch()
            var random = SplitMix(seed: 7)
            var log: [String] = []
            var failing: (until: Int, code: Int32, unit: String)?
            for night in 1...365 {
                var well = ["B"]
                let isStopped = random.next() % 25 == 0
                if let now = failing, now.until <= night, !isStopped {
                    failing = nil
                    well.append(now.unit)
                }
                if failing == nil, random.next() % 30 == 0 {
                    let length = Int(random.next() % 20) + 1
                    let isPartial = random.next() % 2 == 0
                    failing = (night + length, isPartial ? 10 : 69, "U\(random.next() % 500)")
                }
                let rows = random.next() % 40 == 0 ? Int(random.next() % 9) + 1 : 0
                let mailWorks = random.next() % 20 != 0
                let code: Int32 = isStopped ? 75 : failing?.code ?? (rows > 0 ? 10 : 0)
                let isDown = code == 69
                let due = try watch.run(
                    code, failed: failing.map { isDown ? [] : ["\($0.unit) status"] } ?? [],
                    down: isDown ? ["equities no_answer"] : [],
                    well: isDown ? [] : well, rows: isStopped ? 0 : rows, stale: false, sends: mailWorks ? ["mail"] : []
                )
                if !due.isEmpty {
                    log.append(
                        "night \(night), exit \(code)\(mailWorks ? "" : ", no mail"): \(due.joined(separator: "; "))")
                }
            }
            return log
        }
        let log = try nights()
        #expect(try nights() == log)
        #expect(log.count < 60)
        expectGolden(log.joined(separator: "\n"), "year")
    }
}

import TestGolden
import TestWorld
import Testing

@testable import Alerting

struct PolicyTests {
    /// A job over days, each with what is due at its end; everything that is due is sent unless said otherwise.
    private struct Watch {
        var state = AlertState()
        var policy = AlertPolicy()
        var day = 0

        /// - Parameter sends: the channels that work, of `channels`.
        mutating func run(
            _ code: Int32?, _ reasons: [String] = [], rows: Int = 0, stale: Bool? = nil, wrongClock: Bool? = nil,
            channels: [String] = ["mail"],
            sends: [String] = ["mail"],
            after days: Int = 1
        ) throws -> [String] {
            day += days
            let now = day * 86_400
            let observation = AlertObservation(
                now: now, exitCode: code, run: "r\(day)", reasons: reasons, newlyQuarantined: rows, isStale: stale,
                isClockWrong: wrongClock)
            let decision = policy.decide(state, observation)
            var next = decision.state
            for due in decision.due {
                let named = due.channels ?? channels
                next.record(due, sentTo: named.filter(sends.contains), notSentTo: named.filter { !sends.contains($0) }, now: now)
            }
            // Every state survives being written and read.
            state = try AlertState(text: next.text)
            #expect(state == next)
            return decision.due.map(Self.text)
        }

        private static func text(_ due: AlertDue) -> String {
            var text = due.kind.rawValue
            if due.isReminder { text += " again" }
            if due.isLate { text += " late" }
            if due.rows > 0 { text += " \(due.rows)" }
            if !due.ended.isEmpty { text += " of \(due.ended.map(\.rawValue).joined(separator: "+"))" }
            if let since = due.since { text += " since \(since / 86_400)" }
            if let run = due.run, due.isLate { text += " \(run)" }
            if let channels = due.channels { text += " to \(channels.joined(separator: "+"))" }
            return text
        }
    }

    @Test("an unchanged failure is told once and then weekly, a recovery once")
    func failure() throws {
        var watch = Watch()
        #expect(try watch.run(0) == [])
        #expect(try watch.run(69, ["A x"]) == ["failure since 2"])
        for _ in 3...8 { #expect(try watch.run(69, ["A x"]) == []) }
        #expect(try watch.run(69, ["A x"]) == ["failure again since 2"])
        for _ in 10...15 { #expect(try watch.run(69, ["A x"]) == []) }
        #expect(try watch.run(69, ["A x"]) == ["failure again since 2"])
        #expect(try watch.run(0) == ["recovery of failure since 2"])
        #expect(try watch.run(0) == [])
        #expect(watch.state == AlertState())
    }

    @Test("what changes is told at once: the code, a unit, a reason; the order of units is no change")
    func changed() throws {
        var watch = Watch()
        #expect(try watch.run(10, ["A x", "B y"]) == ["failure since 1"])
        #expect(try watch.run(10, ["B y", "A x", "A x"]) == [])
        #expect(try watch.run(10, ["A x", "B z"]) == ["failure since 3"])
        #expect(try watch.run(10, ["A x", "C y"]) == ["failure since 4"])
        #expect(try watch.run(69, ["A x", "C y"]) == ["failure since 5"])
        #expect(try watch.run(0) == ["recovery of failure since 5"])
    }

    @Test("a run that ends with 0 while what was told still fails is no recovery; another failure's end is")
    func known() throws {
        var watch = Watch()
        #expect(try watch.run(10, ["OLD 404"]) == ["failure since 1"])
        for _ in 0..<30 { #expect(try watch.run(0, ["OLD 404"]) == []) }
        #expect(try watch.run(0) == ["recovery of failure since 1"])
        #expect(try watch.run(10, ["OLD 404"]) == ["failure since 33"])
        #expect(try watch.run(69, ["OLD 404", "A down"]) == ["failure since 34"])
        #expect(try watch.run(0, ["OLD 404"]) == ["recovery of failure since 34"])
    }

    @Test("rows set aside are told when they are new; alone they are no failure")
    func quarantine() throws {
        var watch = Watch()
        #expect(try watch.run(10, rows: 3) == ["quarantine 3"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(10, ["A x"], rows: 2) == ["failure since 3", "quarantine 2"])
        #expect(try watch.run(10, rows: 1) == ["quarantine 1", "recovery of failure since 3"])
        // 10 with neither is a failure whose reason is not known.
        #expect(try watch.run(10) == ["failure since 5"])
    }

    @Test("staleness is told once and then weekly; 66 is staleness and no failure; both may end in one message")
    func staleness() throws {
        var watch = Watch()
        #expect(try watch.run(nil, stale: true) == ["staleness since 1"])
        #expect(try watch.run(66) == [])
        #expect(try watch.run(nil) == [])
        for _ in 4...7 { #expect(try watch.run(nil, stale: true) == []) }
        #expect(try watch.run(66) == ["staleness again since 1"])
        #expect(try watch.run(69, ["A x"], stale: true) == ["failure since 9"])
        #expect(try watch.run(0, stale: false) == ["recovery of failure+staleness since 1"])
        #expect(try watch.run(nil, stale: true) == ["staleness since 11"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(nil, stale: false) == ["recovery of staleness since 11"])
    }

    @Test("a wrong clock is told once and then weekly, is no failure, and its end is told; a run that nobody has answered ends nothing")
    func clock() throws {
        var watch = Watch()
        #expect(try watch.run(0, wrongClock: true) == ["clock since 1"])
        #expect(try watch.run(0, wrongClock: true) == [])
        #expect(try watch.run(69, ["A x"]) == ["failure since 3"])
        for _ in 4...7 { #expect(try watch.run(69, ["A x"], wrongClock: true) == []) }
        #expect(try watch.run(0, wrongClock: true) == ["clock again since 1", "recovery of failure since 3"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(0, wrongClock: false) == ["recovery of clock since 1"])
        #expect(try watch.run(0, wrongClock: false) == [])
    }

    @Test("what was told by a clock that was years ahead is told again by the right one")
    func toldInTheFuture() throws {
        var watch = Watch()
        watch.day = 4_000
        #expect(try watch.run(69, ["A x"]) == ["failure since 4001"])
        watch.day = 9
        #expect(try watch.run(69, ["A x"]) == ["failure again since 4001"])
        #expect(try watch.run(69, ["A x"]) == [])
    }

    @Test("75 is a failure from the third in a row on, and in between it changes nothing")
    func interruptions() throws {
        var watch = Watch()
        #expect(try watch.run(75) == [])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(75) == ["failure since 6"])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(0) == ["recovery of failure since 6"])
        #expect(try watch.run(69, ["A x"]) == ["failure since 9"])
        #expect(try watch.run(75) == [])
        #expect(try watch.run(69, ["A x"]) == [])
        #expect(try watch.run(0) == ["recovery of failure since 9"])
    }

    @Test("what nobody could be told is told at the next run, also when it is over by then; then there is no recovery")
    func notSent() throws {
        var watch = Watch()
        #expect(try watch.run(69, ["A x"], sends: []) == ["failure since 1"])
        #expect(try watch.run(69, ["A x"], sends: []) == ["failure since 1"])
        #expect(try watch.run(75) == ["failure since 1"])
        #expect(try watch.run(69, ["A x"]) == [])
        #expect(try watch.run(0, sends: []) == ["recovery of failure since 1"])
        #expect(try watch.run(0) == ["recovery of failure since 1"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(69, ["A x"], sends: []) == ["failure since 8"])
        #expect(try watch.run(0, sends: []) == ["failure late since 8 r8"])
        #expect(try watch.run(0) == ["failure late since 8 r8"])
        #expect(try watch.run(0) == [])
        #expect(watch.state == AlertState())
    }

    @Test("rows that could not be told are added to the next ones; an untold recovery gives way to a new failure")
    func owed() throws {
        var watch = Watch()
        #expect(try watch.run(10, rows: 3, sends: []) == ["quarantine 3"])
        #expect(try watch.run(10, rows: 2, sends: []) == ["quarantine 5"])
        #expect(try watch.run(0) == ["quarantine 5"])
        #expect(try watch.run(0) == [])
        #expect(try watch.run(69, ["A x"]) == ["failure since 5"])
        #expect(try watch.run(0, sends: []) == ["recovery of failure since 5"])
        #expect(try watch.run(69, ["A x"]) == ["failure since 7"])
        #expect(try watch.run(69, ["A x"]) == [])
    }

    @Test("one of two channels fails: only that one is tried again, and the week of the other stays")
    func oneChannel() throws {
        var watch = Watch()
        let both = ["a b,c=%", "mail"]
        #expect(try watch.run(69, ["A x"], channels: both, sends: ["mail"]) == ["failure since 1"])
        #expect(try watch.run(69, ["A x"], channels: both, sends: ["mail"]) == ["failure since 1 to a b,c=%"])
        #expect(try watch.run(69, ["A x"], channels: both, sends: both) == ["failure since 1 to a b,c=%"])
        for _ in 4...7 { #expect(try watch.run(69, ["A x"], channels: both, sends: both) == []) }
        #expect(try watch.run(69, ["A x"], channels: both, sends: both) == ["failure again since 1"])
        #expect(try watch.run(0, channels: both, sends: both) == ["recovery of failure since 1"])
    }

    @Test("only the kinds that are wanted; who heard of no failure hears of no recovery")
    func kinds() throws {
        var watch = Watch(policy: AlertPolicy(kinds: [.recovery, .quarantine]))
        #expect(try watch.run(69, ["A x"], rows: 1) == ["quarantine 1"])
        #expect(try watch.run(0) == [])
        watch = Watch(policy: AlertPolicy(kinds: [.failure]))
        #expect(try watch.run(69, ["A x"], stale: true) == ["failure since 1"])
        #expect(try watch.run(0, rows: 4, stale: false) == [])
        #expect(try watch.run(69, ["A x"]) == ["failure since 3"])
    }

    @Test("a state that was kept before sending, and no word of what became of it, sends again")
    func killed() {
        let observation = AlertObservation(now: 86_400, exitCode: 69, reasons: ["A x"])
        let first = AlertPolicy().decide(AlertState(), observation)
        let second = AlertPolicy().decide(first.state, AlertObservation(now: 90_000, exitCode: 75))
        #expect(first.due.map(\.kind) == [.failure])
        #expect(second.due == first.due)
    }

    @Test("a run a little earlier than a week ago reminds, one half a day earlier does not")
    func slack() {
        var state = AlertPolicy().decide(AlertState(), AlertObservation(now: 0, exitCode: 69)).state
        state.record(AlertDue(.failure, since: 0, run: nil), sentTo: ["mail"], notSentTo: [], now: 0)
        let week = 7 * 86_400
        #expect(AlertPolicy().decide(state, AlertObservation(now: week - 3_600, exitCode: 69)).due.count == 1)
        #expect(AlertPolicy().decide(state, AlertObservation(now: week - 43_200, exitCode: 69)).due.isEmpty)
    }

    @Test("a year of nights: few messages, each failure has its end, and two runs of the year say the same")
    func year() throws {
        func nights() throws -> [String] {
            var watch = Watch()
            var random = SplitMix(seed: 7)
            var log: [String] = []
            var failing: (until: Int, code: Int32, reasons: [String])?
            for night in 1...365 {
                if let now = failing, now.until <= night { failing = nil }
                if failing == nil, random.next() % 30 == 0 {
                    let length = Int(random.next() % 20) + 1
                    let isPartial = random.next() % 2 == 0
                    failing = (night + length, isPartial ? 10 : 69, ["U\(random.next() % 500) http-\(400 + random.next() % 100)"])
                }
                let isStopped = random.next() % 25 == 0
                let rows = random.next() % 40 == 0 ? Int(random.next() % 9) + 1 : 0
                let mailWorks = random.next() % 20 != 0
                let code: Int32 = isStopped ? 75 : failing?.code ?? (rows > 0 ? 10 : 0)
                let due = try watch.run(
                    code, isStopped ? [] : failing?.reasons ?? [], rows: isStopped ? 0 : rows, stale: false,
                    sends: mailWorks ? ["mail"] : [])
                if !due.isEmpty {
                    log.append("night \(night), exit \(code)\(mailWorks ? "" : ", no mail"): \(due.joined(separator: "; "))")
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

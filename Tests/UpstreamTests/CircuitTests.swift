import Tabular
import Testing
import Upstream

/// When an upstream is paused, and when it is given up for the rest of a run.
@Suite("Circuit")
struct CircuitTests {
    @Test("a 429 pauses the whole upstream, as long as it asks")
    func pause() {
        var circuit = Circuit()
        circuit.answered()
        #expect(
            circuit.throttled(retryAfter: 7, sentIn: circuit.epoch, now: noon) == .pause(until: noon.adding(seconds: 7))
        )
        #expect(circuit.admission(now: noon.adding(seconds: 6)) == .pause(until: noon.adding(seconds: 7)))
        #expect(circuit.admission(now: noon.adding(seconds: 7)) == .pass)
    }

    @Test("pauses grow where no time is named, and none is longer than the cap")
    func growth() {
        var circuit = Circuit()
        circuit.answered()
        var pauses: [Double] = []
        var now = noon
        for _ in 1...5 {
            guard case .pause(let until) = circuit.throttled(retryAfter: nil, sentIn: circuit.epoch, now: now) else {
                break
            }
            pauses.append(until.seconds(since: now))
            now = until
        }
        #expect(pauses == [2, 6, 18, 54, 162])
        var absurd = Circuit()
        absurd.answered()
        #expect(absurd.throttled(retryAfter: 1e15, sentIn: 0, now: noon) == .pause(until: noon.adding(seconds: 300)))
    }

    @Test("what it asks for counts; where that has not helped, pauses grow all the same")
    func askedAndGrown() {
        var circuit = Circuit()
        circuit.answered()
        var pauses: [Double] = []
        var now = noon
        for asked in [0, 1, 10, 1, 1] as [Double] {
            guard case .pause(let until) = circuit.throttled(retryAfter: asked, sentIn: circuit.epoch, now: now) else {
                break
            }
            pauses.append(until.seconds(since: now))
            now = until
        }
        #expect(pauses == [0, 2, 10, 18, 54])
    }

    @Test("refusals that were sent before the pause count once")
    func epochs() {
        var circuit = Circuit()
        circuit.answered()
        for _ in 1...20 { _ = circuit.throttled(retryAfter: 1, sentIn: 0, now: noon) }
        #expect(!circuit.isOpen)
        #expect(circuit.epoch == 1)
    }

    @Test("throttled from the first request on: the client is refused, soon")
    func clientRefused() {
        var circuit = Circuit()
        #expect(circuit.throttled(retryAfter: nil, sentIn: 0, now: noon) != .clientRefused)
        #expect(circuit.throttled(retryAfter: nil, sentIn: 1, now: noon) != .clientRefused)
        #expect(circuit.throttled(retryAfter: nil, sentIn: 2, now: noon) == .clientRefused)
        #expect(circuit.isOpen)
    }

    @Test("throttled after answers: patience, then the circuit opens")
    func exhausted() {
        var circuit = Circuit()
        circuit.answered()
        for epoch in 0..<5 { #expect(circuit.throttled(retryAfter: 1, sentIn: epoch, now: noon) != .exhausted) }
        #expect(circuit.throttled(retryAfter: 1, sentIn: 5, now: noon) == .exhausted)
    }

    @Test("repeated refusals open it; an answer between them does not let it come so far")
    func refusals() {
        var circuit = Circuit()
        let isFirst = circuit.refused("HTTP 403")
        #expect(isFirst)
        circuit.answered()
        let isLater = circuit.refused("HTTP 403")
        #expect(!isLater)
        _ = circuit.refused("HTTP 403")
        #expect(!circuit.isOpen)
        _ = circuit.refused("HTTP 403")
        #expect(circuit.admission(now: noon) == .open("3 refusals in a row, the last HTTP 403"))
    }

    @Test("fetches that fail for good open it in the end")
    func failures() {
        var circuit = Circuit()
        for _ in 1...4 { circuit.failed("HTTP 500") }
        #expect(!circuit.isOpen)
        circuit.failed("HTTP 500")
        #expect(circuit.isOpen)
    }
}

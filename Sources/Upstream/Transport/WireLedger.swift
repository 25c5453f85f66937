import Synchronization

/// Bytes on the wire of each answer under way, from the connection that counts them to the collector that wants to know.
final class WireLedger: Sendable {
    private struct State {
        var next = 0
        var bytes: [Int: Int] = [:]
    }

    private let state = Mutex(State())

    /// A number for an answer that has begun.
    func open() -> Int {
        state.withLock { state in
            state.next += 1
            state.bytes[state.next] = 0
            // Answers that nobody waited for any more leave an entry behind; the oldest go.
            if state.bytes.count > 4096, let oldest = state.bytes.keys.min() { state.bytes[oldest] = nil }
            return state.next
        }
    }

    func enter(_ bytes: Int, for exchange: Int) {
        state.withLock { state in
            if state.bytes[exchange] != nil { state.bytes[exchange] = bytes }
        }
    }

    /// The bytes of an answer that has ended; nil when it is not known.
    func close(_ exchange: Int) -> Int? {
        state.withLock { $0.bytes.removeValue(forKey: exchange) }
    }
}

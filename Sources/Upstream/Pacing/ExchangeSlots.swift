import Synchronization

/// How many exchanges may be under way at once: a queue in which a cancelled wait ends at once and loses no place.
final class ExchangeSlots: Sendable {
    private struct State {
        var capacity: Int
        var used = 0
        var nextWaiter = 0
        var waiters: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
        var cancelledEarly: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ capacity: Int) {
        self.state = Mutex(State(capacity: max(1, capacity)))
    }

    /// Throws when the task is cancelled; a place is held only when it returns.
    func acquire() async throws(CancellationError) {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let isHeld = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                let outcome: Bool? = state.withLock { state in
                    if state.cancelledEarly.remove(number) != nil { return false }
                    guard state.used >= state.capacity || !state.waiters.isEmpty else {
                        state.used += 1
                        return true
                    }
                    state.waiters.append((number, continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            cancel(number)
        }
        state.withLock { state in _ = state.cancelledEarly.remove(number) }
        guard isHeld else { throw CancellationError() }
    }

    func release() {
        serve { $0.used -= 1 }
    }

    func widen(to capacity: Int) {
        serve { $0.capacity = max($0.capacity, capacity) }
    }

    private func serve(_ change: (inout State) -> Void) {
        let served = state.withLock { state in
            change(&state)
            var served: [CheckedContinuation<Bool, Never>] = []
            while state.used < state.capacity, !state.waiters.isEmpty {
                state.used += 1
                served.append(state.waiters.removeFirst().continuation)
            }
            return served
        }
        for continuation in served { continuation.resume(returning: true) }
    }

    private func cancel(_ number: Int) {
        let waiting = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
                state.cancelledEarly.insert(number)
                return CheckedContinuation<Bool, Never>?.none
            }
            return state.waiters.remove(at: index).continuation
        }
        waiting?.resume(returning: false)
    }
}

import Synchronization

/// Asks a run to stop: it cancels what waits, applies what it has received, commits, and ends with 75.
package final class StopSignal: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isRequested = false
        var nextID = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    package init() {}

    package var isRequested: Bool { state.withLock(\.isRequested) }

    /// Safe to call from any thread, any number of times.
    package func request() {
        let waiters = state.withLock { state in
            state.isRequested = true
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Does something that is cancelled when the signal is requested.
    package func cancelling(_ body: @escaping @Sendable () async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await body() }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Waits for so long, or until the signal is requested.
    package func sleep(for duration: Duration) async {
        await cancelling { try? await Task.sleep(for: duration) }
    }

    /// Returns when the signal is requested or the task is cancelled.
    func wait() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRequested || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}

import Synchronization
public import Tabular
public import Upstream

/// A clock that stands still until a test moves it, so that waits are measured and never waited.
public final class ManualClock: UpstreamClock {
    private struct Sleeper {
        let number: Int
        let until: Instant
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var time: Instant
        var nextNumber = 0
        var sleepers: [Sleeper] = []
        var cancelledEarly: Set<Int> = []
        var sleeps: [Instant] = []
    }

    private let isSelfAdvancing: Bool
    private let state: Mutex<State>

    /// - Parameter isSelfAdvancing: a sleep moves the clock on to its end by itself and returns at once.
    public init(_ now: Instant, isSelfAdvancing: Bool = false) {
        self.isSelfAdvancing = isSelfAdvancing
        self.state = Mutex(State(time: now))
    }

    public func now() -> Instant { state.withLock { $0.time } }

    /// The ends of all sleeps that were begun, in order.
    public var sleeps: [Instant] { state.withLock { $0.sleeps } }

    /// The ends of the sleeps under way, earliest first.
    public var pending: [Instant] { state.withLock { $0.sleepers.map(\.until).sorted() } }

    /// Moves the clock and wakes whoever slept until then.
    public func advance(to time: Instant) {
        let woken = state.withLock { state in
            state.time = max(state.time, time)
            let now = state.time
            let woken = state.sleepers.filter { $0.until <= now }.sorted {
                ($0.until, $0.number) < ($1.until, $1.number)
            }
            state.sleepers.removeAll { $0.until <= now }
            return woken
        }
        for sleeper in woken { sleeper.continuation.resume(returning: true) }
    }

    /// Waits until so many tasks sleep on this clock.
    public func untilSleeping(_ count: Int) async throws {
        while pending.count < count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    public func sleep(until time: Instant) async throws {
        try Task.checkCancellation()
        let number = state.withLock { state in
            state.nextNumber += 1
            state.sleeps.append(time)
            if isSelfAdvancing { state.time = max(state.time, time) }
            return state.nextNumber
        }
        let wasWoken = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                let outcome: Bool? = state.withLock { state in
                    if state.cancelledEarly.contains(number) { return false }
                    if time <= state.time { return true }
                    state.sleepers.append(Sleeper(number: number, until: time, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            cancel(number)
        }
        state.withLock { state in _ = state.cancelledEarly.remove(number) }
        if !wasWoken { throw CancellationError() }
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { state in
            guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
                state.cancelledEarly.insert(number)
                return Sleeper?.none
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(returning: false)
    }
}

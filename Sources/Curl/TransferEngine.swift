import CCurl
import Host
import Synchronization

/// Makes transfers by libcurl, any number at once, on one thread of its own that begins with the first one. Connections
/// are kept between them.
package final class TransferEngine: Sendable {
    private let room = EngineRoom()

    package init() {}

    deinit {
        room.stop()
    }

    /// Runs the body with an engine and shuts it down.
    package static func serving<Result: Sendable>(_ body: (TransferEngine) async -> Result) async -> Result {
        let engine = TransferEngine()
        let result = await body(engine)
        await engine.shutdown()
        return result
    }

    /// Why libcurl cannot be used; nil: it can.
    static var trouble: String? { EngineRoom.trouble }

    /// Makes one attempt. Cancelling the task ends it at once.
    package func run(_ transfer: Transfer, into receiver: any TransferReceiver) async throws(TransferError)
        -> TransferEnd
    {
        if let trouble = EngineRoom.trouble { throw .unavailable(trouble) }
        let number = room.number()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                room.take(
                    EngineRoom.Order(number: number, transfer: transfer, receiver: receiver, continuation: continuation)
                )
            }
        } onCancel: {
            room.cancel(number)
        }
        room.forget(number)
        return try outcome.get()
    }

    /// Ends what is under way, closes the connections and waits for the thread, though not for ever. Nothing can be
    /// transferred afterwards.
    package func shutdown() async {
        await withTaskGroup { group in
            group.addTask { [room] in
                try? await Task.sleep(for: .seconds(3))
                room.letGo()
            }
            await room.ended()
            group.cancelAll()
        }
    }
}

/// What the thread and those who ask it share.
private final class EngineRoom: Sendable {
    typealias Outcome = Result<TransferEnd, TransferError>

    struct Order: Sendable {
        let number: Int
        let transfer: Transfer
        let receiver: any TransferReceiver
        let continuation: CheckedContinuation<Outcome, Never>
    }

    /// What the thread finds each time it looks up.
    struct Orders {
        var new: [Order] = []
        var cancelled: [Int] = []
        var isStopped = false
    }

    private struct State {
        var next = 0
        var orders = Orders()
        /// Numbers that were cancelled before their order came.
        var cancelledEarly: Set<Int> = []
        /// Numbers of orders that the thread has, or will find.
        var taken: Set<Int> = []
        /// There while the thread is: the place where it can be woken.
        var multi: UnsafeMutableRawPointer?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Why libcurl cannot be used. It is loaded when this is asked for the first time.
    static let trouble: String? = ccurl_load().map { String(cString: $0) }

    private let state = Mutex(State())

    func number() -> Int {
        state.withLock { state in
            state.next += 1
            return state.next
        }
    }

    func take(_ order: Order) {
        let refusal: TransferError? = state.withLock { state in
            if state.cancelledEarly.remove(order.number) != nil { return .cancelled }
            guard !state.orders.isStopped else { return .shutDown }
            guard let multi = state.multi ?? begin(&state) else {
                return .unavailable("libcurl cannot begin: no memory or no thread")
            }
            state.taken.insert(order.number)
            state.orders.new.append(order)
            _ = ccurl_multi_wakeup(multi)
            return nil
        }
        if let refusal { order.continuation.resume(returning: .failure(refusal)) }
    }

    func cancel(_ number: Int) {
        state.withLock { state in
            guard state.taken.contains(number) else {
                state.cancelledEarly.insert(number)
                return
            }
            state.orders.cancelled.append(number)
            if let multi = state.multi { _ = ccurl_multi_wakeup(multi) }
        }
    }

    /// Nobody waits for it any more.
    func forget(_ number: Int) {
        state.withLock { state in
            state.taken.remove(number)
            state.cancelledEarly.remove(number)
        }
    }

    func stop() {
        state.withLock { state in
            state.orders.isStopped = true
            if let multi = state.multi { _ = ccurl_multi_wakeup(multi) }
        }
    }

    /// Stops, and comes back when the thread has ended.
    func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.orders.isStopped = true
                guard let multi = state.multi else { return true }
                state.waiting.append(continuation)
                _ = ccurl_multi_wakeup(multi)
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Nobody waits for the thread any longer.
    func letGo() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    // MARK: The thread

    private func begin(_ state: inout State) -> UnsafeMutableRawPointer? {
        guard let multi = ccurl_multi_init() else { return nil }
        // Idle connections of all hosts together; an upstream's own number is its lane's to keep.
        _ = ccurl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, 64)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let room = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { argument in
                // The argument is an optional on some systems.
                guard let argument = argument as UnsafeMutableRawPointer? else { return nil }
                Unmanaged<EngineRoom>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, room.toOpaque())
        guard code == 0 else {
            room.release()
            ccurl_multi_cleanup(multi)
            return nil
        }
        #if canImport(Darwin)
            if let thread { pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
        state.multi = multi
        return multi
    }

    private func work() {
        // Signals are other threads' business, and a connection that breaks while TLS writes to it raises SIGPIPE here.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)
        guard let multi = state.withLock({ $0.multi }) else { return }
        var transfers = RunningTransfers(multi: multi)
        while true {
            let orders = state.withLock { state in
                defer {
                    state.orders.new = []
                    state.orders.cancelled = []
                }
                return state.orders
            }
            for order in orders.new { transfers.begin(order) }
            for number in orders.cancelled { transfers.cancel(number) }
            if orders.isStopped { break }
            transfers.advance()
            _ = ccurl_multi_poll(multi, 60_000)
        }
        transfers.stop()
        state.withLock { $0.multi = nil }
        ccurl_multi_cleanup(multi)
        letGo()
    }
}

/// The transfers that are under way; the thread's own.
private struct RunningTransfers {
    private struct Running {
        let order: EngineRoom.Order
        let handle: TransferHandle
    }

    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: Running] = [:]

    init(multi: UnsafeMutableRawPointer) {
        self.multi = multi
    }

    mutating func begin(_ order: EngineRoom.Order) {
        guard let easy = ccurl_easy_init() else {
            order.continuation.resume(returning: .failure(.unavailable("libcurl has no memory for another transfer")))
            return
        }
        let handle = TransferHandle(order.transfer, easy: easy, receiver: order.receiver)
        running[easy] = Running(order: order, handle: handle)
        if let refusal = handle.prepare() {
            end(easy, .success(handle.end(refusal)))
        } else if ccurl_multi_add(multi, easy) != CURLM_OK {
            end(easy, .failure(.unavailable("libcurl takes no further transfer")))
        }
    }

    mutating func cancel(_ number: Int) {
        guard let easy = running.first(where: { $0.value.order.number == number })?.key else { return }
        end(easy, .failure(.cancelled))
    }

    /// Lets libcurl do what can be done without waiting.
    mutating func advance() {
        let state = ccurl_multi_perform(multi)
        guard state == CURLM_OK else {
            for easy in Array(running.keys) {
                end(easy, .failure(.unavailable("libcurl failed with \(state.rawValue)")))
            }
            return
        }
        var code = CURLE_OK
        while let easy = ccurl_next_ended(multi, &code) {
            guard let transfer = running[easy] else { continue }
            end(easy, .success(transfer.handle.end(code)))
        }
    }

    mutating func stop() {
        for easy in Array(running.keys) { end(easy, .failure(.shutDown)) }
    }

    private mutating func end(_ easy: UnsafeMutableRawPointer, _ outcome: EngineRoom.Outcome) {
        _ = ccurl_multi_remove(multi, easy)
        guard let ended = running.removeValue(forKey: easy) else { return }
        ended.order.continuation.resume(returning: outcome)
    }
}

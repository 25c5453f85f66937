import Host
import Synchronization

/// A thread of the system, for work that blocks: Swift's own pool has too few to keep one busy.
final class ServerThread: Sendable {
    private struct State {
        /// Until it runs.
        var body: (@Sendable () -> Void)?
        var hasEnded = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    private init(_ body: @escaping @Sendable () -> Void) {
        state = Mutex(State(body: body))
    }

    static func start(_ body: @escaping @Sendable () -> Void) throws(SocketError) -> ServerThread {
        let thread = ServerThread(body)
        let argument = Unmanaged.passRetained(thread)
        #if canImport(Glibc)
            var handle = pthread_t()
        #else
            var handle: pthread_t?
        #endif
        let code = pthread_create(
            &handle, nil,
            { argument in
                ServerThread.enter(argument)
                return nil
            }, argument.toOpaque())
        guard code == 0 else {
            argument.release()
            throw SocketError("pthread_create", code: code)
        }
        #if canImport(Glibc)
            pthread_detach(handle)
        #else
            if let handle { pthread_detach(handle) }
        #endif
        return thread
    }

    /// On the new thread; the argument is optional on some platforms only.
    private static func enter(_ argument: UnsafeMutableRawPointer?) {
        guard let argument else { return }
        let thread = Unmanaged<ServerThread>.fromOpaque(argument).takeRetainedValue()
        thread.run()
        thread.finish()
    }

    /// Returns when the body has, and what it held is released; the thread has nothing more to do.
    func end() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiting.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func run() {
        let body = state.withLock { $0.body.take() }
        body?()
    }

    private func finish() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

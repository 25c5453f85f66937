import Dispatch
import Host
import Orchestrator
import Synchronization

/// SIGINT and SIGTERM while a run is under way: the first one asks it to stop, the second one ends the process.
final class Signals: Sendable {
    /// Whether a signal has asked to stop and its work has not ended yet, for what waits without being able to be told.
    static var isStopping: Bool { stopping.withLock { $0 } }
    private static let stopping = Mutex(false)

    private let count = Mutex(0)
    private let sources = Mutex<[Int32: SignalSource]>([:])
    private let console: Console
    private let stop: StopSignal

    /// Catches from now on, until `release`.
    init(stop: StopSignal, console: Console) {
        self.stop = stop
        self.console = console
    }

    /// Does something that a signal asks to stop.
    static func caught<Result>(for console: Console, _ body: (StopSignal) async throws -> Result) async rethrows
        -> Result
    {
        let stop = StopSignal()
        let signals = Signals(stop: stop, console: console)
        signals.catchSignals()
        defer { signals.release() }
        return try await body(stop)
    }

    func catchSignals() {
        for number in [SIGINT, SIGTERM] {
            let source = SignalSource(number) { [self] in received() }
            sources.withLock { $0[number] = source }
        }
    }

    func release() {
        for source in sources.withLock({ $0.values }) { source.cancel() }
        sources.withLock { $0 = [:] }
        if count.withLock({ $0 }) > 0 { Self.stopping.withLock { $0 = false } }
    }

    private func received() {
        let isFirst = count.withLock { count in
            count += 1
            return count == 1
        }
        guard isFirst else {
            console.say(StopWording.atOnce)
            _exit(ExitCode.tryAgain.number)
        }
        Self.stopping.withLock { $0 = true }
        console.say(StopWording.stopping)
        stop.request()
    }

    /// A reader that closes its end, and a file that grows beyond its limit, are errors of a write and no reason to
    /// die.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}

extension StopSignal {
    /// `--jitter`: waits a random time before a run, for schedulers that have none of their own. Ends early when the
    /// run is to stop.
    func jitter(upTo seconds: Double) async {
        if seconds > 0 { await sleep(for: .seconds(Double.random(in: 0...seconds))) }
    }
}

/// One signal, delivered to a closure on a thread of its own instead of ending the process.
private struct SignalSource: Sendable {
    /// Dispatch's objects are safe from any thread; the module does not say so yet.
    private nonisolated(unsafe) let source: any DispatchSourceSignal
    private let number: Int32

    init(_ number: Int32, _ body: @escaping @Sendable () -> Void) {
        self.number = number
        signal(number, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: body)
        source.resume()
    }

    /// The signal ends the process again.
    func cancel() {
        source.cancel()
        signal(number, SIG_DFL)
    }
}

/// What is said when a signal comes.
enum StopWording {
    static let stopping = "stopping: committing what was received..."
    static let atOnce = "stopped at once; what was not committed is asked for again by the next run"
}

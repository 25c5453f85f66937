import Dispatch
import Host

/// One signal, delivered to a closure on a thread of its own instead of ending the process.
struct SignalSource: Sendable {
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

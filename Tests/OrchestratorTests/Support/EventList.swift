import Orchestrator
import Synchronization

/// Keeps the events of a run.
final class EventList: RunObserver {
    private let list = Mutex<[RunEvent]>([])

    func observe(_ event: RunEvent) { list.withLock { $0.append(event) } }

    var events: [RunEvent] { list.withLock { $0 } }

    var units: [UnitReport] {
        events.compactMap { if case .unitFinished(let unit) = $0 { unit } else { nil } }
    }

    var flags: [String] {
        events.compactMap { if case .flagged(_, let text) = $0 { text } else { nil } }
    }
}

/// Several who see a run.
struct Watchers: RunObserver {
    private let observers: [any RunObserver]

    init(_ observers: [any RunObserver]) { self.observers = observers }

    func observe(_ event: RunEvent) { for observer in observers { observer.observe(event) } }
}

/// Stops a run when so many units have begun.
final class StoppingObserver: RunObserver {
    private let stop: StopSignal
    private let limit: Int
    private let events = EventList()

    init(after limit: Int, _ stop: StopSignal) {
        self.limit = limit
        self.stop = stop
    }

    func observe(_ event: RunEvent) {
        events.observe(event)
        let begun = events.events.count { if case .unitStarted = $0 { true } else { false } }
        if begun >= limit { stop.request() }
    }
}

import Tabular

/// The events of one kind, looked up by the dates of rows that come in order.
struct DayEvents {
    private let events: [ChartEvent]
    private let none: [UInt8]
    private var position = 0

    /// `none`: what a day without an event has.
    init(_ events: [ChartEvent], none: String) {
        self.events = events
        self.none = Array(none.utf8)
    }

    /// Days with more than one event.
    var doubled: [Day] { zip(events, events.dropFirst()).filter { $0.day == $1.day }.map(\.0.day) }

    @inline(__always)
    mutating func append(on day: Day, to builder: inout BatchBuilder) {
        while position < events.count, events[position].day < day { position += 1 }
        if position < events.count, events[position].day == day {
            builder.bytes(copying: events[position].value)
        } else {
            builder.bytes(none, 0..<none.count)
        }
    }
}

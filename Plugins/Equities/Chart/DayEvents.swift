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

    /// What each of some sessions has, in one form: with a fraction, so that `1.0`, `4.0` and `0.2` are of one type to
    /// whoever takes it from the first rows.
    mutating func column(_ sessions: [Int64]) -> ColumnData {
        var ends: [Int64] = []
        var arena: [UInt8] = []
        ends.reserveCapacity(sessions.count)
        arena.reserveCapacity(sessions.count * none.count + events.count * 8)
        for session in sessions {
            while position < events.count, events[position].day.number < session { position += 1 }
            if position < events.count, events[position].day.number == session {
                arena.append(contentsOf: events[position].value)
                if !events[position].value.contains(where: Self.isPastWhole) { arena.append(contentsOf: ".0".utf8) }
            } else {
                arena.append(contentsOf: none)
            }
            ends.append(Int64(arena.count))
        }
        return ColumnData(values: ends, arena: arena)
    }

    /// A point or an exponent.
    private static func isPastWhole(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }
}

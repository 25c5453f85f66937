/// What a unit's spans are measured in.
public enum Axis: String, Sendable, Codable, Hashable {
    /// Calendar dates of an exchange: a tick is a day.
    case sessions
    /// Points in time: a tick is a microsecond.
    case time

    /// A tick as people read it: `2024-01-31`, or `2024-01-31T13:30:00Z`.
    public func text(_ tick: Int64) -> String {
        switch self {
        case .sessions: Day(number: tick).description
        case .time: Instant(microseconds: tick).description
        }
    }
}

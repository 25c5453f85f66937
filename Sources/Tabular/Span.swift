/// A half-open range of a unit's axis, `lower ..< upper`, in the ticks of that axis (days or microseconds).
public struct Span: Hashable, Sendable, Codable {
    public let lower: Int64
    public let upper: Int64

    @inlinable
    public init(_ lower: Int64, _ upper: Int64) {
        self.lower = lower
        self.upper = Swift.max(lower, upper)
    }

    /// The days of a half-open range.
    public init(_ days: Range<Day>) { self.init(days.lowerBound.number, days.upperBound.number) }

    /// One day.
    public init(_ day: Day) { self.init(day.number, day.adding(1).number) }

    /// The points in time of a half-open range.
    public init(_ instants: Range<Instant>) {
        self.init(instants.lowerBound.microseconds, instants.upperBound.microseconds)
    }

    @inlinable
    public var isEmpty: Bool { lower >= upper }

    @inlinable
    public func contains(_ tick: Int64) -> Bool { tick >= lower && tick < upper }

    public func contains(_ other: Span) -> Bool { other.isEmpty || (other.lower >= lower && other.upper <= upper) }

    public func intersection(_ other: Span) -> Span? {
        let result = Span(Swift.max(lower, other.lower), Swift.min(upper, other.upper))
        return result.isEmpty ? nil : result
    }

    /// The bounds as dates; for the axis `.sessions`.
    public var firstDay: Day { Day(number: lower) }
    /// The last date inside; for the axis `.sessions`.
    public var lastDay: Day { Day(number: upper).adding(-1) }
    /// The bounds as points in time; for the axis `.time`.
    public var start: Instant { Instant(microseconds: lower) }
    public var end: Instant { Instant(microseconds: upper) }

    /// `2020-01-02..2020-03-31` on sessions (both inclusive), `[start, end)` on time.
    public func text(on axis: Axis) -> String {
        switch axis {
        case .sessions: upper > lower && upper &- lower == 1 ? firstDay.description : "\(firstDay)..\(lastDay)"
        case .time: "[\(start), \(end))"
        }
    }
}

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

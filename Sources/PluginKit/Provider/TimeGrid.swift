public import MarketCalendar
public import Tabular

/// The points of time on which spans end, bars end, or stamps lie.
public enum TimeGrid: Hashable, Sendable {
    /// Multiples of so many seconds since 1970.
    case seconds(Int64)
    /// Midnight on the clock of a calendar's exchange, 23, 24 or 25 hours apart.
    case midnights(MarketCalendar)

    /// Whole seconds.
    public static let wholeSeconds = TimeGrid.seconds(1)

    /// The latest point that is not after `instant`.
    public func floor(_ instant: Instant) -> Instant {
        switch self {
        case .seconds(let step):
            let seconds = instant.seconds
            let rest = seconds % max(step, 1)
            return Instant(seconds: seconds - (rest < 0 ? rest + step : rest))
        case .midnights(let calendar):
            return calendar.midnight(of: calendar.localDay(at: instant))
        }
    }

    /// The first point after `instant`.
    public func next(after instant: Instant) -> Instant {
        switch self {
        case .seconds(let step): floor(instant).adding(seconds: max(step, 1))
        case .midnights(let calendar): calendar.midnight(of: calendar.localDay(at: instant).adding(1))
        }
    }

    public func contains(_ instant: Instant) -> Bool { floor(instant) == instant }
}

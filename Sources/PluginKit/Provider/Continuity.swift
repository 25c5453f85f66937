public import Tabular

/// What a unit should hold whose rows come at any time: trades, price points, candles.
public struct Continuity: Hashable, Sendable {
    /// Nothing is before it, such as a market's opening; nil: not known.
    public var from: Instant?
    /// Nothing comes after it, such as a market's settlement: covered to here, the unit is sealed. nil: not known yet.
    public var until: Instant?
    /// Seconds that rows need to be final.
    public var lag: Int64
    /// Spans end on its points, and the unit is due again when the next of them is `lag` seconds old.
    public var grid: TimeGrid
    /// Whether a row stamped with a span's last point belongs to it, as a candle does that is named by its end.
    public var includesEnd: Bool
    /// The unit is not asked again sooner than so many seconds after it was.
    public var rest: Int64

    public init(
        from: Instant? = nil, until: Instant? = nil, lag: Int64, grid: TimeGrid = .wholeSeconds, includesEnd: Bool = false, rest: Int64 = 60
    ) {
        self.from = from
        self.until = until
        self.lag = lag
        self.grid = grid
        self.includesEnd = includesEnd
        self.rest = rest
    }

    /// The ticks in which the unit may have rows.
    public var lifetime: Span {
        Span(from?.microseconds ?? .min, until?.microseconds ?? .max)
    }
}

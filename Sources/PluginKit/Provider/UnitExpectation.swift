public import MarketCalendar
public import Tabular

/// What a unit should hold at a given moment; the planner asks for what is expected and not covered.
public enum UnitExpectation: Hashable, Sendable {
    /// A row for every session of a calendar that has closed. Every request also covers the last `recheck` stored
    /// sessions.
    case sessions(MarketCalendar, recheck: Int)
    /// All that happened until some seconds ago.
    case continuous(Continuity)
    /// A list or a state that is read again when it is older than `maxAge` seconds.
    case snapshot(maxAge: Int64)
    /// A list that is read when a job names it and it is older than `maxAge` seconds, and never of itself.
    case onRequest(maxAge: Int64)
    /// Read once, then sealed.
    case once

    /// All that happened until `lag` seconds ago.
    public static func continuous(lag: Int64) -> UnitExpectation { .continuous(Continuity(lag: lag)) }

    /// A row for every day, or for some weekdays, by UTC and without an exchange: of a day once it has ended and `lag`
    /// seconds more have gone by. Whether a day without a row is a hole, the dataset says (`isDense`).
    ///
    /// - Parameter recheck: so many of the last stored days are asked for and compared again with every request.
    public static func days(on weekdays: ClosedRange<Int> = 1...7, lag: Int64 = 0, recheck: Int = 5) -> UnitExpectation
    {
        .sessions(.days(on: weekdays, lag: lag), recheck: recheck)
    }

    /// The same of Monday to Friday.
    public static func weekdays(lag: Int64 = 0, recheck: Int = 5) -> UnitExpectation {
        .days(on: 1...5, lag: lag, recheck: recheck)
    }

    /// Why a unit with these series cannot be expected to hold this: spans are measured in what their axis counts. nil:
    /// it can.
    public func fault(of series: [Dataset]) -> String? {
        let isOfDays: Bool
        switch self {
        case .sessions: isOfDays = true
        case .continuous: isOfDays = false
        case .snapshot, .onRequest, .once: return nil
        }
        guard let dataset = series.first(where: { ($0.axis == .sessions) != isOfDays }) else { return nil }
        let (axis, other) =
            isOfDays
            ? ("a point in time, and sessions are days", ".continuous, or make it a .day")
            : ("a day, and .continuous counts in time", ".sessions, or make it an .instant")
        return "the axis of \(dataset.name) is \(axis): expect \(other)"
    }
}

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
    /// Seconds before the end of what is stored that are asked for and compared again with what follows, for rows that
    /// change after they have come; the reach of an update, whatever is stored.
    public var recheck: Int64
    /// The unit is not asked again sooner than so many seconds after it was.
    public var rest: Int64
    /// What the rows add up to once all of them are there; nil: nobody says. It is looked at before the unit is sealed,
    /// where all of its life is stored.
    public var total: SeriesTotal?

    public init(
        from: Instant? = nil, until: Instant? = nil, lag: Int64, grid: TimeGrid = .wholeSeconds,
        includesEnd: Bool = false, recheck: Int64 = 0,
        rest: Int64 = 60, total: SeriesTotal? = nil
    ) {
        self.total = total
        self.from = from
        self.until = until
        self.lag = lag
        self.grid = grid
        self.includesEnd = includesEnd
        self.recheck = recheck
        self.rest = rest
    }

    /// The ticks in which the unit may have rows.
    public var lifetime: Span {
        Span(from?.microseconds ?? .min, until?.microseconds ?? .max)
    }
}

/// A total that a series must reach, as its upstream states it somewhere else: a market's traded volume, beside its
/// trades.
public struct SeriesTotal: Hashable, Sendable {
    /// One of the unit's series, and a column of it with decimals.
    public let dataset: String
    public let column: String
    /// A decimal, as sent.
    public let amount: String
    /// The name under which a difference is flagged.
    public let rule: String
    /// Whether rows that add up to something else are read whole once more before the unit is sealed, and a difference
    /// is told; otherwise it is only kept in the table `flags`, because the two do not count quite the same.
    public let isBinding: Bool

    public init(of column: String, in dataset: String, is amount: String, rule: String, isBinding: Bool) {
        self.dataset = dataset
        self.column = column
        self.amount = amount
        self.rule = rule
        self.isBinding = isBinding
    }
}

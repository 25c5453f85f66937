public import Tabular

/// When an exchange trades: its sessions as dates, and the opens and closes of those as points in time.
///
/// A session is a calendar date of the exchange (``Tabular/Day``), never a timestamp. Hours are the scheduled ones: the
/// hours announced ahead, early closes included. Halts, late opens and closes in the middle of a running day are not in
/// it.
///
/// The calendar answers for ``range`` only. Outside of it nothing is guessed: a day is no session, a neighbour is nil.
/// No day and no instant makes it trap.
public struct MarketCalendar: Sendable {
    let exchange: Exchange
    let table: SessionTable
    let clock: ZoneClock

    init(_ exchange: Exchange) {
        self.exchange = exchange
        self.table = SessionTable(exchange)
        self.clock = ZoneClock(exchange.zone)
    }

    /// New York Stock Exchange; its hours are Nasdaq's too. 1927 to 2035: Yahoo's oldest daily bar is of 1927-12-30
    /// (`^GSPC`).
    public static let xnys = MarketCalendar(XNYS.exchange)

    /// London Stock Exchange, 2000 to 2035.
    public static let xlon = MarketCalendar(XLON.exchange)

    /// Every calendar there is.
    public static var all: [MarketCalendar] { [xnys, xlon] }

    /// The calendar of a market identifier code (ISO 10383) such as `XNYS`; nil when there is none. Upper and lower
    /// case are one.
    public static func named(_ name: String) -> MarketCalendar? {
        all.first { $0.name == name.uppercased() }
    }

    /// The market identifier code of ISO 10383: `XNYS`.
    public var name: String { exchange.name }

    /// The IANA name of the exchange's clock: `America/New_York`.
    public var timeZoneName: String { exchange.zone.name }

    /// The days for which the calendar answers.
    public var range: ClosedRange<Day> { table.range }
    public var firstDay: Day { table.range.lowerBound }
    public var lastDay: Day { table.range.upperBound }
}

extension MarketCalendar: Hashable {
    // The tables follow from the exchange.
    public static func == (left: MarketCalendar, right: MarketCalendar) -> Bool { left.exchange == right.exchange }

    public func hash(into hasher: inout Hasher) { hasher.combine(exchange.name) }
}

extension MarketCalendar: CustomStringConvertible {
    /// The market identifier code.
    public var description: String { name }
}

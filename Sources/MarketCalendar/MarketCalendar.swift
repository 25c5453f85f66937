import Synchronization
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
    private let lazyTable = LazyTable()
    let clock: ZoneClock

    var table: SessionTable { lazyTable.table(of: exchange) }

    init(_ exchange: Exchange) {
        self.exchange = exchange
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

/// The sessions, worked out when they are asked for the first time: every command declares calendars, and few look into
/// one.
private final class LazyTable: Sendable {
    private let made = AtomicLazyReference<SessionTable>()

    func table(of exchange: Exchange) -> SessionTable {
        made.load() ?? made.storeIfNil(SessionTable(exchange))
    }
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

extension MarketCalendar {
    /// Whether the exchange trades on a day. False outside ``range``.
    public func isSession(_ day: Day) -> Bool { table.isSession(day) }

    /// The same for many days, which looks for the sessions once.
    public func sessionTest() -> (Day) -> Bool {
        let table = table
        return { table.isSession($0) }
    }

    /// The sessions of a half-open range of days, ascending, without copying. Days outside ``range`` have none.
    public func sessions(in days: Range<Day>) -> ArraySlice<Day> {
        table.sessions[table.rank(of: days.lowerBound)..<table.rank(of: days.upperBound)]
    }

    /// How many sessions a half-open range of days has; the same cost for a day and for forty years.
    public func sessionCount(in days: Range<Day>) -> Int {
        table.rank(of: days.upperBound) - table.rank(of: days.lowerBound)
    }

    /// The first session later than a day; nil past the last one, and where the next day is outside ``range``.
    public func session(after day: Day) -> Day? {
        day < lastDay ? session(onOrAfter: day.adding(1)) : nil
    }

    /// The day itself when it is a session, else the next one; nil outside ``range`` and past the last session.
    public func session(onOrAfter day: Day) -> Day? {
        guard range.contains(day) else { return nil }
        let rank = table.rank(of: day)
        return rank < table.sessions.count ? table.sessions[rank] : nil
    }

    /// The last session earlier than a day; nil before the second one, and where the day before is outside ``range``.
    public func session(before day: Day) -> Day? {
        day > firstDay ? session(onOrBefore: day.adding(-1)) : nil
    }

    /// The day itself when it is a session, else the one before; nil outside ``range`` and before the first session.
    public func session(onOrBefore day: Day) -> Day? {
        guard range.contains(day) else { return nil }
        let rank = table.rank(of: day) + (isSession(day) ? 1 : 0)
        return rank > 0 ? table.sessions[rank - 1] : nil
    }

    /// Why a day of ``range`` is no session: a holiday's name, the reason of an unscheduled closure, or `weekend`.
    /// nil for a session and outside the range.
    public func closure(on day: Day) -> String? {
        guard range.contains(day), !isSession(day) else { return nil }
        return table.closures[day] ?? "weekend"
    }
}

extension MarketCalendar {
    /// When a session opens. For a day that is no session, when it would open.
    public func open(of day: Day) -> Instant { clock.instant(on: day, at: hours(on: day).opensAt) }

    /// When a session closes, early closes included. For a day that is no session, when it would close.
    public func close(of day: Day) -> Instant {
        clock.instant(on: day, at: table.earlyCloses[day] ?? hours(on: day).close(on: day))
    }

    /// When a date begins on the exchange's clock.
    public func midnight(of day: Day) -> Instant { clock.instant(on: day, at: TimeOfDay(0, 0)) }

    /// The regular hours of the time.
    private func hours(on day: Day) -> TradingHours {
        exchange.hours.last { $0.first?.day.map { $0 <= day } ?? true } ?? exchange.hours[0]
    }

    /// Whether a session ends before the regular hour of its weekday and time. False for days that are no session.
    public func isEarlyClose(_ day: Day) -> Bool { table.earlyCloses[day] != nil }

    /// The exchange's date at a point in time: the session that a bar's timestamp belongs to.
    ///
    /// Exact in ``range`` by the law of each year, and for later years by the present one. Before, the clock's hour may
    /// be off by one, in years whose law is not in the exchange's zone (New York's is from 1921 on, London's from 1996
    /// on); a time in the morning or the afternoon names the right date all the same.
    public func localDay(at instant: Instant) -> Day { clock.day(at: instant) }

    /// The latest session that had closed at a point in time; closing at that very instant counts.
    /// nil when the exchange's date is outside ``range`` and before the first close.
    public func lastClosedSession(at instant: Instant) -> Day? {
        var latest = session(onOrBefore: localDay(at: instant))
        // What is published days later closes days later.
        while let session = latest, close(of: session) > instant { latest = self.session(before: session) }
        return latest
    }

    /// The first close later than a point in time, and its session.
    /// nil when the exchange's date is outside ``range`` and from the last close on.
    public func nextClose(after instant: Instant) -> (day: Day, instant: Instant)? {
        guard var next = session(onOrAfter: localDay(at: instant)) else { return nil }
        while let earlier = session(before: next), close(of: earlier) > instant { next = earlier }
        if close(of: next) > instant { return (next, close(of: next)) }
        guard let following = session(after: next) else { return nil }
        return (following, close(of: following))
    }
}

import Synchronization
public import Tabular

/// Calendars of series that no exchange's hours rule: every day, the days from Monday to Friday, or dates of one's own.
extension MarketCalendar {
    /// Days by UTC, without regard to any exchange. The value of a day is there once the day has ended and `lag`
    /// seconds more have gone by: until then it is not missing. 1900 to 2100.
    ///
    /// - Parameters:
    ///   - weekdays: 1 Monday ... 7 Sunday.
    ///   - lag: seconds from the end of a day; negative: before it.
    public static func days(on weekdays: ClosedRange<Int> = 1...7, lag: Int64 = 0) -> MarketCalendar {
        let lag = min(max(lag, -86_400), 400 * 86_400)
        let key = "\(weekdays.lowerBound)-\(weekdays.upperBound)+\(lag)"
        return made.withLock { made in
            if let known = made[key] { return known }
            let name = weekdays == 1...7 ? "DAYS" : weekdays == 1...5 ? "WEEKDAYS" : "DAYS\(key.prefix(3))"
            let calendar = MarketCalendar(
                lag == 0 ? name : "\(name)\(lag > 0 ? "+" : "")\(lag)S", weekdays: weekdays,
                closesAfter: 86_400 + Int(lag))
            made[key] = calendar
            return calendar
        }
    }

    /// Working one out takes a millisecond, and a provider names it for every unit.
    private static let made = Mutex<[String: MarketCalendar]>([:])

    /// A calendar of your own: make it once, as a static value.
    ///
    /// - Parameters:
    ///   - name: for people and for the record, in capitals.
    ///   - weekdays: on which there is a session, 1 Monday ... 7 Sunday.
    ///   - holidays: dates without one, each with its name. Dates outside of the years have no effect.
    ///   - years: for which it answers, first to last.
    ///   - utcOffset: seconds east of UTC of the clock by which a date begins; the same all year.
    ///   - opensAfter: seconds from the beginning of a date to its session's opening.
    ///   - closesAfter: seconds from the beginning of a date until its row is there to be had; more than a day's where
    /// it
    ///     is published later.
    public init(
        _ name: String, weekdays: ClosedRange<Int> = 1...5, holidays: [Day: String] = [:],
        years: ClosedRange<Int> = 1900...2100, utcOffset: Int = 0, opensAfter: Int = 0, closesAfter: Int = 86_400
    ) {
        let zone = ZoneRules(
            name: utcOffset == 0 ? "UTC" : "UTC\(utcOffset < 0 ? "-" : "+")\(abs(utcOffset) / 3600)",
            standardOffset: utcOffset, daylightShift: 0, startsAt: 0, endsAt: 0, daylight: [])
        self.init(
            Exchange(
                name: name, zone: zone, years: years, weeks: [TradingWeek(weekdays)],
                hours: [
                    TradingHours(
                        opensAt: TimeOfDay(seconds: opensAfter), closesAt: TimeOfDay(seconds: closesAfter))
                ],
                holidays: [],
                unscheduledClosures: holidays.sorted { $0.key < $1.key }.map { day, reason in
                    let (year, month, date) = day.components
                    return UnscheduledClosure(year, month, date, reason)
                },
                earlyCloses: [], shortStretches: []))
    }
}

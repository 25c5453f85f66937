import MarketCalendar
import Tabular
import Words

/// An instant as the clock of an exchange shows it.
struct ExchangeTime {
    let calendar: MarketCalendar
    let instant: Instant

    /// The exchange whose session closes at the instant; nil when none does. Only exchanges that something is kept of
    /// are named: an hour that is due at 16:30Z is nothing of London's.
    init?(closeAt instant: Instant, among calendars: [MarketCalendar] = Host.current.calendars) {
        let before = Instant(microseconds: instant.microseconds - 1)
        guard let calendar = calendars.first(where: { $0.nextClose(after: before)?.instant == instant }) else {
            return nil
        }
        self.calendar = calendar
        self.instant = instant
    }

    /// `2026-11-24 16:00 New York (21:00Z)`.
    var text: String {
        let day = calendar.localDay(at: instant)
        let minutes = Int(instant.seconds(since: midnight(of: day)) / 60)
        return "\(day) \(Self.clock(minutes)) \(ZonedTime.city(of: calendar.timeZoneName)) (\(Self.utcClock(instant))Z)"
    }

    /// `21:00`.
    static func utcClock(_ instant: Instant) -> String { String(instant.text().dropFirst(11).prefix(5)) }

    private static func clock(_ minutes: Int) -> String {
        "\((minutes / 60).digits(2)):\((minutes % 60).digits(2))"
    }

    /// Zones differ from UTC by whole quarters of an hour; the first one at which the date is there is its midnight.
    private func midnight(of day: Day) -> Instant {
        for quarter in -56...56 {
            let candidate = day.startUTC.adding(seconds: Int64(quarter) * 900)
            if calendar.localDay(at: candidate) == day { return candidate }
        }
        return day.startUTC
    }
}

import MarketCalendar
import Tabular
import Testing

/// Opens and closes of XNYS, against the golden tables and Foundation's time zone database.
@Suite("Hours of XNYS")
struct HoursTests {
    let calendar = MarketCalendar.xnys

    @Test("the short sessions are the golden table's, and no others", arguments: 1990...2035)
    func earlyCloses(_ year: Int) {
        let sessions = calendar.sessions(in: day("\(year)-01-01")..<day("\(year + 1)-01-01"))
        let short = sessions.filter(calendar.isEarlyClose).map { session in
            let close = wallTime(calendar.close(of: session), in: calendar)
            return String(session.description.dropFirst(5)) + (close == "13:00" ? "" : "@\(close)")
        }
        #expect(short.joined(separator: " ") == GoldenXNYS.earlyCloses[year])
        for session in sessions where !calendar.isEarlyClose(session) {
            #expect(wallTime(calendar.close(of: session), in: calendar) == "16:00")
        }
    }

    @Test(
        "hours of before 1990 are pandas_market_calendars', on both sides of each change",
        arguments: GoldenXNYSBefore1990.hours)
    func hoursBefore1990(_ golden: (session: String, opens: String, closes: String)) {
        #expect(wallTime(calendar.open(of: day(golden.session)), in: calendar) == golden.opens)
        #expect(wallTime(calendar.close(of: day(golden.session)), in: calendar) == golden.closes)
    }

    @Test("a Saturday ended at noon as every week, which is not early")
    func saturdays() {
        #expect(wallTime(calendar.close(of: day("1929-10-26")), in: calendar) == "12:00")
        #expect(!calendar.isEarlyClose(day("1929-10-26")))
        #expect(calendar.isEarlyClose(day("1929-11-06")))
        #expect(!calendar.isEarlyClose(day("1929-11-09")))
    }

    @Test(
        "every open is 10:00 or 09:30 in New York and on the session's own date, by Foundation's time zone database too"
    )
    func opens() {
        let changed = day("1985-01-01")
        for session in calendar.sessions(in: calendar.firstDay..<calendar.lastDay.adding(1)) {
            let open = calendar.open(of: session)
            #expect(wallTime(open, in: calendar) == (session < changed ? "10:00" : "09:30"))
            #expect(calendar.localDay(at: open) == session)
            #expect(calendar.localDay(at: calendar.close(of: session)) == session)
            #expect(open < calendar.close(of: session))
        }
    }

    @Test(
        "opens on both sides of the changes of the clock, in each law",
        arguments: [
            ("1990-03-30", "14:30"), ("1990-04-02", "13:30"), ("1990-10-26", "13:30"), ("1990-10-29", "14:30"),
            ("2006-03-31", "14:30"),
            ("2006-04-03", "13:30"), ("2006-10-27", "13:30"), ("2006-10-30", "14:30"), ("2007-03-09", "14:30"),
            ("2007-03-12", "13:30"),
            ("2007-11-02", "13:30"), ("2007-11-05", "14:30"), ("2035-03-09", "14:30"), ("2035-03-12", "13:30"),
            ("2035-11-05", "14:30"),
        ])
    func daylightSaving(_ session: String, _ open: String) {
        #expect(calendar.open(of: day(session)) == instant("\(session)T\(open):00Z"))
    }

    @Test("a session counts as closed from its closing instant on")
    func lastClosedSession() {
        let close = instant("2024-01-05T21:00:00Z")
        #expect(calendar.close(of: day("2024-01-05")) == close)
        #expect(calendar.lastClosedSession(at: close) == day("2024-01-05"))
        #expect(calendar.lastClosedSession(at: Instant(microseconds: close.microseconds - 1)) == day("2024-01-04"))
        #expect(calendar.lastClosedSession(at: instant("2024-01-08T03:00:00Z")) == day("2024-01-05"))
        #expect(calendar.lastClosedSession(at: instant("2024-07-03T17:00:00Z")) == day("2024-07-03"))
        #expect(calendar.lastClosedSession(at: instant("2024-07-03T16:59:59Z")) == day("2024-07-02"))
    }

    @Test("the next close is later than the instant, never at it")
    func nextClose() {
        let close = instant("2024-01-05T21:00:00Z")
        #expect(calendar.nextClose(after: Instant(microseconds: close.microseconds - 1))?.day == day("2024-01-05"))
        #expect(calendar.nextClose(after: close)?.day == day("2024-01-08"))
        #expect(calendar.nextClose(after: close)?.instant == instant("2024-01-08T21:00:00Z"))
        #expect(calendar.nextClose(after: instant("2024-11-29T01:00:00Z"))?.instant == instant("2024-11-29T18:00:00Z"))
    }

    @Test("a moment's date is New York's: evening there, the next day in UTC")
    func localDay() {
        #expect(calendar.localDay(at: instant("2024-01-06T04:59:59Z")) == day("2024-01-05"))
        #expect(calendar.localDay(at: instant("2024-01-06T05:00:00Z")) == day("2024-01-06"))
        #expect(calendar.localDay(at: instant("2024-07-06T03:59:59Z")) == day("2024-07-05"))
        #expect(calendar.localDay(at: instant("2024-07-06T04:00:00Z")) == day("2024-07-06"))
        // Yahoo stamps a bar with its session's open; AAPL's first is of 12 December 1980.
        #expect(calendar.localDay(at: Instant(seconds: 345_479_400)) == day("1980-12-12"))
        #expect(calendar.localDay(at: instant("1962-01-02T14:30:00Z")) == day("1962-01-02"))
    }
}

import Tabular
import Testing

@testable import MarketCalendar

/// Sessions and hours of XLON, against the golden table.
@Suite("Sessions and hours of XLON")
struct LondonTests {
    let calendar = MarketCalendar.xlon

    @Test("every year from 2000 to 2035 has as many sessions as the golden table says")
    func sessionCounts() {
        #expect((2000...2035).map { calendar.sessionCount(in: year($0)) } == GoldenXLON.sessionCounts)
    }

    @Test("the weekdays without a session are the golden table's, and no others", arguments: 2000...2035)
    func closures(_ number: Int) {
        #expect(closedWeekdays(of: number, in: calendar) == GoldenXLON.closures[number])
        for day in days(of: number) where day.weekday > 5 { #expect(calendar.closure(on: day) != nil) }
    }

    @Test("the short sessions are the golden table's, and no others", arguments: 2000...2035)
    func earlyCloses(_ number: Int) {
        let sessions = calendar.sessions(in: year(number))
        let short = sessions.filter(calendar.isEarlyClose)
        let dates = short.map { String($0.description.dropFirst(5)) }
        #expect(dates.joined(separator: " ") == GoldenXLON.earlyCloses[number])
        for session in sessions {
            let isShort = calendar.isEarlyClose(session)
            #expect(wallTime(calendar.open(of: session), in: calendar) == "08:00", "\(session)")
            #expect(wallTime(calendar.close(of: session), in: calendar) == (isShort ? "12:30" : "16:30"), "\(session)")
            #expect(calendar.localDay(at: calendar.open(of: session)) == session)
            #expect(calendar.localDay(at: calendar.close(of: session)) == session)
        }
    }

    @Test("a holiday that was moved or added is named for what it is", arguments: GoldenXLON.named)
    func names(_ golden: (day: String, name: String)) {
        #expect(calendar.closure(on: day(golden.day)) == golden.name)
    }

    @Test("where a holiday was moved away from, there is a session", arguments: GoldenXLON.movedAway)
    func movedAway(_ text: String) {
        #expect(calendar.isSession(day(text)))
    }

    @Test("without the table of closures, the golden table misses its six days and no others")
    func withoutClosures() {
        let london = XLON.exchange
        let ruled = MarketCalendar(
            Exchange(
                name: london.name, zone: london.zone, years: london.years, weeks: london.weeks, hours: london.hours,
                holidays: london.holidays, unscheduledClosures: [], earlyCloses: london.earlyCloses,
                shortStretches: london.shortStretches))
        let differing = (2000...2035).filter { closedWeekdays(of: $0, in: ruled) != GoldenXLON.closures[$0] }
        #expect(differing == [2002, 2011, 2012, 2022, 2023])
        let more = Set(ruled.sessions(in: ruled.firstDay..<ruled.lastDay)).subtracting(
            calendar.sessions(in: calendar.firstDay..<calendar.lastDay))
        #expect(
            more.sorted()
                == ["2002-06-03", "2011-04-29", "2012-06-05", "2022-06-03", "2022-09-19", "2023-05-08"].map { day($0) })
    }

    @Test("London's Christmas is kept after the weekend, New York's before it")
    func twoChristmases() {
        // 25 December 2021 was a Saturday.
        #expect(MarketCalendar.xnys.closure(on: day("2021-12-24")) == "Christmas Day")
        #expect(MarketCalendar.xnys.isSession(day("2021-12-27")))
        #expect(calendar.isEarlyClose(day("2021-12-24")))
        #expect(calendar.closure(on: day("2021-12-27")) == "Christmas Day")
        // And 1 January 2022: a Saturday costs New York no session.
        #expect(MarketCalendar.xnys.isSession(day("2022-01-03")))
        #expect(calendar.closure(on: day("2022-01-03")) == "New Year's Day")
    }

    @Test(
        "opens on both sides of the changes of the clock, also where New York's are other weeks",
        arguments: [
            ("2000-03-24", "08:00"), ("2000-03-27", "07:00"), ("2000-10-27", "07:00"), ("2000-10-30", "08:00"),
            ("2024-03-11", "08:00"), ("2024-03-28", "08:00"), ("2024-04-02", "07:00"), ("2024-10-25", "07:00"),
            ("2024-10-28", "08:00"), ("2035-03-22", "08:00"), ("2035-03-27", "07:00"), ("2035-10-26", "07:00"),
            ("2035-10-29", "08:00"),
        ])
    func daylightSaving(_ session: String, _ open: String) {
        #expect(calendar.open(of: day(session)) == instant("\(session)T\(open):00Z"))
    }

    @Test("clocks change at 01:00 UTC: the hour that is skipped and the one that is shown twice are read the later way")
    func changes() {
        let clock = ZoneClock(XLON.zone)
        #expect(clock.instant(on: day("2024-03-31"), at: TimeOfDay(0, 59)) == instant("2024-03-31T00:59:00Z"))
        #expect(clock.instant(on: day("2024-03-31"), at: TimeOfDay(1, 30)) == instant("2024-03-31T01:30:00Z"))
        #expect(clock.instant(on: day("2024-03-31"), at: TimeOfDay(2, 0)) == instant("2024-03-31T01:00:00Z"))
        #expect(clock.instant(on: day("2024-10-27"), at: TimeOfDay(0, 59)) == instant("2024-10-26T23:59:00Z"))
        #expect(clock.instant(on: day("2024-10-27"), at: TimeOfDay(1, 30)) == instant("2024-10-27T01:30:00Z"))
        #expect(clock.instant(on: day("2024-10-27"), at: TimeOfDay(2, 0)) == instant("2024-10-27T02:00:00Z"))
        #expect(calendar.localDay(at: instant("2024-07-01T22:59:59Z")) == day("2024-07-01"))
        #expect(calendar.localDay(at: instant("2024-07-01T23:00:00Z")) == day("2024-07-02"))
    }

    @Test("it answers for 2000 to 2035, and guesses nothing outside")
    func range() {
        #expect(calendar.range == day("2000-01-01")...day("2035-12-31"))
        #expect(calendar.timeZoneName == "Europe/London")
        for text in ["1999-12-30", "2036-01-02"] {
            #expect(!calendar.isSession(day(text)))
            #expect(calendar.session(onOrAfter: day(text)) == nil)
            #expect(calendar.closure(on: day(text)) == nil)
        }
        #expect(calendar.session(after: day("1999-12-31")) == day("2000-01-04"))
        #expect(calendar.session(before: day("2036-01-01")) == day("2035-12-31"))
    }

    private func closedWeekdays(of number: Int, in calendar: MarketCalendar) -> String {
        let closed = days(of: number).filter { $0.weekday <= 5 && !calendar.isSession($0) }
        return closed.map { String($0.description.dropFirst(5)) }.joined(separator: " ")
    }

    private func year(_ number: Int) -> Range<Day> { day("\(number)-01-01")..<day("\(number + 1)-01-01") }

    private func days(of number: Int) -> [Day] {
        (year(number).lowerBound.number..<year(number).upperBound.number).map { Day(number: $0) }
    }
}

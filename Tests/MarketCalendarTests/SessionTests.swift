import MarketCalendar
import Tabular
import Testing

/// Sessions of XNYS from 1927 to 2035, against the golden tables.
@Suite("Sessions of XNYS")
struct SessionTests {
    let calendar = MarketCalendar.xnys

    @Test("every year from 1990 to 2035 has as many sessions as the golden table says")
    func sessionCounts() {
        let counts = (1990...2035).map { calendar.sessionCount(in: year($0)) }
        #expect(counts == GoldenXNYS.sessionCounts)
    }

    @Test("the weekdays without a session are the golden table's, and no others", arguments: 2015...2027)
    func closures(_ number: Int) {
        let closed = days(of: number).filter { $0.weekday <= 5 && !calendar.isSession($0) }
        #expect(
            closed.map { String($0.description.dropFirst(5)) }.joined(separator: " ") == GoldenXNYS.closures[number])
    }

    @Test("every year from 1927 to 1989 has as many sessions as pandas_market_calendars says")
    func sessionCountsBefore1990() {
        let counts = (1927...1989).map { calendar.sessionCount(in: year($0)) }
        #expect(counts == GoldenXNYSBefore1990.sessionCounts)
    }

    @Test("the weekdays without a session are pandas_market_calendars', and no others", arguments: 1927...1989)
    func closuresBefore1990(_ number: Int) {
        let closed = days(of: number).filter { $0.weekday <= 5 && !calendar.isSession($0) }
        #expect(
            closed.map { String($0.description.dropFirst(5)) }.joined(separator: " ")
                == GoldenXNYSBefore1990.closures[number])
        for day in closed { #expect(calendar.closure(on: day) != "weekend", "\(day)") }
    }

    @Test(
        """
        the Saturdays without a session are pandas_market_calendars' until 1951; from the summer of 1952 on, no \
        Saturday has one
        """
    )
    func saturdays() {
        for number in 1927...1951 {
            let closed = days(of: number).filter { $0.weekday == 6 && !calendar.isSession($0) }
            #expect(
                closed.map { String($0.description.dropFirst(5)) }.joined(separator: " ")
                    == GoldenXNYSBefore1990.closedSaturdays[number])
            for day in closed { #expect(calendar.closure(on: day) != "weekend", "\(day)") }
        }
        let last = days(in: day("1952-01-01")..<day("2036-01-01")).last { $0.weekday == 6 && calendar.isSession($0) }
        #expect(last == day("1952-05-24"))
        #expect(!days(in: day("1927-01-01")..<day("2036-01-01")).contains { $0.weekday == 7 && calendar.isSession($0) })
    }

    @Test(
        "closures that no rule foresaw",
        arguments: [
            "1994-04-27", "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11", "2007-01-02",
            "2012-10-29", "2012-10-30",
            "2018-12-05", "2025-01-09",
        ])
    func unscheduled(_ text: String) {
        #expect(!calendar.isSession(day(text)))
        #expect(calendar.closure(on: day(text)) != nil)
        #expect(calendar.isSession(calendar.session(after: day(text))!))
    }

    @Test("a New Year's Day on a Saturday costs no session; on a Sunday it costs the Monday")
    func newYearsDay() {
        for friday in ["1993-12-31", "1999-12-31", "2004-12-31", "2010-12-31", "2021-12-31", "2027-12-31"] {
            #expect(calendar.isSession(day(friday)))
        }
        #expect(calendar.closure(on: day("2023-01-02")) == "New Year's Day")
    }

    @Test("holidays begin in the year in which the exchange took them up")
    func firstYears() {
        #expect(calendar.isSession(day("1997-01-20")))
        #expect(calendar.closure(on: day("1998-01-19")) == "Martin Luther King Jr. Day")
        #expect(calendar.isSession(day("2021-06-18")))
        #expect(calendar.closure(on: day("2022-06-20")) == "Juneteenth")
    }

    @Test("weekends are closed, and say so")
    func weekends() {
        for day in days(of: 2024) where day.weekday > 5 {
            #expect(!calendar.isSession(day))
            #expect(calendar.closure(on: day) == "weekend")
        }
        #expect(calendar.closure(on: day("2024-01-02")) == nil)
    }

    @Test("neighbours of sessions, holidays and weekends")
    func neighbours() {
        let holiday = day("2024-01-01")
        #expect(calendar.session(onOrAfter: holiday) == day("2024-01-02"))
        #expect(calendar.session(onOrBefore: holiday) == day("2023-12-29"))
        #expect(calendar.session(after: holiday) == day("2024-01-02"))
        #expect(calendar.session(before: day("2024-01-02")) == day("2023-12-29"))
        #expect(calendar.session(after: day("2024-01-05")) == day("2024-01-08"))
        #expect(calendar.session(onOrAfter: day("2024-01-05")) == day("2024-01-05"))
        #expect(calendar.session(onOrBefore: day("2024-01-05")) == day("2024-01-05"))
    }

    @Test("counting, listing and asking day by day agree, whatever the range")
    func agreement() {
        var state: UInt64 = 42
        for _ in 0..<300 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let lower = day("1926-06-01").adding(Int(state >> 40) % 40_300)
            let range = lower..<lower.adding(Int(state >> 20) % 400)
            let expected = days(in: range).filter(calendar.isSession)
            #expect(Array(calendar.sessions(in: range)) == expected)
            #expect(calendar.sessionCount(in: range) == expected.count)
            #expect(
                calendar.session(onOrAfter: lower) == (calendar.range.contains(lower) ? firstSession(from: lower) : nil)
            )
        }
    }

    private func firstSession(from start: Day) -> Day? {
        days(in: start..<start.adding(12)).first(where: calendar.isSession)
    }

    private func year(_ number: Int) -> Range<Day> { day("\(number)-01-01")..<day("\(number + 1)-01-01") }
    private func days(of number: Int) -> [Day] { days(in: year(number)) }
    private func days(in range: Range<Day>) -> [Day] {
        (range.lowerBound.number..<range.upperBound.number).map { Day(number: $0) }
    }
}

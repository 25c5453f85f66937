import Tabular
import Testing

@testable import MarketCalendar

/// The rules of which calendars are made: Easter, weekdays of a month, observances, clocks that change.
@Suite("Rules")
struct RuleTests {
    @Test(
        "Easter Sunday",
        arguments: [
            "1818-03-22", "1900-04-15", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "1990-04-15",
            "2000-04-23", "2008-03-23",
            "2011-04-24", "2019-04-21", "2024-03-31", "2025-04-20", "2038-04-25", "2076-04-19", "2285-03-22",
        ])
    func easter(_ text: String) {
        #expect(DayRule.easter.day(in: day(text).components.year) == day(text))
    }

    @Test("nth and last weekdays of a month")
    func weekdays() {
        #expect(DayRule.nth(3, weekday: 1, month: 1).day(in: 2024) == day("2024-01-15"))
        #expect(DayRule.nth(5, weekday: 4, month: 2).day(in: 2024) == day("2024-02-29"))
        #expect(DayRule.nth(5, weekday: 4, month: 2).day(in: 2023) == nil)
        #expect(DayRule.last(weekday: 1, month: 5).day(in: 2027) == day("2027-05-31"))
        #expect(DayRule.last(weekday: 7, month: 10).day(in: 2006) == day("2006-10-29"))
        #expect(DayRule.date(month: 2, day: 29).day(in: 2023) == nil)
        #expect(DayRule.shifted(XNYS.fourthThursdayOfNovember, days: 1).day(in: 2024) == day("2024-11-29"))
    }

    @Test("a weekend's holiday moves as its observance says, and a weekday's never")
    func observance() {
        let friday = day("2024-01-05")
        let saturday = day("2024-01-06")
        let sunday = day("2024-01-07")
        #expect([friday, saturday, sunday].map(Observance.asDated.observed) == [friday, saturday, sunday])
        #expect([friday, saturday, sunday].map(XNYS.sundayToMonday.observed) == [friday, saturday, day("2024-01-08")])
        #expect([friday, saturday, sunday].map(XNYS.nearestWeekday.observed) == [friday, friday, day("2024-01-08")])
        #expect(
            [friday, saturday, sunday].map(XLON.nextMonday.observed) == [friday, day("2024-01-08"), day("2024-01-08")])
        #expect(
            [friday, saturday, sunday].map(XLON.twoDaysLater.observed) == [
                friday, day("2024-01-08"), day("2024-01-09"),
            ])
    }

    @Test("every date in the tables is a date, and falls on a weekday that the rules leave open")
    func tables() {
        for exchange in MarketCalendar.all.map(\.exchange) {
            var seen: Set<Day> = []
            for closure in exchange.unscheduledClosures {
                let days = closure.days.filter { $0.weekday < 7 }
                #expect(!days.isEmpty, "\(closure)")
                for day in days {
                    #expect(exchange.weekdays(on: day).contains(day.weekday), "\(day)")
                    #expect(!exchange.holidays.contains { $0.day(in: day.components.year) == day }, "\(day)")
                    #expect(seen.insert(day).inserted, "\(day) twice")
                }
            }
            for stretch in exchange.shortStretches { #expect(!stretch.days.isEmpty, "\(stretch)") }
            for (week, next) in zip(exchange.weeks, exchange.weeks.dropFirst()) {
                #expect(week.last?.day != nil && (next.last?.day).map { $0 > week.last!.day! } != false)
            }
            let hours = exchange.hours.map { $0.first?.day }
            #expect(
                hours.first == .some(nil) && hours.dropFirst().allSatisfy { $0 != nil }
                    && hours.compactMap(\.self) == hours.compactMap(\.self).sorted())
            let daylight = exchange.zone.daylight
            for year in 1900...2100 { #expect(daylight.count { $0.years.contains(year) } <= 1, "\(year)") }
        }
    }

    @Test("a stretch that is no date, or ends before it begins, has no days; one weekday of it is that weekday's")
    func stretches() {
        #expect(UnscheduledClosure(1933, 2, 30, "").days.isEmpty)
        #expect(UnscheduledClosure(CivilDate(1933, 3, 6), through: CivilDate(1933, 3, 5), "").days.isEmpty)
        #expect(
            UnscheduledClosure(CivilDate(1968, 6, 12), through: CivilDate(1968, 6, 26), on: 3...3, "").days
                == [day("1968-06-12"), day("1968-06-19"), day("1968-06-26")])
        #expect(
            ShortStretch(CivilDate(2024, 1, 5), through: CivilDate(2024, 1, 8), closesAt: TimeOfDay(13, 0), "").days
                .count == 2)
    }

    @Test("a clock that is ahead in the southern summer")
    func southernClock() {
        // Sydney: forward on the first Sunday of October at 02:00 standard, back on the first Sunday of April at 03:00
        // daylight time.
        let clock = ZoneClock(
            ZoneRules(
                name: "Australia/Sydney", standardOffset: 10 * 3600, daylightShift: 3600, startsAt: -8 * 3600,
                endsAt: -8 * 3600,
                daylight: [
                    DaylightRule(2008...9999, from: .nth(1, weekday: 7, month: 10), to: .nth(1, weekday: 7, month: 4))
                ]))
        #expect(clock.instant(on: day("2024-01-15"), at: TimeOfDay(10, 0)) == instant("2024-01-14T23:00:00Z"))
        #expect(clock.instant(on: day("2024-07-15"), at: TimeOfDay(10, 0)) == instant("2024-07-15T00:00:00Z"))
        #expect(clock.day(at: instant("2024-01-14T12:59:59Z")) == day("2024-01-14"))
        #expect(clock.day(at: instant("2024-01-14T13:00:00Z")) == day("2024-01-15"))
    }

    @Test("a time that a change skips or repeats is read the later way")
    func changes() {
        let clock = ZoneClock(XNYS.zone)
        #expect(clock.instant(on: day("2024-03-10"), at: TimeOfDay(1, 59)) == instant("2024-03-10T06:59:00Z"))
        #expect(clock.instant(on: day("2024-03-10"), at: TimeOfDay(2, 30)) == instant("2024-03-10T07:30:00Z"))
        #expect(clock.instant(on: day("2024-03-10"), at: TimeOfDay(3, 0)) == instant("2024-03-10T07:00:00Z"))
        #expect(clock.instant(on: day("2024-11-03"), at: TimeOfDay(0, 59)) == instant("2024-11-03T04:59:00Z"))
        #expect(clock.instant(on: day("2024-11-03"), at: TimeOfDay(1, 30)) == instant("2024-11-03T06:30:00Z"))
        #expect(clock.instant(on: day("2024-11-03"), at: TimeOfDay(2, 0)) == instant("2024-11-03T07:00:00Z"))
    }
}

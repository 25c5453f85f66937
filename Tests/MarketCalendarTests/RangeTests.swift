import MarketCalendar
import Tabular
import Testing

/// The edges of a calendar: years, days and instants outside of it.
@Suite("The edges of a calendar")
struct RangeTests {
    let calendar = MarketCalendar.xnys

    @Test("calendars are found by their code")
    func names() {
        #expect(MarketCalendar.named("XNYS") == .xnys)
        #expect(MarketCalendar.named("xnys") == .xnys)
        #expect(MarketCalendar.named("XXXX") == nil)
        #expect(MarketCalendar.named("xlon") == .xlon)
        #expect(MarketCalendar.all.map(\.name) == ["XNYS", "XLON"])
        #expect(calendar.timeZoneName == "America/New_York")
        #expect(calendar.range == day("1927-01-01")...day("2035-12-31"))
        #expect(Set([calendar, .xnys]).count == 1)
        #expect(Set(MarketCalendar.all).count == 2)
    }

    @Test("outside of its years a calendar knows no session and no neighbour")
    func outside() {
        for text in ["1926-12-31", "2036-01-02"] {
            #expect(!calendar.isSession(day(text)))
            #expect(!calendar.isEarlyClose(day(text)))
            #expect(calendar.session(onOrAfter: day(text)) == nil)
            #expect(calendar.session(onOrBefore: day(text)) == nil)
            #expect(calendar.closure(on: day(text)) == nil)
        }
        #expect(calendar.session(before: day("1927-01-03")) == nil)
        #expect(calendar.session(after: day("2035-12-31")) == nil)
        #expect(calendar.session(after: day("1926-12-31")) == day("1927-01-03"))
        #expect(calendar.session(before: day("2036-01-01")) == day("2035-12-31"))
        #expect(calendar.sessionCount(in: day("1920-01-01")..<day("1928-01-01")) == 301)
        #expect(calendar.sessions(in: day("2036-01-01")..<day("2040-01-01")).isEmpty)
        #expect(calendar.lastClosedSession(at: instant("1926-12-31T12:00:00Z")) == nil)
        #expect(calendar.lastClosedSession(at: instant("1927-01-03T19:59:59Z")) == nil)
        #expect(calendar.lastClosedSession(at: instant("1927-01-03T20:00:00Z")) == day("1927-01-03"))
        #expect(calendar.nextClose(after: instant("2035-12-31T20:59:59Z"))?.day == day("2035-12-31"))
        #expect(calendar.nextClose(after: instant("2035-12-31T21:00:00Z")) == nil)
        #expect(calendar.nextClose(after: instant("2036-06-01T12:00:00Z")) == nil)
    }

    @Test(
        "no day traps",
        arguments: [Int64.min, -9_000_000_000_000, -800_000_000, -719_163, 0, 2_932_897, 800_000_000, Int64.max])
    func anyDay(_ number: Int64) {
        let day = Day(number: number)
        _ = calendar.open(of: day)
        _ = calendar.close(of: day)
        _ = calendar.isEarlyClose(day)
        _ = calendar.closure(on: day)
        _ = calendar.isSession(day)
        _ = calendar.session(after: day)
        _ = calendar.session(before: day)
        _ = calendar.sessions(in: day..<Day(number: Int64.max))
        _ = calendar.sessionCount(in: Day(number: Int64.min)..<day)
        #expect(calendar.session(onOrAfter: day) == nil || calendar.range.contains(day))
    }

    @Test("no instant traps", arguments: [Int64.min, Int64.min + 1, -62_135_596_800_000_000, Int64.max - 1, Int64.max])
    func anyInstant(_ microseconds: Int64) {
        let instant = Instant(microseconds: microseconds)
        _ = calendar.localDay(at: instant)
        _ = calendar.lastClosedSession(at: instant)
        #expect(calendar.nextClose(after: instant) == nil)
    }
}

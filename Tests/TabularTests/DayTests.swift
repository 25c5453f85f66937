import Foundation
import Testing

@testable import Tabular

/// Dates: numbers, components and texts, against Foundation and at the ends of the calendar.
@Suite("Day")
struct DayTests {
    @Test(
        "numbers of known dates",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ])
    func numbers(_ text: String, _ number: Int64) {
        #expect(Day(text)?.number == number)
        #expect(Day(number: number).description == text)
    }

    @Test("text, number and components name the same date, for every date from 1583 to 2200 and at the ends")
    func roundTrip() {
        let ranges: [ClosedRange<Int64>] = [-719_162 ... -718_000, -141_350...84_005, 2_932_000...2_932_896]
        for range in ranges {
            for number in range {
                let day = Day(number: number)
                let (year, month, dayOfMonth) = day.components
                guard Day(year: year, month: month, day: dayOfMonth) == day else {
                    Issue.record("\(number): \(day.components)")
                    return
                }
                guard Day(day.description) == day else {
                    Issue.record("\(number): \(day)")
                    return
                }
            }
        }
    }

    @Test("both ways to a date's components agree on every fifth day of the calendar and at its ends")
    func bothWays() {
        var wrong: [Int64] = []
        for number in Array(stride(from: Int64(-719_162), through: 2_932_896, by: 5)) + [2_932_895, 2_932_896] {
            let day = Day(number: number)
            if day.components != day.farComponents { wrong.append(number) }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test("components are Foundation's, day by day from 1900 to 2100")
    func foundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for number in stride(from: Int64(-25_567), to: 47_482, by: 7) {
            let day = Day(number: number)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            #expect(
                parts.year == day.components.year && parts.month == day.components.month
                    && parts.day == day.components.day)
            #expect(parts.weekday == day.weekday % 7 + 1)
        }
    }

    @Test(
        "what is not a date is refused",
        arguments: [
            "", "2024", "2024-1-01", "2024-01-1", "2024-01-32", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01",
            "2024-00-10",
            "2024-01-00", "0000-01-01", "20240101", "2024/01/01", " 2024-01-01", "2024-01-01 ", "2024-01-01T00",
            "-024-01-01", "+024-01-01",
            "２０２４-01-01",
        ])
    func refused(_ text: String) {
        #expect(Day(text) == nil)
    }

    @Test("leap days are read where there are any")
    func leapDays() {
        #expect(Day("2024-02-29") != nil)
        #expect(Day("2000-02-29") != nil)
        #expect(Day(year: 2100, month: 2, day: 29) == nil)
        #expect(Day(year: 2024, month: 2, day: 0) == nil)
        #expect(Day(year: 10_000, month: 1, day: 1) == nil)
    }

    @Test("weekdays run from 1, Monday, on both sides of 1970")
    func weekdays() {
        #expect(Day("2024-01-01")?.weekday == 1)
        #expect(Day("2024-01-07")?.weekday == 7)
        #expect(Day("1969-12-28")?.weekday == 7)
        #expect(Day("1969-12-29")?.weekday == 1)
        for number in Int64(-50)...50 {
            #expect(Day(number: number).weekday % 7 + 1 == Day(number: number + 1).weekday)
        }
    }

    @Test(
        "no number traps, and a year of another length than four digits says so",
        arguments: [Int64.min, Int64.min + 1, -719_529, 2_932_897, Int64.max - 1, Int64.max])
    func extremes(_ number: Int64) {
        let day = Day(number: number)
        _ = day.weekday
        #expect((1...7).contains(day.weekday))
        #expect(Day(day.description) == nil)
        #expect(day.startUTC.dayUTC == day || abs(Double(number)) > 100_000_000)
        #expect(day.adding(Int.max) >= day)
        #expect(day.adding(Int.min) <= day)
    }

    @Test("years of five digits and before the year 0 are written with their sign")
    func longYears() {
        #expect(Day(number: 2_932_897).description == "+10000-01-01")
        #expect(Day(number: -719_529).description == "-1-12-31")
    }

    @Test("JSON keeps a date as its text, and refuses another text")
    func coding() throws {
        let day = try #require(Day("2024-02-29"))
        #expect(String(decoding: try JSONEncoder().encode([day]), as: UTF8.self) == #"["2024-02-29"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: Data(#"["2024-02-29"]"#.utf8)) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data(#"["2023-02-29"]"#.utf8))
        }
    }
}

@Suite("Span")
struct SpanTests {
    let january = Span(Day("2024-01-01")!..<Day("2024-02-01")!)

    @Test("a span holds its lower bound and not its upper one")
    func halfOpen() {
        #expect(january.contains(Day("2024-01-01")!.number))
        #expect(january.contains(Day("2024-01-31")!.number))
        #expect(!january.contains(Day("2024-02-01")!.number))
        #expect(january.firstDay == Day("2024-01-01"))
        #expect(january.lastDay == Day("2024-01-31"))
    }

    @Test("bounds the wrong way round make an empty span")
    func empty() {
        #expect(Span(5, 3).isEmpty)
        #expect(Span(5, 3) == Span(5, 5))
        #expect(!Span(Day("2024-01-01")!).isEmpty)
        #expect(january.contains(Span(5, 5)))
        #expect(!Span(5, 5).contains(5))
    }

    @Test("what two spans share")
    func intersection() {
        #expect(Span(0, 10).intersection(Span(5, 15)) == Span(5, 10))
        #expect(Span(0, 10).intersection(Span(2, 3)) == Span(2, 3))
        #expect(Span(0, 10).intersection(Span(10, 20)) == nil)
        #expect(Span(0, 10).contains(Span(0, 10)))
        #expect(!Span(0, 10).contains(Span(0, 11)))
    }

    @Test("text is of dates, both inside, or of a half-open stretch of time")
    func text() {
        #expect(january.text(on: .sessions) == "2024-01-01..2024-01-31")
        #expect(Span(Day("2024-01-01")!).text(on: .sessions) == "2024-01-01")
        let hour = Span(Instant("2024-01-01T00:00:00Z")!..<Instant("2024-01-01T01:00:00Z")!)
        #expect(hour.text(on: .time) == "[2024-01-01T00:00:00Z, 2024-01-01T01:00:00Z)")
        #expect(hour.start == Instant("2024-01-01T00:00:00Z"))
        #expect(hour.end == Instant("2024-01-01T01:00:00Z"))
    }

    @Test("the widest spans there are do not trap")
    func extremes() {
        let all = Span(Int64.min, Int64.max)
        #expect(!all.text(on: .sessions).isEmpty)
        #expect(!all.text(on: .time).isEmpty)
        #expect(Span(Day(number: .max)).isEmpty)
        #expect(Span(Int64.min, Int64.min).lastDay == Day(number: .min))
        #expect(!Span(Int64.max, Int64.max).text(on: .sessions).isEmpty)
    }
}

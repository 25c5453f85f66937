import Foundation
import Tabular
import Testing

/// Points in time: the forms that are read, texts, and the ends of the range.
@Suite("Instant")
struct InstantTests {
    @Test(
        "the forms that upstreams send",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-01-31T13:30:00Z", 1_706_707_800_000_000),
            ("2024-01-31T13:30:00.5Z", 1_706_707_800_500_000),
            ("2024-01-31T13:30:00.123456Z", 1_706_707_800_123_456),
            ("2024-01-31T13:30:00.123456000Z", 1_706_707_800_123_456),
            ("2024-01-31 13:30:00+00", 1_706_707_800_000_000), ("2024-01-31t13:30:00z", 1_706_707_800_000_000),
            ("2024-01-31T13:30:00+00:00", 1_706_707_800_000_000), ("2024-01-31T08:30:00-05:00", 1_706_707_800_000_000),
            ("2024-01-31T19:00:00+05:30", 1_706_707_800_000_000), ("1969-12-31T23:59:59.999999Z", -1),
            ("1901-01-01T00:00:00Z", -2_177_452_800_000_000),
        ])
    func reading(_ text: String, _ microseconds: Int64) {
        #expect(Instant(text)?.microseconds == microseconds)
    }

    @Test(
        "what is not a point in time is refused, and nothing is rounded",
        arguments: [
            "", "2024-01-31", "2024-01-31T13:30Z", "2024-01-31T13:30:00", "2024-01-31T24:00:00Z",
            "2024-01-31T13:60:00Z",
            "2024-01-31T13:30:60Z", "2024-02-30T00:00:00Z", "2024-01-31T13:30:00.Z", "2024-01-31T13:30:00.1234567Z",
            "2024-01-31T13:30:00ZZ",
            "2024-01-31T13:30:00Z ", " 2024-01-31T13:30:00Z", "2024-01-31X13:30:00Z", "2024-01-31T13:30:00+5",
            "2024-01-31T13:30:00+25:00",
            "2024-01-31T13:30:00+05:60", "2024-01-31T13:30:00+0530", "2024-1-31T13:30:00Z", "2024-01-31T13:30:00,5Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
        ])
    func refused(_ text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("text has the fraction digits that were asked for, cut and never rounded up")
    func fractionDigits() throws {
        let instant = try #require(Instant("2024-01-31T13:30:00.987654Z"))
        let texts = (0...6).map { instant.text(fractionDigits: $0) }
        #expect(texts[0] == "2024-01-31T13:30:00Z")
        #expect(texts[1] == "2024-01-31T13:30:00.9Z")
        #expect(texts[3] == "2024-01-31T13:30:00.987Z")
        #expect(texts[6] == "2024-01-31T13:30:00.987654Z")
        #expect(instant.description == texts[6])
        #expect(Instant(seconds: 0).description == "1970-01-01T00:00:00Z")
        #expect(Instant(seconds: 0).text(fractionDigits: 3) == "1970-01-01T00:00:00.000Z")
    }

    @Test("text order is time order with a fixed number of fraction digits, and reading gives the same instant back")
    func order() {
        var state: UInt64 = 7
        var instants: [Instant] = []
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // The years 1000 to 2949 or so.
            instants.append(
                Instant(microseconds: Int64(state >> 8) % 30_900_000_000_000_000 * (state % 2 == 0 ? 1 : -1)))
        }
        #expect(
            instants.sorted().map { $0.text(fractionDigits: 6) } == instants.map { $0.text(fractionDigits: 6) }.sorted()
        )
        for instant in instants { #expect(Instant(instant.text(fractionDigits: 6)) == instant) }
    }

    @Test("seconds and dates are rounded down on both sides of 1970")
    func floors() {
        #expect(Instant(microseconds: -1).seconds == -1)
        #expect(Instant(microseconds: -1_000_000).seconds == -1)
        #expect(Instant(microseconds: -1_000_001).seconds == -2)
        #expect(Instant(microseconds: 999_999).seconds == 0)
        #expect(Instant(microseconds: -1).dayUTC == Day("1969-12-31"))
        #expect(Instant(microseconds: -86_400_000_000).dayUTC == Day("1969-12-31"))
        #expect(Instant(microseconds: -86_400_000_001).dayUTC == Day("1969-12-30"))
        #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
    }

    @Test("stepping and measuring")
    func arithmetic() throws {
        let instant = try #require(Instant("2024-02-28T23:00:00Z"))
        #expect(instant.adding(days: 2).description == "2024-03-01T23:00:00Z")
        #expect(instant.adding(seconds: -3601).description == "2024-02-28T21:59:59Z")
        #expect(instant.adding(seconds: 90).seconds(since: instant) == 90)
        #expect(Day("2024-02-28")?.startUTC.adding(seconds: 23 * 3600) == instant)
    }

    @Test(
        "no number traps",
        arguments: [
            Int64.min, Int64.min + 1, -62_135_596_800_000_001, 253_402_300_800_000_000, Int64.max - 1, Int64.max,
        ])
    func extremes(_ number: Int64) {
        let instant = Instant(microseconds: number)
        #expect(!instant.isInCalendar)
        #expect(Instant(instant.text(fractionDigits: 6)) == nil)
        #expect(Instant(seconds: number).microseconds == (number < 0 ? Int64.min : .max))
        #expect(instant.adding(seconds: .max) >= instant)
        #expect(instant.adding(days: .min) <= instant)
        #expect(instant.seconds <= instant.microseconds / 1_000_000)
        #expect(instant.seconds(since: Instant(microseconds: Int64.max)) <= 0)
        #expect(instant.dayUTC.startUTC <= instant)
    }

    @Test("the calendar of text ends with the years 0001 and 9999")
    func calendar() {
        #expect(Instant("0001-01-01T00:00:00Z")?.isInCalendar == true)
        #expect(Instant("9999-12-31T23:59:59.999999Z")?.isInCalendar == true)
    }

    @Test("JSON keeps an instant as its text, to the microsecond")
    func coding() throws {
        let instants = try [
            #require(Instant("2024-02-29T01:02:03Z")), #require(Instant("2024-02-29T01:02:03.000004Z")),
        ]
        let encoded = try JSONEncoder().encode(instants)
        #expect(String(decoding: encoded, as: UTF8.self) == #"["2024-02-29T01:02:03Z","2024-02-29T01:02:03.000004Z"]"#)
        #expect(try JSONDecoder().decode([Instant].self, from: encoded) == instants)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Instant].self, from: Data(#"["yesterday"]"#.utf8))
        }
    }
}

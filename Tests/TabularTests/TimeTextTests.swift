import Tabular
import TestWorld
import Testing

/// Dates and instants as bytes, written and read as `Day` and `Instant` do it.
@Suite("The text of dates and instants as bytes")
struct TimeTextTests {
    private static func written(_ write: (UnsafeMutablePointer<UInt8>) -> Int) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TimeText.longest) { room in
            room.baseAddress.map { String(decoding: room[..<write($0)], as: UTF8.self) } ?? ""
        }
    }

    private static func day(_ text: String) -> Day? { Array(text.utf8).withUnsafeBytes { TimeText.day($0) } }

    private static func instant(_ text: String, _ digits: Int) -> Instant? {
        Array(text.utf8).withUnsafeBytes { TimeText.instant($0, fractionDigits: digits) }
    }

    @Test("days are written and read as Day has them, to the ends of the calendar")
    func days() {
        var random = SplitMix(seed: 1)
        let ends: [Int64] = [-719_162, -719_161, -1, 0, 1, 2_932_895, 2_932_896]
        for number in ends + (0..<5_000).map({ _ in Int64(random.next() % 3_652_059) - 719_162 }) {
            let text = Self.written {
                TimeText.write(day: number, to: $0)
                return TimeText.dayLength
            }
            #expect(text == Day(number: number).description)
            #expect(Self.day(text)?.number == number)
            #expect(Day(number: number).isInCalendar)
        }
        #expect(!Day(number: -719_163).isInCalendar)
        #expect(!Day(number: 2_932_897).isInCalendar)
    }

    @Test("instants are written and read as Instant has them", arguments: 0...6)
    func instants(_ digits: Int) {
        var random = SplitMix(seed: UInt64(digits))
        let ends: [Int64] = [-62_135_596_800_000_000, -1_000_001, -1, 0, 1, 999_999, 253_402_300_799_999_999]
        for microseconds in ends
            + (0..<5_000).map({ _ in Int64(random.next() % 315_537_897_599_999_999) - 62_135_596_800_000_000 })
        {
            let text = Self.written {
                TimeText.write(instant: microseconds, fractionDigits: digits, to: $0)
                return TimeText.length(fractionDigits: digits)
            }
            #expect(text == Instant(microseconds: microseconds).text(fractionDigits: digits))
            #expect(Self.instant(text, digits) == Instant(text))
        }
    }

    @Test(
        "another spelling is no day",
        arguments: [
            "", "2024-1-31", "2024-01-32", "2023-02-29", "2024/01/31", "2024-01-31 ", "20240131", "0000-01-01",
            "+024-01-01", "2024-01-3a",
        ])
    func noDay(_ text: String) {
        #expect(Self.day(text) == nil)
    }

    @Test(
        "another spelling is no instant",
        arguments: [
            "", "2024-01-31", "2024-01-31T13:30:00.123", "2024-01-31T13:30:00.123+", "2024-01-31 13:30:00.123Z",
            "2024-01-31T13:30:00Z",
            "2024-01-31T24:00:00.000Z", "2024-01-31T13:60:00.000Z", "2024-01-31T13:30:60.000Z",
            "2024-02-30T13:30:00.000Z",
            "2024-01-31T13:30:00,123Z", "2024-01-31T13:30:00.12aZ", "2024-01-31T13:30:00.1234Z",
        ])
    func noInstant(_ text: String) {
        #expect(Self.instant(text, 3) == nil)
    }
}

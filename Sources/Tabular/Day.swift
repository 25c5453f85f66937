/// A calendar date, without a time and without a zone: the session of an exchange, the day of a list.
///
/// Stored as the number of days since 1970-01-01 in the proleptic Gregorian calendar, so that comparing and stepping
/// cost an integer operation. Text is `YYYY-MM-DD`; only years 0001 to 9999 are read. A number outside of them never
/// traps.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before it.
    public let number: Int64

    @inlinable
    public init(number: Int64) {
        self.number = number
    }

    /// The day named by a year, a month (1-12) and a day of the month; nil when the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Day.length(ofMonth: month, year: year)
        else {
            return nil
        }
        self.number = Day.number(year: Int64(year), month: Int64(month), day: Int64(day))
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-") else { return nil }
        func value(_ range: Range<Int>) -> Int? {
            var result = 0
            for byte in digits[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                result = result * 10 + Int(byte - 48)
            }
            return result
        }
        guard let year = value(0..<4), let month = value(5..<7), let day = value(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Whether the date lies in the years 0001 to 9999: only then is its text read back, and in the order of time.
    public var isInCalendar: Bool { (-719_162...2_932_896).contains(number) }

    @inlinable
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    @inlinable
    public func adding(_ days: Int) -> Day {
        let (sum, overflow) = number.addingReportingOverflow(Int64(days))
        return Day(number: overflow ? (days < 0 ? .min : .max) : sum)
    }

    /// Midnight of this date in UTC; beyond some 290,000 years either way, the last instant there is.
    public var startUTC: Instant {
        let (product, overflow) = number.multipliedReportingOverflow(by: 86_400_000_000)
        return Instant(microseconds: overflow ? (number < 0 ? .min : .max) : product)
    }

    /// 1 is Monday, 7 is Sunday (ISO 8601).
    public var weekday: Int {
        let shifted = (number % 7 + 3) % 7
        return Int(shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The calendar's year, month and day of the month.
    public var components: (year: Int, month: Int, day: Int) { isInCalendar ? calendarComponents : farComponents }

    /// Of the years 0001 to 9999: one multiplication for the year and one for the month, because every row of a file
    /// has a date. Algorithm: Cassio Neri and Lorenz Schneider, "Euclidean affine functions and their application to
    /// calendar algorithms" (2022).
    private var calendarComponents: (year: Int, month: Int, day: Int) {
        let century = 4 &* UInt32(truncatingIfNeeded: number &+ 719_468) &+ 3
        let year = 2_939_745 &* UInt64(4 &* (century % 146_097 / 4) &+ 3)
        let dayOfYear = UInt32(truncatingIfNeeded: year) / 2_939_745 / 4
        let month = 2141 &* dayOfYear &+ 197_913
        // The year begins in March.
        let isNext = dayOfYear >= 306
        return (
            Int(100 &* (century / 146_097) &+ UInt32(truncatingIfNeeded: year >> 32) &+ (isNext ? 1 : 0)),
            Int(month / 65_536) &- (isNext ? 12 : 0), Int(month % 65_536 / 2141 &+ 1)
        )
    }

    /// Of any number. Algorithm: Howard Hinnant, "chrono-compatible low-level date algorithms".
    var farComponents: (year: Int, month: Int, day: Int) {
        let shifted = min(number, .max - 719_468) + 719_468
        let era = (shifted >= 0 ? shifted : max(shifted, .min + 146_096) - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(day))
    }

    private static func number(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`; a year outside of 0000 to 9999 with its sign and all of its digits, which no reader takes for a
    /// date.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `YYYY-MM-DD`; the form for loops.
    public func append(to bytes: inout [UInt8]) {
        let (year, month, day) = components
        if (0...9999).contains(year) {
            DecimalDigits.append(year, width: 4, to: &bytes)
        } else {
            bytes.append(contentsOf: (year < 0 ? "" : "+").utf8)
            bytes.append(contentsOf: String(year).utf8)
        }
        bytes.append(UInt8(ascii: "-"))
        DecimalDigits.append(month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        DecimalDigits.append(day, width: 2, to: &bytes)
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is not a date like 2024-01-31")
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

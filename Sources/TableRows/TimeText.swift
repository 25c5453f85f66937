import Tabular

/// The one text of dates and instants, the same as `Day` and `Instant` have, without a `String`.
enum TimeText {
    /// Of the longest instant.
    static let longest = 27

    /// Whether a day has a text that is read back: the years 0001 to 9999.
    static func hasText(day number: Int64) -> Bool { (-719_162...2_932_896).contains(number) }

    /// How many bytes an instant has: `2024-01-31T13:30:00Z`, with a point and the digits where the column has any.
    static func length(fractionDigits: Int) -> Int { fractionDigits > 0 ? 21 + min(fractionDigits, 6) : 20 }

    static func write(day number: Int64, to place: UnsafeMutableBufferPointer<UInt8>) {
        let (year, month, day) = Day(number: number).components
        write(year, width: 4, to: place, at: 0)
        place[4] = UInt8(ascii: "-")
        write(month, width: 2, to: place, at: 5)
        place[7] = UInt8(ascii: "-")
        write(day, width: 2, to: place, at: 8)
    }

    /// Finer parts than the digits are cut.
    static func write(instant microseconds: Int64, fractionDigits: Int, to place: UnsafeMutableBufferPointer<UInt8>) {
        let day = Instant(microseconds: microseconds).dayUTC.number
        write(day: day, to: place)
        let rest = Int(microseconds - day * 86_400_000_000)
        let seconds = rest / 1_000_000
        place[10] = UInt8(ascii: "T")
        write(seconds / 3600, width: 2, to: place, at: 11)
        place[13] = UInt8(ascii: ":")
        write(seconds / 60 % 60, width: 2, to: place, at: 14)
        place[16] = UInt8(ascii: ":")
        write(seconds % 60, width: 2, to: place, at: 17)
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 6)
            var fraction = rest % 1_000_000
            for _ in digits..<6 { fraction /= 10 }
            place[19] = UInt8(ascii: ".")
            write(fraction, width: digits, to: place, at: 20)
        }
        place[length(fractionDigits: fractionDigits) - 1] = UInt8(ascii: "Z")
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    static func day(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
        bytes.count == 10 ? date(bytes) : nil
    }

    /// Reads the text that a column of these digits has and nothing else.
    static func instant(_ bytes: UnsafeBufferPointer<UInt8>, fractionDigits: Int) -> Instant? {
        guard bytes.count == length(fractionDigits: fractionDigits), bytes[bytes.count - 1] == UInt8(ascii: "Z"), let day = date(bytes),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes, 11..<13), hour < 24, let minute = number(bytes, 14..<16), minute < 60,
            let second = number(bytes, 17..<19), second < 60
        else { return nil }
        var fraction: Int64 = 0
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 6)
            guard bytes[19] == UInt8(ascii: "."), let value = number(bytes, 20..<20 + digits) else { return nil }
            fraction = value
            for _ in digits..<6 { fraction *= 10 }
        }
        return Instant(microseconds: day.startUTC.microseconds + (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction)
    }

    private static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes, 0..<4),
            let month = number(bytes, 5..<7), let day = number(bytes, 8..<10)
        else { return nil }
        return Day(year: Int(year), month: Int(month), day: Int(day))
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for position in range {
            guard bytes[position] &- 48 < 10 else { return nil }
            value = value * 10 + Int64(bytes[position] - 48)
        }
        return value
    }

    private static func write(_ value: Int, width: Int, to place: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = UInt32(truncatingIfNeeded: value)
        for position in stride(from: start + width - 1, through: start, by: -1) {
            place[position] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}

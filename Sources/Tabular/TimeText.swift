/// The one text of dates and instants as bytes, the same as `Day` and `Instant` have: what sinks write for every row
/// and read back strictly.
public enum TimeText {
    /// Bytes of `2024-01-31`.
    public static let dayLength = 10
    /// Of the longest instant.
    public static let longest = 27

    /// Bytes of `2024-01-31T13:30:00Z`, with a point and the digits where the column has any.
    public static func length(fractionDigits: Int) -> Int { fractionDigits > 0 ? 21 + min(fractionDigits, 6) : 20 }

    /// Writes `dayLength` bytes. The day has to be one of the calendar's.
    public static func write(day number: Int64, to place: UnsafeMutablePointer<UInt8>) {
        let (year, month, day) = Day(number: number).components
        write(year, width: 4, to: place)
        place[4] = UInt8(ascii: "-")
        write(month, width: 2, to: place + 5)
        place[7] = UInt8(ascii: "-")
        write(day, width: 2, to: place + 8)
    }

    /// Writes `length(fractionDigits:)` bytes; finer parts than the digits are cut. The instant has to be one of the
    /// calendar's.
    public static func write(instant microseconds: Int64, fractionDigits: Int, to place: UnsafeMutablePointer<UInt8>) {
        let day = Instant(microseconds: microseconds).dayUTC.number
        write(day: day, to: place)
        let rest = Int(microseconds - day * 86_400_000_000)
        let seconds = rest / 1_000_000
        place[10] = UInt8(ascii: "T")
        write(seconds / 3600, width: 2, to: place + 11)
        place[13] = UInt8(ascii: ":")
        write(seconds / 60 % 60, width: 2, to: place + 14)
        place[16] = UInt8(ascii: ":")
        write(seconds % 60, width: 2, to: place + 17)
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 6)
            var fraction = rest % 1_000_000
            for _ in digits..<6 { fraction /= 10 }
            place[19] = UInt8(ascii: ".")
            write(fraction, width: digits, to: place + 20)
        }
        place[length(fractionDigits: fractionDigits) - 1] = UInt8(ascii: "Z")
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public static func day(_ bytes: UnsafeRawBufferPointer) -> Day? { bytes.count == dayLength ? date(bytes) : nil }

    /// Reads the text that a column of these digits has and nothing else.
    public static func instant(_ bytes: UnsafeRawBufferPointer, fractionDigits: Int) -> Instant? {
        guard bytes.count == length(fractionDigits: fractionDigits), bytes[bytes.count - 1] == UInt8(ascii: "Z"),
            let day = date(bytes),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes, 11..<13), hour < 24, let minute = number(bytes, 14..<16), minute < 60,
            let second = number(bytes, 17..<19), second < 60
        else { return nil }
        var fraction = 0
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 6)
            guard bytes[19] == UInt8(ascii: "."), let value = number(bytes, 20..<20 + digits) else { return nil }
            fraction = value
            for _ in digits..<6 { fraction *= 10 }
        }
        return Instant(
            microseconds: day.startUTC.microseconds + Int64((hour * 3600 + minute * 60 + second) * 1_000_000 + fraction)
        )
    }

    /// The date at the beginning of the bytes.
    private static func date(_ bytes: UnsafeRawBufferPointer) -> Day? {
        guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes, 0..<4),
            let month = number(bytes, 5..<7), let day = number(bytes, 8..<10)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        var value = 0
        for position in range {
            guard bytes[position] &- 48 < 10 else { return nil }
            value = value * 10 + Int(bytes[position] - 48)
        }
        return value
    }

    /// The last `width` digits, with zeros in front.
    @inline(__always)
    private static func write(_ value: Int, width: Int, to place: UnsafeMutablePointer<UInt8>) {
        var rest = UInt32(truncatingIfNeeded: value)
        for position in stride(from: width - 1, through: 0, by: -1) {
            place[position] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}

/// A point in time, UTC, in microseconds since 1970-01-01T00:00:00Z.
///
/// Text is ISO 8601 with `Z` and a number of fraction digits that its column fixes (0 to 6), so that in one
/// dataset the order of the texts is the order in time.
///
/// 290,000 years either way have a place; arithmetic that leaves them stops at the last instant there is, so that no
/// number that an upstream sends can trap. Only the years 0001 to 9999 are read from text.
public struct Instant: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    @inlinable
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        self.microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Reads `2024-01-31T13:30:00Z`, with up to six fraction digits, `Z` or an offset such as `+00:00` or `+00`, and
    /// `T` or a space between date and time. Nothing is rounded: a seventh digit that is not zero is refused.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let instant = text.withUTF8({ Instant(utf8: $0) }) else { return nil }
        self = instant
    }

    /// The same from bytes of UTF-8.
    public init?(utf8: UnsafeBufferPointer<UInt8>) {
        var reader = InstantReader(utf8)
        guard let microseconds = reader.read() else { return nil }
        self.microseconds = microseconds
    }

    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// Whether the date in UTC lies in the years 0001 to 9999: only then is the text read back, and in the order of
    /// time.
    public var isInCalendar: Bool { dayUTC.isInCalendar }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        Instant.floorDivide(microseconds, by: 1_000_000)
    }

    /// The date in UTC.
    public var dayUTC: Day {
        Day(number: Instant.floorDivide(microseconds, by: 86_400_000_000))
    }

    public func adding(seconds: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(Instant(seconds: seconds).microseconds)
        return Instant(microseconds: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    public func adding(days: Int) -> Instant {
        let (seconds, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400)
        return adding(seconds: overflow ? (days < 0 ? .min : .max) : seconds)
    }

    /// Seconds from another instant to this one.
    public func seconds(since other: Instant) -> Double {
        let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
        return (overflow ? Double(microseconds) - Double(other.microseconds) : Double(difference)) / 1_000_000
    }

    /// `2024-01-31T13:30:00Z` with the given number of fraction digits; finer parts are cut, never rounded up.
    public func text(fractionDigits: Int = 0) -> String {
        var bytes: [UInt8] = []
        append(to: &bytes, fractionDigits: fractionDigits)
        return String(decoding: bytes, as: UTF8.self)
    }

    public func append(to bytes: inout [UInt8], fractionDigits: Int) {
        let day = dayUTC
        day.append(to: &bytes)
        let rest = Int((microseconds % 86_400_000_000 + 86_400_000_000) % 86_400_000_000)
        let seconds = rest / 1_000_000
        bytes.append(UInt8(ascii: "T"))
        DecimalDigits.append(seconds / 3600, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        DecimalDigits.append(seconds / 60 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        DecimalDigits.append(seconds % 60, width: 2, to: &bytes)
        if fractionDigits > 0 {
            bytes.append(UInt8(ascii: "."))
            var fraction = rest % 1_000_000
            for _ in 0..<(6 - min(fractionDigits, 6)) { fraction /= 10 }
            DecimalDigits.append(fraction, width: min(fractionDigits, 6), to: &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601, UTC; microseconds only when there are any.
    public var description: String { text(fractionDigits: microseconds % 1_000_000 == 0 ? 0 : 6) }
}

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is not an instant like 2024-01-31T13:30:00Z")
        }
        self = instant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

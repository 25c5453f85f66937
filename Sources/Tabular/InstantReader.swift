/// Reads the forms of ISO 8601 and RFC 3339 that upstreams send.
struct InstantReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The bytes must outlive the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func read() -> Int64? {
        guard let year = fourDigits(), skip("-"), let month = twoDigits(), skip("-"), let dayOfMonth = twoDigits(),
            let day = Day(year: year, month: month, day: dayOfMonth), skip("T") || skip(" ") || skip("t")
        else { return nil }
        guard let hour = twoDigits(), skip(":"), let minute = twoDigits(), skip(":"), let second = twoDigits(),
            hour < 24, minute < 60, second < 60, let fraction = fraction(), let offset = offset(),
            position == bytes.count
        else { return nil }
        let seconds = day.number * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
        let instant = Instant(microseconds: seconds * 1_000_000 + fraction)
        // An offset can carry the ends of the calendar out of it, and a year of five digits would sort wrongly.
        return instant.isInCalendar ? instant.microseconds : nil
    }

    private mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
            if count < 6 {
                value = value * 10 + Int64(bytes[position] - 48)
            } else if bytes[position] != 48 {
                return nil
            }
            count += 1
            position += 1
        }
        guard count > 0 else { return nil }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = twoDigits(), hours < 24 else { return nil }
        guard skip(":") else { return position == bytes.count ? sign * hours * 3600 : nil }
        guard let minutes = twoDigits(), minutes < 60 else { return nil }
        guard skip(":") else { return sign * (hours * 3600 + minutes * 60) }
        guard let seconds = twoDigits(), seconds < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60 + seconds)
    }

    private mutating func fourDigits() -> Int? {
        guard let high = twoDigits(), let low = twoDigits() else { return nil }
        return high * 100 + low
    }

    @inline(__always)
    private mutating func twoDigits() -> Int? {
        guard position &+ 2 <= bytes.count else { return nil }
        let (tens, ones) = (bytes[position] &- 48, bytes[position &+ 1] &- 48)
        guard tens < 10, ones < 10 else { return nil }
        position &+= 2
        return Int(tens) &* 10 &+ Int(ones)
    }

    @inline(__always)
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }
}

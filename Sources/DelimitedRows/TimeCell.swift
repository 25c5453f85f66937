import Tabular

/// The bytes of dates and instants, the same as `Day` and `Instant` have in text.
enum TimeCell {
    /// The numbers of 0001-01-01 and 9999-12-31.
    static let calendar: ClosedRange<Int64> = -719_162...2_932_896

    @inline(__always)
    static func writeDay(_ number: Int64, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let (year, month, day) = Day(number: number).components
        NumberCell.write(year, width: 4, to: place)
        place[4] = UInt8(ascii: "-")
        NumberCell.write(month, width: 2, to: place + 5)
        place[7] = UInt8(ascii: "-")
        NumberCell.write(day, width: 2, to: place + 8)
        return 10
    }

    /// `2024-01-31T13:30:00Z`, with a point and the digits where the column has any.
    static func length(fractionDigits: Int) -> Int { fractionDigits > 0 ? 21 + min(fractionDigits, 6) : 20 }

    @inline(__always)
    static func writeInstant(_ microseconds: Int64, fractionDigits: Int, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let day = Instant(microseconds: microseconds).dayUTC
        _ = writeDay(day.number, to: place)
        let rest = Int(microseconds - day.number * 86_400_000_000)
        let seconds = rest / 1_000_000
        place[10] = UInt8(ascii: "T")
        NumberCell.write(seconds / 3600, width: 2, to: place + 11)
        place[13] = UInt8(ascii: ":")
        NumberCell.write(seconds / 60 % 60, width: 2, to: place + 14)
        place[16] = UInt8(ascii: ":")
        NumberCell.write(seconds % 60, width: 2, to: place + 17)
        var position = 19
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 6)
            place[19] = UInt8(ascii: ".")
            var fraction = rest % 1_000_000
            for _ in digits..<6 { fraction /= 10 }
            NumberCell.write(fraction, width: digits, to: place + 20)
            position += 1 + digits
        }
        place[position] = UInt8(ascii: "Z")
        return position + 1
    }
}

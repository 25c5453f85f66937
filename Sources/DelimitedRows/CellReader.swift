import Tabular

/// Reads the text of cells, and only the one text that each value is written as: another spelling was not written by this format.
enum CellReader {
    /// An integer, a boolean as 0 or 1, a day's number, an instant in microseconds; nil where the bytes are not of the type.
    static func integer(_ bytes: UnsafeRawBufferPointer, as type: ColumnType) -> Int64? {
        switch type {
        case .integer: whole(bytes)
        case .boolean: bytes.elementsEqual("true".utf8) ? 1 : bytes.elementsEqual("false".utf8) ? 0 : nil
        case .day: day(bytes)?.number
        case .instant(let digits): instant(bytes, fractionDigits: digits)
        case .text, .decimal: nil
        }
    }

    /// Whether it is a decimal in JSON's grammar of a number.
    static func isDecimal(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var position = bytes.first == UInt8(ascii: "-") ? 1 : 0
        let whole = position
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        let isPlain = position > whole && (bytes[whole] != 48 || position == whole + 1)
        if isPlain, position == bytes.count { return true }
        if isPlain, bytes[position] == UInt8(ascii: ".") {
            let fraction = position + 1
            position = fraction
            while position < bytes.count, isDigit(bytes[position]) { position += 1 }
            if position > fraction, position == bytes.count { return true }
        }
        return DecimalText.isDecimal(bytes)
    }

    private static func whole(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = bytes.dropFirst(isNegative ? 1 : 0)
        guard let first = digits.first, first != 48 || (digits.count == 1 && !isNegative) else { return nil }
        // Downwards, because the smallest number has no positive counterpart.
        var value: Int64 = 0
        for byte in digits {
            guard isDigit(byte) else { return nil }
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (difference, underflows) = product.subtractingReportingOverflow(Int64(byte - 48))
            if overflows || underflows { return nil }
            value = difference
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    private static func day(_ bytes: UnsafeRawBufferPointer) -> Day? {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        guard let year = number(bytes, 0..<4), let month = number(bytes, 5..<7), let day = number(bytes, 8..<10) else { return nil }
        return Day(year: year, month: month, day: day)
    }

    private static func instant(_ bytes: UnsafeRawBufferPointer, fractionDigits: Int) -> Int64? {
        guard bytes.count == TimeCell.length(fractionDigits: fractionDigits), bytes.last == UInt8(ascii: "Z"),
            let day = day(UnsafeRawBufferPointer(rebasing: bytes[..<10])), bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let hour = number(bytes, 11..<13), hour < 24,
            let minute = number(bytes, 14..<16), minute < 60, let second = number(bytes, 17..<19), second < 60
        else { return nil }
        var fraction = 0
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 6)
            guard bytes[19] == UInt8(ascii: "."), let value = number(bytes, 20..<20 + digits) else { return nil }
            fraction = value
            for _ in digits..<6 { fraction *= 10 }
        }
        return day.startUTC.microseconds + Int64((hour * 3600 + minute * 60 + second) * 1_000_000 + fraction)
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        var value = 0
        for position in range {
            guard isDigit(bytes[position]) else { return nil }
            value = value * 10 + Int(bytes[position] - 48)
        }
        return value
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

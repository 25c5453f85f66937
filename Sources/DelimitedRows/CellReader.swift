import Tabular

/// Reads the text of cells, and only the one text that each value is written as: another spelling was not written by
/// this format.
enum CellReader {
    /// An integer, a boolean as 0 or 1, a day's number, an instant in microseconds; nil where the bytes are not of the
    /// type.
    static func integer(_ bytes: UnsafeRawBufferPointer, as type: ColumnType) -> Int64? {
        switch type {
        case .integer: whole(bytes)
        case .boolean: bytes.elementsEqual("true".utf8) ? 1 : bytes.elementsEqual("false".utf8) ? 0 : nil
        case .day: TimeText.day(bytes)?.number
        case .instant(let digits): TimeText.instant(bytes, fractionDigits: digits)?.microseconds
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

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

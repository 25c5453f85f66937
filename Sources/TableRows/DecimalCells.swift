import Tabular

/// The two cells of a decimal: a double to compute with, and the text where the double's shortest text is another one.
///
/// Beyond the doubles the number is an infinity or a zero, and the text says what it is. SQLite keeps no sign of a zero, so `-0` has its text.
struct DecimalCells {
    let number: Double
    let needsText: Bool

    /// nil when the bytes are no decimal.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let plain = DecimalCells(plain: bytes) {
            self = plain
        } else {
            self.init(any: Array(bytes))
        }
    }

    /// Every decimal, by its double's text: some 300 ns.
    init?(any bytes: [UInt8]) {
        guard DecimalText.isDecimal(bytes), let double = DecimalText.double(bytes[...]) else { return nil }
        number = double
        needsText = !ShortestDecimal.text(double).utf8.elementsEqual(bytes) || double == 0 && double.sign == .minus
    }

    /// A decimal of at most 15 significant digits without an exponent; nil for any other bytes. No double is turned into text.
    ///
    /// Two decimals of at most 15 digits never share a double. So the shortest text of this one's double has exactly these digits, and it is
    /// this text unless that is written otherwise than Swift writes: with zeros at the end of the fraction, or below 0.0001, where Swift
    /// takes exponents.
    init?(plain bytes: UnsafeBufferPointer<UInt8>) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        // 19 digits and a point: the digits fit in 64 bits.
        guard bytes.count > start, bytes.count - start <= 20 else { return nil }
        var position = start
        var digits: UInt64 = 0
        while position < bytes.count, bytes[position] &- 48 < 10 {
            digits = digits &* 10 &+ UInt64(bytes[position] &- 48)
            position += 1
        }
        guard position > start, bytes[start] != 48 || position == start + 1 else { return nil }
        var fractionDigits = 0
        if position < bytes.count {
            guard bytes[position] == UInt8(ascii: ".") else { return nil }
            fractionDigits = bytes.count - position - 1
            position += 1
            while position < bytes.count, bytes[position] &- 48 < 10 {
                digits = digits &* 10 &+ UInt64(bytes[position] &- 48)
                position += 1
            }
            guard fractionDigits > 0, position == bytes.count else { return nil }
        } else if bytes.count - start > 19 {
            return nil
        }
        guard digits < 1_000_000_000_000_000 else { return nil }
        // Both are exact doubles, so one division rounds once.
        let double = Double(digits) / DecimalCells.powersOfTen[fractionDigits]
        number = isNegative ? -double : double
        let isShortest = digits == 0 ? !isNegative : double >= 0.0001
        needsText = !isShortest || fractionDigits > 0 && bytes[bytes.count - 1] == 48
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ]
}

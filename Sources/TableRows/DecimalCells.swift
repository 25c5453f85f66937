import Tabular

/// The two cells of a decimal: a double to compute with, and the text where the double's shortest text is another one.
///
/// Beyond the doubles the number is an infinity or a zero, and the text says what it is. SQLite keeps no sign of a
/// zero, so `-0` has its text.
struct DecimalCells {
    let number: Double
    let needsText: Bool

    /// nil when the bytes are no decimal.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let plain = PlainDecimal(bytes) else {
            guard DecimalText.isDecimal(bytes) else { return nil }
            self.init(comparing: bytes)
            return
        }
        if let cells = DecimalCells(plain) { self = cells } else { self.init(comparing: bytes) }
    }

    /// A plain decimal of at most 15 significant digits; nil for one of more. No double is turned into text.
    ///
    /// Two decimals of at most 15 digits never share a double. So the shortest text of this one's double has exactly
    /// these digits, and it is this text unless that is written otherwise than Swift writes: without a fraction, with
    /// zeros at its end but for the one of `5.0`, or below 0.0001, where Swift takes exponents.
    init?(_ plain: PlainDecimal) {
        guard plain.digitCount <= 19, plain.digits < 1_000_000_000_000_000 else { return nil }
        // Both are exact doubles, so one division rounds once.
        let double = Double(plain.digits) / DecimalCells.powersOfTen[plain.fractionDigits]
        number = plain.isNegative ? -double : double
        let isShortest = plain.digits == 0 ? !plain.isNegative : double >= 0.0001
        needsText = !isShortest || plain.fractionDigits == 0 || plain.fractionDigits > 1 && plain.digits % 10 == 0
    }

    /// Every decimal, by the text of its double: some 300 ns.
    init?(comparing bytes: UnsafeBufferPointer<UInt8>) {
        guard let double = Double(String(decoding: bytes, as: UTF8.self)) else { return nil }
        number = double
        var shortest = ShortestDecimal.text(double)
        needsText = !shortest.withUTF8 { $0.elementsEqual(bytes) } || double == 0 && double.sign == .minus
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ]
}

/// A decimal without an exponent, taken apart: `-12.50`.
struct PlainDecimal {
    let isNegative: Bool
    /// All of them as one number, while they are no more than 19: 1250.
    let digits: UInt64
    let digitCount: Int
    let fractionDigits: Int

    /// nil when the bytes are no number of JSON's, or one with an exponent.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        isNegative = bytes.first == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        var position = start
        var digits: UInt64 = 0
        while position < bytes.count, bytes[position] &- 48 < 10 {
            digits = digits &* 10 &+ UInt64(bytes[position] &- 48)
            position += 1
        }
        let wholeDigits = position - start
        guard wholeDigits > 0, wholeDigits == 1 || bytes[start] != 48 else { return nil }
        if position < bytes.count {
            guard bytes[position] == UInt8(ascii: ".") else { return nil }
            position += 1
            let fraction = position
            while position < bytes.count, bytes[position] &- 48 < 10 {
                digits = digits &* 10 &+ UInt64(bytes[position] &- 48)
                position += 1
            }
            guard position == bytes.count, position > fraction else { return nil }
            fractionDigits = position - fraction
        } else {
            fractionDigits = 0
        }
        digitCount = wholeDigits + fractionDigits
        self.digits = digits
    }
}

/// The shortest text of a double, as Swift and Python print it: `187.15`, `5.0`, `1e-07`.
package enum ShortestDecimal {
    package static func text(_ double: Double) -> String { double.description }
}

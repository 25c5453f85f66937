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

/// The shortest decimal of a number that an upstream kept as a 32-bit float and printed as a double: `187.15` for `187.14999389648438`.
///
/// Yahoo's prices come that way. The text is shortened only when it names exactly the double that the 32-bit float widens to; every
/// other text is kept as sent. All decisions are in integer arithmetic, so the result is exact.
public enum Float32Text {
    /// Appends the shortest text, or the bytes as they are.
    public static func appendShortest(of text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard let shortest = shortest(of: text) else {
            output.append(contentsOf: text)
            return
        }
        if shortest.isNegative { output.append(UInt8(ascii: "-")) }
        append(shortest.digits, fractionDigits: shortest.fractionDigits, to: &output)
    }

    /// For tests and slow paths.
    public static func shortest(_ text: String) -> String {
        var output: [UInt8] = []
        appendShortest(of: Array(text.utf8)[...], to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private struct Shortest {
        let isNegative: Bool
        let digits: UInt64
        let fractionDigits: Int
    }

    /// nil: keep the text as sent.
    private static func shortest(of text: ArraySlice<UInt8>) -> Shortest? {
        var mantissa: UInt64 = 0
        var digits = 0
        var fractionDigits = 0
        var isFraction = false
        var index = text.startIndex
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { index += 1 }
        while index < text.endIndex {
            let byte = text[index]
            if byte >= 48, byte <= 57 {
                digits += 1
                mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                if isFraction { fractionDigits += 1 }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                return nil
            }
            index += 1
        }
        // A float32 that is not already short prints 8 or more digits as a double.
        guard digits >= 8, digits <= 19, mantissa > 0, fractionDigits > 0, fractionDigits <= 18 else { return nil }
        let nearest = Float(Double(mantissa) / DecimalText.powersOfTen[fractionDigits])
        // Below 2^-7 and from 2^23 on the integers below would not fit; prices are not there.
        guard nearest >= 0x1p-7, nearest < 0x1p23 else { return nil }
        let significand = UInt64(nearest.significandBitPattern) | 1 << 23
        let shift = 23 - Int(nearest.exponent)
        guard names(mantissa, fractionDigits: fractionDigits, double: significand, shift: shift) else { return nil }
        // At a power of two the interval below is half as wide; the standard library's printer takes care of those few.
        guard significand != 1 << 23 else { return fromDescription(of: nearest, isNegative: isNegative) }
        var power: UInt64 = 1
        for places in 0..<fractionDigits {
            let scaled = significand * power
            // Rounds half to even, as printers of floats do.
            let half: UInt64 = 1 << (shift - 1)
            var candidate = (scaled + half) >> shift
            if scaled & (half | (half - 1)) == half, candidate & 1 == 1 { candidate -= 1 }
            let rounded = candidate << shift
            let distance = rounded > scaled ? rounded - scaled : scaled - rounded
            if 2 * distance < power || (2 * distance == power && significand & 1 == 0) {
                return Shortest(isNegative: isNegative, digits: candidate, fractionDigits: places)
            }
            guard places < 11 else { return nil }
            power *= 10
        }
        return nil
    }

    /// Whether `mantissa / 10^fractionDigits` is nearer to the double `significand / 2^shift` than to any other double: the distance is
    /// below half a unit in the 53rd place, compared after multiplying by `10^fractionDigits * 2^(shift + 30)`.
    private static func names(_ mantissa: UInt64, fractionDigits: Int, double significand: UInt64, shift: Int) -> Bool {
        let scale = UInt128(integerPowersOfTen[fractionDigits])
        let sent = UInt128(mantissa) << UInt128(shift + 30)
        let float = UInt128(significand) * scale << 30
        return (sent > float ? sent - float : float - sent) < scale
    }

    private static func fromDescription(of float: Float, isNegative: Bool) -> Shortest? {
        let text = float.description
        guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return nil }
        let fraction = text[text.index(after: point)...]
        guard fraction != "0" else { return UInt64(text[..<point]).map { Shortest(isNegative: isNegative, digits: $0, fractionDigits: 0) } }
        guard let digits = UInt64(text[..<point] + fraction) else { return nil }
        return Shortest(isNegative: isNegative, digits: digits, fractionDigits: fraction.count)
    }

    private static func append(_ digits: UInt64, fractionDigits: Int, to output: inout [UInt8]) {
        var rest = digits
        var length = 1
        var bound: UInt64 = 10
        while digits >= bound, length < 19 {
            length += 1
            bound *= 10
        }
        length = max(length, fractionDigits + 1)
        var divisor = integerPowersOfTen[length - 1]
        for position in 0..<length {
            if position == length - fractionDigits { output.append(UInt8(ascii: ".")) }
            output.append(UInt8(truncatingIfNeeded: 48 + rest / divisor))
            rest %= divisor
            divisor /= 10
            if divisor == 0 { divisor = 1 }
        }
    }

    private static let integerPowersOfTen: [UInt64] = {
        var powers: [UInt64] = [1]
        for _ in 1...18 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()
}

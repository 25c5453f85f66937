/// The shortest decimal of a number that an upstream kept as a 32-bit float and printed as a double: `187.15` for
/// `187.14999389648438`.
///
/// Yahoo's prices come that way. The text is shortened only when it names exactly the double that the 32-bit float
/// widens to; every other text is kept as sent. All decisions are in integer arithmetic, so the result is exact.
public enum Float32Text {
    /// Appends the shortest text, or the bytes as they are.
    public static func appendShortest(of text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        text.withUnsafeBufferPointer { appendShortest(of: $0, to: &output) }
    }

    /// The same for bytes that are lent.
    public static func appendShortest(of text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(text.count, 1)) { room in
            guard let place = room.baseAddress else { return }
            output.append(contentsOf: UnsafeBufferPointer(start: place, count: writeShortest(of: text, to: place)))
        }
    }

    /// Writes the shortest text, or the bytes as they are, and answers how many it wrote: never more than the text has.
    /// The form for loops.
    public static func writeShortest(of text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int
    {
        if let shortest = shortest(of: text) { return write(shortest, to: place) }
        if let start = text.baseAddress { place.update(from: start, count: text.count) }
        return text.count
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
    private static func shortest(of text: UnsafeBufferPointer<UInt8>) -> Shortest? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = text.count - (isNegative ? 2 : 1)
        // A float32 that is not already short prints 8 or more digits as a double.
        guard digits >= 8, digits <= 19 else { return nil }
        var mantissa: UInt64 = 0
        var index = isNegative ? 1 : 0
        let start = index
        while text[index] &- 48 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(truncatingIfNeeded: text[index] &- 48)
            index += 1
            if index == text.count { return nil }
        }
        guard text[index] == UInt8(ascii: "."), index > start,
            let fraction = EightDigits.fraction(of: text, from: index + 1)
        else {
            return nil
        }
        mantissa = mantissa &* fraction.scale &+ fraction.value
        // Doubles print 17 digits; converting from signed integers is the cheaper one.
        guard mantissa > 0, let sent = Int64(exactly: mantissa) else { return nil }
        let nearest = Float(Double(sent) / Double(Int64(fraction.scale)))
        // Below 2^-7 and from 2^23 on the integers below would not fit; prices are not there.
        guard nearest >= 0x1p-7, nearest < 0x1p23 else { return nil }
        let significand = UInt64(nearest.bitPattern & 0x7F_FFFF) | 1 << 23
        let shift = 150 - UInt64(nearest.bitPattern >> 23)
        guard names(mantissa, scale: fraction.scale, double: significand, shift: shift) else { return nil }
        // At a power of two the interval below is half as wide; the standard library's printer takes care of those few.
        guard significand != 1 << 23 else { return fromDescription(of: nearest, isNegative: isNegative) }
        return shortest(significand, shift: shift, sentDigits: text.count - index - 1, isNegative: isNegative)
    }

    /// The first decimal, by its number of fraction digits, that is nearer to `significand / 2^shift` than to any other
    /// float.
    @inline(__always)
    private static func shortest(_ significand: UInt64, shift: UInt64, sentDigits: Int, isNegative: Bool) -> Shortest? {
        // Floats below 65,536 are less than a hundredth apart: at most one whole number of hundredths names such a
        // float, and a shorter decimal is that one without its zeros.
        let startsAtHundredths = shift >= 8 && sentDigits >= 2
        var places = startsAtHundredths ? 2 : 0
        var power: UInt64 = startsAtHundredths ? 100 : 1
        let half: UInt64 = 1 &<< (shift &- 1)
        while places < sentDigits, places <= 11 {
            let scaled = significand &* power
            // Rounds half to even, as printers of floats do.
            var candidate = (scaled &+ half) &>> shift
            if scaled & (half | (half &- 1)) == half, candidate & 1 == 1 { candidate &-= 1 }
            let rounded = candidate &<< shift
            let distance = rounded > scaled ? rounded &- scaled : scaled &- rounded
            if 2 &* distance < power || (2 &* distance == power && significand & 1 == 0) {
                if startsAtHundredths {
                    while places > 0, candidate % 10 == 0 {
                        candidate /= 10
                        places -= 1
                    }
                }
                return Shortest(isNegative: isNegative, digits: candidate, fractionDigits: places)
            }
            places &+= 1
            power &*= 10
        }
        return nil
    }

    /// Whether `mantissa / scale` is nearer to the double `significand / 2^shift` than to any other double: the
    /// distance is below half a unit in the 53rd place, compared after multiplying by `scale * 2^(shift + 30)`.
    @inline(__always)
    private static func names(_ mantissa: UInt64, scale: UInt64, double significand: UInt64, shift: UInt64) -> Bool {
        let sent = UInt128(mantissa) &<< UInt128(shift &+ 30)
        let float = (UInt128(significand) &* UInt128(scale)) &<< 30
        return (sent > float ? sent &- float : float &- sent) < UInt128(scale)
    }

    private static func fromDescription(of float: Float, isNegative: Bool) -> Shortest? {
        let text = float.description
        guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return nil }
        let fraction = text[text.index(after: point)...]
        guard fraction != "0" else {
            return UInt64(text[..<point]).map { Shortest(isNegative: isNegative, digits: $0, fractionDigits: 0) }
        }
        guard let digits = UInt64(text[..<point] + fraction) else { return nil }
        return Shortest(isNegative: isNegative, digits: digits, fractionDigits: fraction.count)
    }

    /// From the end, so that every division is by a constant.
    @inline(__always)
    private static func write(_ shortest: Shortest, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let digits = max(length(of: shortest.digits), shortest.fractionDigits &+ 1)
        let count = digits &+ (shortest.fractionDigits > 0 ? 1 : 0) &+ (shortest.isNegative ? 1 : 0)
        var position = count
        var rest = shortest.digits
        for _ in 0..<shortest.fractionDigits {
            position &-= 1
            place[position] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
        }
        if shortest.fractionDigits > 0 {
            position &-= 1
            place[position] = UInt8(ascii: ".")
        }
        repeat {
            position &-= 1
            place[position] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
            rest /= 10
        } while rest > 0
        if shortest.isNegative { place[0] = UInt8(ascii: "-") }
        return count
    }

    @inline(__always)
    private static func length(of digits: UInt64) -> Int {
        var length = 1
        var bound: UInt64 = 10
        while digits >= bound, length < 19 {
            length &+= 1
            bound &*= 10
        }
        return length
    }
}

/// Reads ASCII digits eight at a time.
private enum EightDigits {
    /// The digits from `start` to the end as one number, and ten to the power of how many there are; nil unless there
    /// are 1 to 18 and all are digits. The text must have 8 bytes, wherever `start` is.
    @inline(__always)
    static func fraction(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> (value: UInt64, scale: UInt64)? {
        let count = text.count &- start
        guard count > 0, count <= 18, text.count >= 8 else { return nil }
        let bytes = UnsafeRawBufferPointer(text)
        var value: UInt64 = 0
        var scale: UInt64 = 1
        var index = start
        while index &+ 8 <= text.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            guard areDigits(word) else { return nil }
            value = value &* 100_000_000 &+ number(word)
            scale = scale &* 100_000_000
            index &+= 8
        }
        let rest = text.count &- index
        guard rest > 0 else { return (value, scale) }
        // The last eight bytes, those before the rest made zeros.
        let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self))
        let shift = UInt64(truncatingIfNeeded: 8 &* (8 &- rest))
        let word = ((last &>> shift) &<< shift) | (zeros &>> (64 &- shift))
        guard areDigits(word) else { return nil }
        let power = powerOfTen(rest)
        return (value &* power &+ number(word), scale &* power)
    }

    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    @inline(__always)
    private static func areDigits(_ word: UInt64) -> Bool {
        (word & 0xF0F0_F0F0_F0F0_F0F0) | (((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4)
            == 0x3333_3333_3333_3333
    }

    /// The first byte is the highest digit: pairs, then fours, then all eight.
    @inline(__always)
    private static func number(_ word: UInt64) -> UInt64 {
        let pairs = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
        let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
        return ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
    }

    @inline(__always)
    private static func powerOfTen(_ exponent: Int) -> UInt64 {
        switch exponent {
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        default: 10_000_000
        }
    }
}

/// Decimal numbers as the text that names them. Comparing is exact; a double is only for rules with a tolerance.
public enum DecimalText {
    /// `-12.50`, `1E+3`: JSON's grammar of a number.
    public static func isDecimal(_ bytes: some Collection<UInt8>) -> Bool { DecimalParts(bytes) != nil }

    /// The same for bytes that are lent: what nearly all look like is told without taking it apart.
    public static func isDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        ExactDecimal.short(bytes) != nil || DecimalParts(bytes) != nil
    }

    /// The nearest double; nil when the bytes are no decimal.
    @inlinable
    public static func double(_ bytes: ArraySlice<UInt8>) -> Double? { bytes.withUnsafeBufferPointer { double($0) } }

    @inlinable
    public static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var mantissa: UInt64 = 0
        var fractionDigits = 0
        var digits = 0
        var isFraction = false
        var isNegative = false
        var index = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") {
            isNegative = true
            index += 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 48, byte <= 57 {
                digits += 1
                if digits > 18 { return slowDouble(bytes) }
                mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                if isFraction { fractionDigits += 1 }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                return slowDouble(bytes)
            }
            index += 1
        }
        guard digits > 0, mantissa < 1 << 53 else { return slowDouble(bytes) }
        // Both are exact doubles, so one division rounds once (Clinger's fast path).
        let value = Double(mantissa) / powersOfTen[fractionDigits]
        return isNegative ? -value : value
    }

    @usableFromInline
    static func slowDouble(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard isDecimal(bytes) else { return nil }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    /// Whether two decimals are the same number: `0.10` and `1e-1` are.
    public static func isEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        if left.elementsEqual(right) { return true }
        guard let left = DecimalParts(left), let right = DecimalParts(right) else { return false }
        return left == right
    }

    @usableFromInline
    static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ]
}

/// A decimal taken apart: sign, digits without leading or trailing zeros, and the power of ten of the last digit.
/// Two texts name the same number exactly when their parts are equal.
private struct DecimalParts: Hashable {
    private(set) var isNegative = false
    private(set) var digits: [UInt8] = []
    private(set) var exponent = 0

    /// nil when the bytes are not a JSON number.
    init?(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        if rest.first == UInt8(ascii: "-") {
            isNegative = true
            rest.removeFirst()
        }
        let whole = rest.prefix { $0 >= 48 && $0 <= 57 }
        guard !whole.isEmpty, whole.count == 1 || whole.first != 48 else { return nil }
        rest.removeFirst(whole.count)
        digits = Array(whole)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = rest.prefix { $0 >= 48 && $0 <= 57 }
            guard !fraction.isEmpty else { return nil }
            rest.removeFirst(fraction.count)
            digits += fraction
            exponent = -fraction.count
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            var isNegativePower = false
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                isNegativePower = rest.first == UInt8(ascii: "-")
                rest.removeFirst()
            }
            guard !rest.isEmpty, rest.allSatisfy({ $0 >= 48 && $0 <= 57 }),
                let power = Int(String(decoding: rest, as: UTF8.self)),
                power < 1 << 40
            else { return nil }
            exponent += isNegativePower ? -power : power
            rest = []
        }
        guard rest.isEmpty else { return nil }
        digits = Array(digits.drop { $0 == 48 })
        while digits.last == 48 {
            digits.removeLast()
            exponent += 1
        }
        if digits.isEmpty {
            isNegative = false
            exponent = 0
        }
    }
}

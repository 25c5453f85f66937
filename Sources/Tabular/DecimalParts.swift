/// A decimal taken apart: sign, digits without leading or trailing zeros, and the power of ten of the last digit.
/// Two texts name the same number exactly when their parts are equal.
struct DecimalParts: Hashable {
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

/// Numbers that follow from a name: the same in every run, and each of them without those before it.
struct VenueSeed: Hashable, Sendable {
    private let value: UInt64

    init(_ name: String) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        value = hash
    }

    func number(_ index: Int, _ salt: Int = 0) -> UInt64 {
        var generator = SplitMix(
            seed: value &+ UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(salt))
                << 56)
        return generator.next()
    }

    /// From 0 up to, not including, `bound`.
    func below(_ bound: Int, _ index: Int, _ salt: Int = 0) -> Int {
        Int(number(index, salt) >> 1) % max(bound, 1)
    }

    /// Lower-case hexadecimal digits.
    func hex(_ count: Int, _ index: Int, _ salt: Int = 0) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        let digits = Array("0123456789abcdef".utf8)
        var part = 0
        while bytes.count < count {
            var bits = number(index &* 8 &+ part, salt)
            for _ in 0..<16 where bytes.count < count {
                bytes.append(digits[Int(bits & 15)])
                bits >>= 4
            }
            part += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Decimal digits, behind a beginning that keeps them below 2 to the power of 256.
    func digits(_ count: Int, beginning: String, _ index: Int) -> String {
        var bytes = Array(beginning.utf8)
        var part = 0
        while bytes.count < count {
            var rest = number(index &* 8 &+ part, 1)
            for _ in 0..<18 where bytes.count < count {
                bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            }
            part += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A UUID's form.
    func uuid(_ index: Int) -> String {
        let text = hex(32, index, 2)
        var parts: [Substring] = []
        var rest = text[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}

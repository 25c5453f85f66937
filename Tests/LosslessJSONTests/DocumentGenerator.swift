/// Makes JSON texts that nobody would write by hand, the same ones everywhere (SplitMix64), and breaks them.
struct DocumentGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &self) ?? "" }

    /// A valid text, but that keys of one object may be equal now and then.
    mutating func document() -> [UInt8] { Array((space() + value(depth: 0) + space()).utf8) }

    private mutating func space() -> String { chance(80) ? "" : pick([" ", "\n", "\t", "\r\n", "   ", "\n        "]) }

    private mutating func value(depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 5 ? 10 : 6), using: &self) {
        case 0: return pick(["null", "true", "false"])
        case 1...3: return number()
        case 4...5: return string()
        case 6...7: return list("[", "]") { $0.value(depth: depth + 1) }
        default: return list("{", "}") { $0.key() + $0.space() + ":" + $0.space() + $0.value(depth: depth + 1) }
        }
    }

    private mutating func list(_ open: String, _ close: String, _ item: (inout DocumentGenerator) -> String) -> String {
        let count = chance(3) ? Int.random(in: 15...40, using: &self) : Int.random(in: 0...4, using: &self)
        var items: [String] = []
        for _ in 0..<count { items.append(space() + item(&self) + space()) }
        return open + (items.isEmpty ? space() : items.joined(separator: ",")) + close
    }

    private mutating func key() -> String {
        chance(2)
            ? pick(["\"a\"", "\"\\u0061\"", "\"\"", "\"date\""])
            : "\"" + String(next(), radix: 36) + string().dropFirst()
    }

    private mutating func digits(_ range: ClosedRange<Int>) -> String {
        var text = ""
        for _ in 0..<Int.random(in: range, using: &self) { text += String(Int.random(in: 0...9, using: &self)) }
        return text
    }

    private mutating func number() -> String {
        var text = chance(25) ? "-" : ""
        text += chance(20) ? "0" : String(Int.random(in: 1...9, using: &self)) + digits(chance(5) ? 0...30 : 0...12)
        if chance(50) { text += "." + digits(1...18) }
        if chance(15) { text += pick(["e", "E", "e+", "e-", "E+", "E-"]) + digits(1...2) }
        if chance(10) { text = Double(Float.random(in: -1000...1000, using: &self)).description }
        return text
    }

    private mutating func string() -> String {
        var text = "\""
        for _ in 0..<(chance(10) ? 40 : Int.random(in: 0...12, using: &self)) {
            switch Int.random(in: 0..<20, using: &self) {
            case 0: text += pick(["\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t"])
            case 1: text += pick(["\\u0041", "\\u00e9", "\\u20AC", "\\ud83d\\ude00", "\\u0000", "\\uFFFF", "\\u0301"])
            case 2: text += pick(["é", "€", "😀", "\u{7F}", "\u{80}", "\u{10FFFF}", "\u{2028}", "\u{FEFF}", "ß", "日本"])
            default: text += String(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &self)))
            }
        }
        return text + "\""
    }

    private static let fragments: [String] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "+", ".", "e", "E1", "1e400", "nul", "true", "NaN",
        "Infinity", "\\u",
        "\\ud83d", "\\udc00",
        "\\u00", "\0", "\u{1}", "\n", " ", "\u{FEFF}", "//", "'", "01", "-0", "1.", ".5", "{}", "[]", "\"a\":1,",
        ",\"a\":1", "é",
    ]

    /// The bytes with one to three places broken.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            let place = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, place + Int.random(in: 1...4, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.removeLast(Int.random(in: 0...min(bytes.count, 20), using: &self))
            case 2: bytes.insert(contentsOf: Self.fragments.randomElement(using: &self)?.utf8 ?? "".utf8, at: place)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &self))
            case 4: if place < bytes.count { bytes[place] = UInt8.random(in: .min ... .max, using: &self) }
            default: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self) }
            }
        }
        return bytes
    }
}

import Tabular

/// As-traded prices of a symbol on a day, in cents, from a hash of both.
struct FakePrice {
    let open: Double
    let close: Double
    let range: Double
    let volume: Int

    init(symbol: String, day: Day) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in symbol.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        let base = 2_000 + Int(hash % 40_000)
        hash = (hash ^ UInt64(bitPattern: day.number)) &* 1_099_511_628_211
        hash ^= hash >> 29
        let drift = Int(day.number % 997)
        open = Double(base + drift + Int(hash % 300)) / 100
        close = Double(base + drift + Int((hash >> 9) % 300)) / 100
        range = Double(1 + Int((hash >> 20) % 150)) / 100
        volume = (1_000 + Int((hash >> 30) % 90_000)) * 100
    }
}

/// A price as Yahoo sends it: rounded to a 32-bit float, printed as the double that it widens to.
enum Float32Price {
    static func text(_ value: Double) -> String { Double(Float(value)).description }
}

import Tabular

/// Daily bars that look like those of New York: the same in every run.
struct Bars {
    /// As the dataset `daily_bars` of the equities has them.
    static let schema = Schema(
        [
            Column("date", .day), Column("symbol", .text), Column("open", .decimal), Column("high", .decimal),
            Column("low", .decimal),
            Column("close", .decimal), Column("adj_close", .decimal), Column("volume", .integer),
            Column("dividend", .decimal),
            Column("split", .decimal),
        ], key: ["symbol", "date"])

    let batches: [Batch]

    var rows: Int { batches.reduce(0) { $0 + $1.count } }

    /// With `areLong`, prices as Yahoo sends them, 32-bit floats printed as doubles (187.14999389648438); else with
    /// cents.
    init(symbols: Int, sessions: Int, areLong: Bool = false) {
        var random = SplitMix64(state: 42)
        batches = (0..<symbols).map { symbol in
            var builder = BatchBuilder(Bars.schema, reservingRows: sessions)
            let name = String(symbol + 100, radix: 36, uppercase: true)
            for session in 0..<sessions {
                builder.day(Day(number: Int64(18_262 + session * 7 / 5)))
                builder.text(name)
                for _ in 0..<5 {
                    let cents = Int(random.next() % 50_000) + 100
                    builder.decimal(areLong ? Double(Float(cents) / 100).description : Bars.text(cents))
                }
                builder.integer(Int64(random.next() % 200_000_000))
                builder.decimal(session % 63 == 0 ? "0.24" : "0.0")
                builder.decimal("1.0")
                builder.endRow()
            }
            return builder.finish()
        }
    }

    /// As the shortest text of the price's double.
    private static func text(_ cents: Int) -> String {
        if cents % 100 == 0 { return "\(cents / 100).0" }
        return "\(cents / 100)." + (cents % 10 == 0 ? String(cents / 10 % 10) : "\(cents / 10 % 10)\(cents % 10)")
    }
}

/// A generator that gives the same numbers everywhere (SplitMix64).
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Where YES of a market stands at an instant, in ten thousandths of a dollar: it wanders, and in the last third of the
/// market's life it goes to what the market pays.
struct PriceLevel: Sendable {
    private static let knot: Int64 = 21_600

    let seed: VenueSeed
    /// Unix seconds.
    let opens: Int64
    let closes: Int64?
    /// What YES pays in the end, in ten thousandths; nil when nobody will know.
    let payout: Int?

    func level(at second: Int64) -> Int {
        let index = second / PriceLevel.knot
        let rest = Int(second % PriceLevel.knot)
        let from = value(index)
        let to = value(index + 1)
        let wandering = from + (to - from) * rest / Int(PriceLevel.knot)
        guard let payout, let closes, closes > opens else { return wandering }
        let life = Int(closes - opens)
        let gone = min(max(Int(second - opens), 0), life)
        let late = gone * 3 - life * 2
        guard late > 0 else { return wandering }
        let end = min(max(payout, 60), 9_940)
        return wandering + (end - wandering) * late / life
    }

    /// The level on a grid of ticks, never 0 or 1.
    func level(at second: Int64, tick: Int) -> Int {
        min(max(level(at: second) / tick * tick, tick), 10_000 - tick)
    }

    private func value(_ knot: Int64) -> Int { 500 + seed.below(9_000, Int(knot), 3) }
}

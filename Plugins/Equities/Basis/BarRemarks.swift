import PluginKit
import Tabular

/// What is unlikely about bars and may be true: it is stored, said, and asked again like a gap. Looked at are bars that
/// are not stored like this yet.
struct BarRemarks {
    /// Sessions until an unlikely bar is asked again, as for gaps.
    static let retries = [1, 2, 4, 8, 16]
    /// |log return| of 0.4.
    private static let leap = 1.4918246976412703
    /// From so many shares a session on, a listing that traded at one price alone is odd.
    private static let liquid: Int64 = 100_000

    /// `E9: AAPL: 2026-03-04: the close is 100 times the one before it, ...`, one for each rule, with how many more
    /// there are.
    private(set) var flags: [String] = []
    /// Of the flagged bars.
    private(set) var days: [Int64] = []

    init(symbol: String, answered: BarSeries, stored: BarSeries, events: [ListingEvent], isStored: (Int64) -> Bool) {
        var found: [String: (first: String, count: Int)] = [:]
        var flagged: Set<Int64> = []
        // By row: what was paid, and whether a split says why.
        var paid = [Double](repeating: 0, count: answered.ticks.count)
        var isSplit = [Bool](repeating: false, count: answered.ticks.count)
        for event in events {
            guard let row = answered.row(of: event.day) else { continue }
            if event.isSplit { isSplit[row] = true } else if event.kind != .split { paid[row] += event.value }
        }
        let volume = answered.volumes
        // An index has no volume on any day.
        let isTraded = volume.contains { $0 > 0 }
        for row in answered.ticks.indices {
            let tick = answered.ticks[row]
            guard isStored(tick), !Self.isKnown(row, of: answered, in: stored) else { continue }
            func add(_ rule: String, _ text: @autoclosure () -> String) {
                flagged.insert(tick)
                found[rule, default: ("\(rule): \(symbol): \(Day(number: tick)): \(text())", 0)].count += 1
            }
            let isFlat = answered.highs[row] == answered.lows[row] && answered.opens[row] == answered.closes[row]
            if isFlat, volume[row] >= Self.liquid {
                add("E8", "all prices are \(answered.closes[row]), with a volume of \(volume[row])")
            }
            guard row > 0 else { continue }
            let close = answered.closes[row] + paid[row]
            let ratio = close / answered.closes[row - 1]
            if !isSplit[row], ratio > Self.leap || ratio < 1 / Self.leap {
                add("E9", "the close is \(Self.short(ratio)) times the one before it, and no split says why")
            } else if Self.isFar(answered, row) {
                add("E9", "open, high or low is far from both closes round it")
            }
            if isTraded, volume[row] == 0, ratio != 1 { add("E7", "the price moved and no share was traded") }
            if !stored.isEmpty, paid[row] == 0, !isSplit[row], let step = DividendStep(of: tick, due: 1, in: answered),
                !step.fits
            {
                add("E11", "adj_close steps by \(Self.short(step.found)) although nothing was paid")
            }
            if volume[row] > 0, Self.isCopy(answered, row, volume) {
                add("E8", "the bar is the one before it, figure for figure")
            }
        }
        flags = found.sorted { $0.key < $1.key }.map { $1.first + ($1.count > 1 ? ", and \($1.count - 1) more" : "") }
        days = flagged.sorted()
    }

    /// A price of the row beyond five times what the closes round it span.
    private static func isFar(_ bars: BarSeries, _ row: Int) -> Bool {
        let upper = max(bars.closes[row - 1], bars.closes[row])
        let lower = min(bars.closes[row - 1], bars.closes[row])
        return bars.highs[row] > 5 * upper || bars.lows[row] < lower / 5
    }

    private static func isCopy(_ bars: BarSeries, _ row: Int, _ volume: [Int64]) -> Bool {
        bars.closes[row] == bars.closes[row - 1] && bars.opens[row] == bars.opens[row - 1]
            && bars.highs[row] == bars.highs[row - 1]
            && bars.lows[row] == bars.lows[row - 1] && volume[row] == volume[row - 1]
    }

    /// Whether the bar is stored with the same prices, or all by one factor, and with a volume where the answer has
    /// one.
    private static func isKnown(_ row: Int, of answered: BarSeries, in stored: BarSeries) -> Bool {
        guard let old = stored.row(of: answered.ticks[row]) else { return false }
        guard (answered.volumes[row] == 0) == (stored.volumes[old] == 0) else { return false }
        let factors = [
            (answered.opens, stored.opens), (answered.highs, stored.highs), (answered.lows, stored.lows),
            (answered.closes, stored.closes),
        ].map { new, was in new[row] / was[old] }
        let (least, most) = (factors.min() ?? 1, factors.max() ?? 1)
        return most - least <= 1e-3 * most
    }

    /// With two digits behind the point.
    static func short(_ ratio: Double) -> String {
        let hundredths = (ratio * 100).rounded()
        guard hundredths < 1e9 else { return "\(ratio)" }
        let whole = Int(hundredths)
        let fraction = whole % 100
        return fraction == 0 ? "\(whole / 100)" : "\(whole / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

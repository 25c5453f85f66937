import PluginKit
import Tabular

/// Stored bars held against answered bars of the same sessions: which differ, and by what factors. The newest stored
/// bar is left out where there are others: it may still settle.
struct StoredBasis {
    /// Sessions that both have, ascending.
    private(set) var common: [Int64] = []
    /// Of these, the ones whose prices are not the same.
    private(set) var unequal: Set<Int64> = []
    /// How many stored bars were looked for.
    private let compared: Int
    /// Of open, high, low and close.
    let prices: FactorFit
    /// Of adj_close.
    let adjusted: FactorFit

    /// - Parameter events: all that either side knows of.
    init(stored: BarSeries, answered: BarSeries, events: [ListingEvent]) {
        var priceRows: [FactorFit.Row] = []
        var adjustedRows: [FactorFit.Row] = []
        var position = 0
        compared = stored.ticks.count > 1 ? stored.ticks.count - 1 : stored.ticks.count
        for old in 0..<compared {
            let tick = stored.ticks[old]
            while position < answered.ticks.count, answered.ticks[position] < tick { position += 1 }
            guard position < answered.ticks.count, answered.ticks[position] == tick else { continue }
            common.append(tick)
            let price = Self.factor(Self.prices, stored, old, answered, position)
            let adjusted = Self.factor(Self.adjustedClose, stored, old, answered, position)
            if !(price.isEqual && adjusted.isEqual) { unequal.insert(tick) }
            priceRows.append(.init(tick: tick, factor: price.range))
            adjustedRows.append(.init(tick: tick, factor: adjusted.range))
        }
        let splits = events.filter(\.isSplit).map(\.day)
        let prices = FactorFit(priceRows) { after, upTo in splits.contains { $0 > after && $0 <= upTo } }
        let days = events.map(\.day) + prices.segments.map(\.first)
        self.prices = prices
        self.adjusted = FactorFit(adjustedRows) { after, upTo in days.contains { $0 > after && $0 <= upTo } }
    }

    /// So many rows beside each other by one factor are no corrections of single bars.
    private static let mostCorrected = 5

    /// So few rows that differ are corrections of single bars. Of an answer that has only some of what is stored none
    /// is.
    var tolerated: Int {
        isMostOfStored ? min(max(3, common.count / 50), max(1, common.count / 4)) : common.count / 4
    }

    /// Whether the answer has three quarters of what is stored, or more.
    var isMostOfStored: Bool { common.count * 4 >= compared * 3 }

    var isEqual: Bool {
        let fits = [prices, adjusted]
        guard !fits.contains(where: { $0.segments.contains { $0.rows > Self.mostCorrected && !$0.isOne } }) else {
            return false
        }
        // What rounding explains in every column is no difference.
        let different = unequal.filter { tick in
            !fits.allSatisfy {
                $0.segments.contains { $0.isOne && $0.first <= tick && tick <= $0.last } && !$0.strays.contains(tick)
            }
        }
        return different.count <= tolerated
    }

    private typealias Columns = [(name: String, value: @Sendable (BarSeries, Int) -> Double)]
    private static let prices: Columns = [
        ("open", { $0.opens[$1] }), ("high", { $0.highs[$1] }), ("low", { $0.lows[$1] }), ("close", { $0.closes[$1] }),
    ]
    private static let adjustedClose: Columns = [("adj_close", { $0.adjusted($1) })]

    /// The factors, old by new, that all of some cells allow.
    private static func factor(
        _ columns: Columns, _ stored: BarSeries, _ old: Int, _ answered: BarSeries, _ new: Int
    ) -> (range: ClosedRange<Double>?, isEqual: Bool) {
        var (lower, upper, isEqual) = (0.0, Double.infinity, true)
        for (name, value) in columns {
            let (was, now) = (value(stored, old), value(answered, new))
            guard was > 0, now > 0 else { return (nil, false) }
            if abs(was - now) / max(was, now) <= RowJudgement.priceTolerance {
                (lower, upper) = (max(lower, 1 - 2e-6), min(upper, 1 + 2e-6))
                continue
            }
            isEqual = false
            let (slackWas, slackNow) = (
                stored.rounding(old, name) + was * 2e-6, answered.rounding(new, name) + now * 2e-6
            )
            lower = max(lower, (was - slackWas) / (now + slackNow))
            upper = min(upper, now > slackNow ? (was + slackWas) / (now - slackNow) : .infinity)
        }
        return (lower <= upper ? lower...upper : nil, isEqual)
    }
}

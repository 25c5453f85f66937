import PluginKit
import Tabular

/// Whether adj_close steps by what a dividend takes out of the price: the ratio of adj_close to close before the
/// ex-date is 1 - amount / close times the one after it (E11).
struct DividendStep {
    let due: Double
    let found: Double
    private let tolerance: Double

    /// nil where the answer has no bar on one of the two sides.
    init?(of day: Int64, due: Double?, in bars: BarSeries) {
        let row = bars.index(from: day)
        guard let due, row > 0, row < bars.ticks.count, bars.ticks[row] == day else { return nil }
        let before = row - 1
        self.due = due
        found = (bars.adjusted(before) / bars.closes[before]) / (bars.adjusted(row) / bars.closes[row])
        let rounding = [before, row].reduce(0) { sum, row in
            sum + bars.rounding(row, "adj_close") / bars.adjusted(row) + bars.rounding(row, "close") / bars.closes[row]
        }
        tolerance = 1e-4 + rounding
    }

    /// What an amount takes out, on the basis of the bars that it belongs to; nil where they have no bar before it.
    static func due(of day: Int64, amount: Double, in bars: BarSeries) -> Double? {
        let row = bars.index(from: day)
        return row > 0 ? 1 - amount / bars.closes[row - 1] : nil
    }

    /// Of what is due, nothing else and nothing at all: the first counts where the digits cannot tell the two apart.
    var fits: Bool {
        abs(found - due) <= tolerance && (abs(found - due) <= abs(found - 1) || abs(1 - due) <= tolerance)
    }

    /// Whether adj_close does not know of the dividend.
    var isAbsent: Bool { abs(found - 1) < abs(found - due) }
}

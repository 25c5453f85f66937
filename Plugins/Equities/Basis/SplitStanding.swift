import PluginKit
import Tabular

/// Whether an answer's bars before a split are on the basis after it.
///
/// Stored rows decide: those before the split that the answer has unchanged are not restated, those that it has divided by the ratio are.
/// Only where no row is stored before it, or rows are stored on both sides, does the jump of the answer's own closes speak, and only for a
/// ratio that no ordinary day makes.
struct SplitStanding {
    let split: ListingEvent
    let stored: BarSeries
    let answered: BarSeries
    let basis: StoredBasis
    /// Of all splits that came after the last stored session: they stand for one factor.
    let newest: Double
    /// Whether the archive does not have it.
    let isNew: Bool

    var isRestated: Bool {
        guard let first = stored.ticks.first, first < split.day, let before = basis.prices.segment(before: split.day),
            let last = stored.ticks.last
        else { return !hasJump }
        guard last >= split.day else { return before.isFactor(newest) }
        let after = basis.prices.segment(from: split.day)?.middle ?? 1
        let step = before.middle / after
        // What was restated once may be answered on its old basis again.
        if abs(step * split.value - 1) < 1e-3 { return false }
        return !isNew || abs(step - 1) > 1e-3 || !hasJump
    }

    /// Whether the closes round the split stand to each other as the ratio does, rather than as neighbours do.
    private var hasJump: Bool {
        guard split.value > 1.25 || split.value < 0.8 else { return false }
        let row = answered.index(from: split.day)
        guard row > 0, row < answered.ticks.count else { return false }
        let jump = answered.closes[row] / answered.closes[row - 1]
        return Self.distance(jump * split.value) < Self.distance(jump)
    }

    /// How far a ratio is from 1, up or down.
    private static func distance(_ ratio: Double) -> Double { max(ratio, 1 / ratio) }
}

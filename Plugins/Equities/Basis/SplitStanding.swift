import PluginKit
import Tabular

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether an answer's bars before a split are on the basis after it.
///
/// Stored rows decide: those before the split that the answer has unchanged are not restated, those that it has divided
/// by the ratio are, whatever else has moved them. Only where no row is stored before it, or rows are stored on both
/// sides, does the jump of the answer's own prices speak, and only for a ratio that no ordinary day makes.
struct SplitStanding {
    enum State {
        /// Prices before the split are by the ratio from the stored ones.
        case restated
        /// They are as stored, and on the basis after the split.
        case asStored
        /// They are on the basis before it, or nobody knows.
        case missing
    }

    let split: ListingEvent
    let state: State

    /// - Parameters:
    ///   - newest: of all splits that came after the last stored session: they stand for one factor.
    ///   - isNew: whether the archive does not have it.
    init(_ split: ListingEvent, stored: BarSeries, answered: BarSeries, basis: StoredBasis, newest: Double, isNew: Bool)
    {
        self.split = split
        let jump = Self.hasJump(at: split, in: answered)
        guard let first = stored.ticks.first, let last = stored.ticks.last, first < split.day else {
            state = jump ? .missing : .asStored
            return
        }
        let isBetween = last >= split.day
        let ratio = isBetween ? split.value : newest
        guard let before = basis.prices.segment(before: split.day) else {
            state = .missing
            return
        }
        // Two splits that make up for each other, or one that no price shows.
        guard abs(log(ratio)) > Self.smallest else {
            state = jump ? .missing : .asStored
            return
        }
        let step = isBetween ? before.middle / (basis.prices.segment(from: split.day)?.middle ?? 1) : before.middle
        switch Self.nearest(to: step, of: isBetween ? [1, ratio, 1 / ratio] : [1, ratio]) {
        case 1: state = .restated
        // What was restated once is answered on its old basis again.
        case 2: state = .missing
        default: state = isBetween && !(isNew && jump) ? .asStored : .missing
        }
    }

    /// |log| of a ratio below which a split cannot be told from the rounding of prices.
    private static let smallest = 2e-3

    private static func nearest(to step: Double, of values: [Double]) -> Int {
        values.indices.min { abs(log(step / values[$0])) < abs(log(step / values[$1])) } ?? 0
    }

    /// Whether prices round a split stand to each other as the ratio does, rather than as neighbours do: from close to
    /// open, over night, and from close to close.
    static func hasJump(at split: ListingEvent, in bars: BarSeries) -> Bool {
        guard split.value > 1.25 || split.value < 0.8 else { return false }
        let row = bars.index(from: split.day)
        guard row > 0, row < bars.ticks.count else { return false }
        return [bars.opens[row], bars.closes[row]].allSatisfy { price in
            let jump = price / bars.closes[row - 1]
            return abs(log(jump * split.value)) < abs(log(jump))
        }
    }
}

import Tabular

/// By what factors some prices of a series differ from those of another basis: the fewest spans of rows that one factor
/// each explains, within the rounding of the digits, and the rows that none explains. A pure value.
struct FactorFit {
    /// A row's possible factors: old by new.
    struct Row {
        let tick: Int64
        /// nil: its own prices differ by different factors.
        let factor: ClosedRange<Double>?
    }

    struct Segment {
        var first: Int64
        var last: Int64
        var rows: Int
        var factor: ClosedRange<Double>

        var middle: Double { (factor.lowerBound + factor.upperBound) / 2 }
        /// Whether no price of it is another one, but for rounding.
        var isOne: Bool { factor.lowerBound <= 1 + 2e-6 && factor.upperBound >= 1 - 2e-6 }
        /// Whether a factor is this segment's, within a thousandth: what a rounded price leaves open.
        func isFactor(_ value: Double) -> Bool {
            factor.lowerBound <= value * 1.001 && factor.upperBound >= value * 0.999
        }
    }

    /// Oldest first.
    private(set) var segments: [Segment] = []
    /// Rows of no segment.
    private(set) var strays: Set<Int64> = []

    /// - Parameters:
    ///   - rows: oldest first.
    ///   - isKnown: whether something is known to have happened after a tick and not later than another. Only there a
    ///     row alone is a segment.
    init(_ rows: [Row], isKnown: (_ after: Int64, _ upTo: Int64) -> Bool) {
        var found: [Segment] = []
        for index in rows.indices.reversed() {
            guard let factor = rows[index].factor else {
                strays.insert(rows[index].tick)
                continue
            }
            if let last = found.last {
                if let common = Self.common(last.factor, factor) {
                    found[found.count - 1].factor = common
                    found[found.count - 1].first = rows[index].tick
                    found[found.count - 1].rows += 1
                    continue
                }
                // A segment goes on behind a few rows that do not belong to it.
                let older = rows[max(0, index - 3)..<index]
                if older.contains(where: { $0.factor.map { Self.common(last.factor, $0) != nil } ?? false }) {
                    strays.insert(rows[index].tick)
                    continue
                }
            }
            found.append(Segment(first: rows[index].tick, last: rows[index].tick, rows: 1, factor: factor))
        }
        found.reverse()
        let kept = found.indices.filter { index in
            if found[index].rows > 1 || found.count == 1 { return true }
            let isStep = index > 0 && isKnown(found[index - 1].last, found[index].first)
            return isStep || (index + 1 < found.count && isKnown(found[index].last, found[index + 1].first))
        }
        strays.formUnion(found.indices.filter { !kept.contains($0) }.map { found[$0].first })
        segments = Self.joined(kept.map { found[$0] })
    }

    /// The factor of the rows round a tick: of the segment that holds it, or of the next older one, or of the oldest.
    func segment(before tick: Int64) -> Segment? { segments.last { $0.first < tick } ?? segments.first }

    func segment(from tick: Int64) -> Segment? { segments.first { $0.last >= tick } }

    /// Where one factor ends and another begins: behind `after`, not later than `upTo`.
    struct Step {
        let after: Int64
        /// The largest number where there is no later row.
        let upTo: Int64
        /// The older factor by the newer one.
        let ratio: Double
    }

    var steps: [Step] {
        zip(segments, segments.dropFirst()).map { Step(after: $0.last, upTo: $1.first, ratio: $0.middle / $1.middle) }
    }

    /// Neighbours of one factor are one.
    private static func joined(_ segments: [Segment]) -> [Segment] {
        var result: [Segment] = []
        for segment in segments {
            if let last = result.last, let common = common(last.factor, segment.factor) {
                result[result.count - 1].factor = common
                result[result.count - 1].last = segment.last
                result[result.count - 1].rows += segment.rows
            } else {
                result.append(segment)
            }
        }
        return result
    }

    private static func common(_ left: ClosedRange<Double>, _ right: ClosedRange<Double>) -> ClosedRange<Double>? {
        let (lower, upper) = (max(left.lowerBound, right.lowerBound), min(left.upperBound, right.upperBound))
        return lower <= upper ? lower...upper : nil
    }
}

import PluginKit
import Tabular

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether an answer is about the same listing and the same series, and whether all of it is on one basis.
extension BasisWeighing {
    /// Spans of one factor that begin where nothing is known to have happened. Yahoo adjusts for a spin-off and does
    /// not list it.
    private static let unknownSteps = 2
    /// |log| of a step that a day's move can hide: a quarter up, a fifth down.
    private static let usual = 0.22
    /// No split of more shares is carried out unnamed.
    private static let plausible = 1.0 / 50...50.0

    /// An answer that begins with a first trade, behind rows that are stored: what it says, and that day.
    var otherListing: (what: String, first: Int64)? {
        guard let first = stored.ticks.first,
            let proof = comparison.proofs.filter({ $0.isBeforeListing }).max(by: { $0.span.upper < $1.span.upper }),
            proof.span.upper > first, (answered.ticks.first ?? proof.span.upper) >= proof.span.upper,
            case .empty(let reason) = proof.proof
        else { return nil }
        // Once rows of the new listing are stored, it was accepted.
        let both = answered.ticks.indices.filter { row in
            guard let old = stored.row(of: answered.ticks[row]) else { return false }
            return abs(stored.closes[old] - answered.closes[row]) <= RowJudgement.priceTolerance * answered.closes[row]
        }
        if !both.isEmpty, stored.ticks.count(where: { $0 >= proof.span.upper }) <= both.count + 1 { return nil }
        return ("\(reason.detail), and there are stored rows since \(Day(number: first))", proof.span.upper)
    }

    /// Whether both have rows and not one session in common.
    var isApart: Bool {
        !stored.isEmpty && !answered.isEmpty && Set(stored.ticks).isDisjoint(with: answered.ticks)
    }

    /// Prices that no few, constant factors turn into the stored ones.
    func otherSeries(_ basis: StoredBasis) -> Reason? {
        guard !basis.isEqual else { return nil }
        let strays = basis.prices.strays.union(basis.adjusted.strays)
        guard strays.count <= basis.tolerated else {
            let day = strays.max().map { Day(number: $0) }
            return refusal(
                "other_series",
                """
                \(strays.count) of \(basis.common.count) stored bars differ by no one \
                factor\(day.map { ", \(difference(on: $0))" } ?? "")
                """
            )
        }
        let unexplained = unexplained(basis)
        guard unexplained.isEmpty || basis.isMostOfStored else {
            return refusal(
                "other_series",
                "the answer has \(basis.common.count) of \(stored.ticks.count) stored sessions, and they are others")
        }
        // All prices by a hundred are another unit, however smooth.
        let unknown = unexplained.filter { step in
            smoothness(at: step) != .answer || step.upTo == .max && !Self.plausible.contains(step.ratio)
        }
        let starts = basis.prices.segments.map(\.first)
        let unknownAdjusted = unknownSteps(basis.adjusted, (storedEvents + answeredEvents).map(\.day) + starts).filter {
            step in
            !unexplained.contains { $0.after == step.after }
        }
        let steps = unknown + unknownAdjusted
        if let step = steps.first(where: { !Self.plausible.contains($0.ratio) }) {
            return refusal(
                "other_series",
                """
                prices up to \(Day(number: step.after)) are divided by \(BarRemarks.short(step.ratio)), and no split \
                says why
                """
            )
        }
        guard unknown.count <= Self.unknownSteps, unknownAdjusted.count <= Self.unknownSteps else {
            return refusal(
                "other_series",
                "prices are by \(steps.count) factors from the stored ones where nothing is known to have happened")
        }
        return nil
    }

    /// Steps of a fit at which there is no event; the last one is behind the newest compared bar.
    private func unknownSteps(_ fit: FactorFit, _ days: [Int64]) -> [FactorFit.Step] {
        var steps = fit.steps
        if let newest = fit.segments.last, !newest.isFactor(1) {
            steps.append(FactorFit.Step(after: newest.last, upTo: .max, ratio: newest.middle))
        }
        return steps.filter { step in !days.contains { $0 > step.after && $0 <= step.upTo } }
    }

    private enum Smoothness {
        /// The answer has no jump where stored rows, or they and the next answered one, would have one.
        case answer
        /// The answer has a jump that stored rows do not have.
        case stored
        /// It is a day's usual move, or nothing is answered behind it.
        case unknown
    }

    /// Which side is without a jump where prices step without an event: only what makes one series of rows is a
    /// restatement.
    private func smoothness(at step: FactorFit.Step) -> Smoothness {
        guard abs(log(step.ratio)) > Self.usual else { return .unknown }
        var after = answered.index(from: step.after) + 1
        while after < answered.ticks.count {
            let next = stored.row(of: answered.ticks[after])
            // The newest stored bar was not compared: it may be of the step's older side.
            if let next, step.upTo == .max || answered.ticks[after] < step.upTo,
                abs(log(stored.closes[next] / answered.closes[after] / step.ratio)) < Self.usual
            {
                after += 1
                continue
            }
            let old = stored.index(from: answered.ticks[after]) - 1
            let answeredJump = abs(log(answered.closes[after] / answered.closes[after - 1]))
            let storedJump = abs(log((next.map { stored.closes[$0] } ?? answered.closes[after]) / stored.closes[old]))
            return answeredJump < storedJump ? .answer : .stored
        }
        return .unknown
    }

    /// Where the answer has only some of its prices on the basis of the newest ones.
    func halfRestated(_ basis: StoredBasis) -> [FactorFit.Step] {
        unexplained(basis).filter { smoothness(at: $0) == .stored }
    }

    /// Steps of the prices that no split explains.
    private func unexplained(_ basis: StoredBasis) -> [FactorFit.Step] {
        unknownSteps(basis.prices, (storedEvents + answeredEvents).filter(\.isSplit).map(\.day))
    }

    /// `close of 2026-03-04: 54.5 is now 3`.
    private func difference(on day: Day) -> String {
        let (old, new) = (stored.index(from: day.number), answered.index(from: day.number))
        guard old < stored.ticks.count, new < answered.ticks.count else { return "\(day)" }
        return "close of \(day): \(stored.closes[old]) is now \(answered.closes[new])"
    }
}

extension SpanProof {
    fileprivate var isBeforeListing: Bool {
        if case .empty(let reason) = proof { reason.code == "before_listing" } else { false }
    }
}

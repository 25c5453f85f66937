import PluginKit
import Tabular

/// What is odd about an answer that is taken, and when the symbol is read whole again.
extension BasisWeighing {
    /// Sessions after an event at which the symbol is read whole once more.
    static let rereads = [1, 2, 5, 20]

    /// Adds the sessions after new events, and the next one for a dividend that adj_close does not show yet.
    func looking(again weighing: Weighing) -> Weighing {
        var weighing = weighing
        for event in newEvents where sessions(since: event.day) <= Self.patience {
            weighing.rereads.formUnion(Self.rereads.map { session(after: event.day, by: $0) }.filter { $0 >= next })
        }
        weighing = keeping(weighing)
        for split in newestJumps {
            weighing.flags.append(
                "E10: \(symbol): the close falls or rises by \(split.text) on the day of \(split.description)")
            if sessions(since: split.day) <= Self.patience { weighing.rereads.insert(next) }
        }
        let splits = Set(answeredEvents.filter(\.isSplit).map(\.day))
        let amounts = Dictionary(
            answeredEvents.filter { $0.kind != .split }.map { ($0.day, $0.value) }, uniquingKeysWith: +)
        let new = Set(newEvents)
        var misfits: [String] = []
        for event in answeredEvents.reversed()
        where event.kind != .split && !splits.contains(event.day) && isTaken(event.day, weighing) {
            let isRecent = sessions(since: event.day) <= Self.patience
            guard isRecent || new.contains(event), let amount = amounts[event.day],
                let step = DividendStep(
                    of: event.day, due: DividendStep.due(of: event.day, amount: amount, in: answered), in: answered),
                !step.fits
            else { continue }
            misfits.append(
                """
                adj_close before \(event.description) is by \(Self.factor(step.found)) where \(Self.factor(step.due)) \
                is due
                """
            )
            if isRecent { weighing.rereads.insert(next) }
        }
        if let newest = misfits.first {
            weighing.flags.append(
                "E11: \(symbol): \(newest)\(misfits.count > 1 ? ", and \(misfits.count - 1) more" : "")")
        }
        return weighing
    }

    /// Splits that both sides have, while the answer's prices have the jump of the split: two bases that were stored by
    /// an older build, or that the upstream never made one.
    private var newestJumps: [ListingEvent] {
        answeredEvents.filter { split in
            split.isSplit && storedEvents.contains { $0.isSame(as: split) }
                && SplitStanding.hasJump(at: split, in: answered)
        }
    }

    /// Says which stored events the answer lacks (E13), and asks for recent ones again.
    func keeping(_ weighing: Weighing) -> Weighing {
        var weighing = weighing
        for event in lost {
            weighing.flags.append("E13: \(symbol): the answer lacks \(event.description); it is kept")
            if sessions(since: event.day) <= Self.patience { weighing.rereads.insert(next) }
        }
        return weighing
    }

    /// Says which new dividends come within a week of another (E12): one of them may be the other.
    private var crowdedDividends: [String] {
        newEvents.filter { $0.kind == .dividend }.compactMap { event in
            answeredEvents.first { $0.kind == .dividend && 1...7 ~= abs(event.day - $0.day) }.map {
                "E12: \(symbol): \(event.description) comes \(abs(event.day - $0.day)) days from \($0.description)"
            }
        }
    }

    func remarked(_ weighing: Weighing) -> Weighing {
        var weighing = weighing
        guard weighing.verdict != .keep else { return weighing }
        let remarks = BarRemarks(symbol: symbol, answered: answered, stored: stored, events: answeredEvents) { day in
            !weighing.waiting.contains { $0.span.contains(day) }
        }
        weighing.flags += remarks.flags + crowdedDividends
        // A bar before the first trade (E18), as long as no older one is stored.
        let isEarlier =
            comparison.remarks.contains { $0.hasPrefix("E18:") }
            && answered.ticks.first ?? .max < stored.ticks.first ?? .max
        if !remarks.days.isEmpty || isEarlier {
            weighing.rereads.formUnion(BarRemarks.retries.map { session(after: comparison.span.upper - 1, by: $0) })
        }
        return weighing
    }

    private func isTaken(_ day: Int64, _ weighing: Weighing) -> Bool {
        weighing.verdict != .keep && !weighing.waiting.contains { $0.span.contains(day) }
    }

    /// `0.9316`.
    private static func factor(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }
}

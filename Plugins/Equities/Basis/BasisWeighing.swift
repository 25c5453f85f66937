import MarketCalendar
import PluginKit
import Tabular

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether an answer is on the basis of what is stored, on another one, or about something else: the one place where splits, dividends and
/// the prices round them are held against each other. A pure value.
struct BasisWeighing {
    /// Sessions for which an event is looked at again without a doubt: after them it is in all prices, or never will be.
    static let patience = 20
    /// Sessions after an event at which the symbol is read whole once more.
    static let rereads = [1, 2, 5, 20]
    /// Spans of one factor that begin where nothing is known to have happened. Yahoo adjusts for a spin-off and does not list it.
    private static let unknownSteps = 2
    /// |log| of a step that a day's move can hide: a quarter up, a fifth down.
    private static let usual = 0.22
    /// No split of more shares is carried out unnamed.
    private static let plausible = 1.0 / 50...50.0

    private let symbol: String
    private let comparison: Comparison
    private let stored: BarSeries
    private let answered: BarSeries
    private let storedEvents: [ListingEvent]
    private let answeredEvents: [ListingEvent]
    private let newEvents: [ListingEvent]
    /// Stored, and not in the answer (E13).
    private let lost: [ListingEvent]
    private let calendar = DailyBars.calendar

    init(symbol: String, _ comparison: Comparison) {
        self.symbol = symbol
        self.comparison = comparison
        stored = BarSeries(comparison.stored)
        answered = BarSeries(comparison.answered)
        storedEvents = ListingEvent.all(comparison.stored)
        answeredEvents = ListingEvent.all(comparison.answered)
        let (known, sent) = (storedEvents, answeredEvents)
        newEvents = sent.filter { event in !known.contains { $0.isSame(as: event) } }
        lost = known.filter { event in comparison.span.contains(event.day) && !sent.contains { $0.isSame(as: event) } }
    }

    var weighing: Weighing {
        if let reason = otherListing { return Weighing(.refused(reason)) }
        guard comparison.isWhole else {
            if isApart { return Weighing(.readWhole(Reason("no_overlap", "the answer has none of the last stored sessions"))) }
            if let event = newEvents.first { return Weighing(.readWhole(Reason("new_\(event.kind.rawValue)", about(event)))) }
            return remarked(keeping(Weighing()))
        }
        if isApart {
            return Weighing(.refused(refusal("other_listing", "the answer has none of the \(stored.ticks.count) stored sessions")))
        }
        let basis = StoredBasis(stored: stored, answered: answered, events: storedEvents + answeredEvents)
        if let reason = otherSeries(basis) {
            var weighing = Weighing(.refused(reason))
            weighing.isOneBasis = false
            return weighing
        }
        var weighing = Weighing()
        let splits = splits(basis)
        let missing = splits.filter { $0.state == .missing }.map(\.split)
        weighing.waiting = missing.map(waiting) + halfRestated(basis).map(waiting)
        if !weighing.waiting.isEmpty { weighing.rereads.insert(next) }
        // What comes after rows that are stored would be on another basis than these, and what corrects them may be.
        let first = stored.ticks.first ?? .max
        if weighing.waiting.contains(where: { $0.span.lower > first }) {
            weighing.verdict = .keep
        } else if !basis.isEqual || splits.contains(where: { $0.state == .restated }) {
            if let reason = lostEvent { return Weighing(.refused(reason)) }
            weighing.verdict = .restated(restatement(basis))
        }
        weighing.isOneBasis = basis.isEqual
        return remarked(looking(again: weighing))
    }

    // MARK: another listing

    /// An answer that begins with a first trade, behind rows that are stored.
    private var otherListing: Reason? {
        guard let first = stored.ticks.first,
            let proof = comparison.proofs.filter({ $0.isBeforeListing }).max(by: { $0.span.upper < $1.span.upper }),
            proof.span.upper > first, (answered.ticks.first ?? proof.span.upper) >= proof.span.upper,
            case .empty(let reason) = proof.proof
        else { return nil }
        // Once rows of the new listing are stored, it was accepted.
        let both = answered.ticks.indices.filter { row in
            let old = stored.index(from: answered.ticks[row])
            return old < stored.ticks.count && stored.ticks[old] == answered.ticks[row]
                && abs(stored.closes[old] - answered.closes[row]) <= RowJudgement.priceTolerance * answered.closes[row]
        }
        if !both.isEmpty, stored.ticks.count(where: { $0 >= proof.span.upper }) <= both.count + 1 { return nil }
        return refusal("other_listing", "\(reason.detail), and there are stored rows since \(Day(number: first))")
    }

    /// Whether both have rows and not one session in common.
    private var isApart: Bool {
        !stored.isEmpty && !answered.isEmpty && Set(stored.ticks).isDisjoint(with: answered.ticks)
    }

    /// Prices that no few, constant factors turn into the stored ones.
    private func otherSeries(_ basis: StoredBasis) -> Reason? {
        guard !basis.isEqual else { return nil }
        let strays = basis.prices.strays.union(basis.adjusted.strays)
        guard strays.count <= basis.tolerated else {
            let day = strays.max().map { Day(number: $0) }
            return refusal(
                "other_series",
                "\(strays.count) of \(basis.common.count) stored bars differ by no one factor\(day.map { ", \(difference(on: $0))" } ?? "")"
            )
        }
        let events = storedEvents + answeredEvents
        let unexplained = unknownSteps(basis.prices, events.filter(\.isSplit).map(\.day))
        guard unexplained.isEmpty || basis.isMostOfStored else {
            return refusal(
                "other_series", "the answer has \(basis.common.count) of \(stored.ticks.count) stored sessions, and they are others")
        }
        // All prices by a hundred are another unit, however smooth.
        let unknown = unexplained.filter { step in
            smoothness(at: step) != .answer || step.upTo == .max && !Self.plausible.contains(step.ratio)
        }
        let starts = basis.prices.segments.map(\.first)
        let unknownAdjusted = unknownSteps(basis.adjusted, events.map(\.day) + starts).filter { step in
            !unexplained.contains { $0.after == step.after }
        }
        let steps = unknown + unknownAdjusted
        if let step = steps.first(where: { !Self.plausible.contains($0.ratio) }) {
            return refusal(
                "other_series",
                "prices up to \(Day(number: step.after)) are divided by \(BarRemarks.short(step.ratio)), and no split says why")
        }
        guard unknown.count <= Self.unknownSteps, unknownAdjusted.count <= Self.unknownSteps else {
            return refusal(
                "other_series", "prices are by \(steps.count) factors from the stored ones where nothing is known to have happened")
        }
        return nil
    }

    private typealias Step = FactorFit.Step

    /// Steps of a fit at which there is no event; the last one is behind the newest compared bar.
    private func unknownSteps(_ fit: FactorFit, _ days: [Int64]) -> [Step] {
        var steps = fit.steps
        if let newest = fit.segments.last, !newest.isFactor(1) {
            steps.append(Step(after: newest.last, upTo: .max, ratio: newest.middle))
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

    /// Which side is without a jump where prices step without an event: only what makes one series of rows is a restatement.
    private func smoothness(at step: Step) -> Smoothness {
        guard abs(log(step.ratio)) > Self.usual else { return .unknown }
        var after = answered.index(from: step.after) + 1
        while after < answered.ticks.count {
            let next = stored.index(from: answered.ticks[after])
            let isStored = next < stored.ticks.count && stored.ticks[next] == answered.ticks[after]
            // The newest stored bar was not compared: it may be of the step's older side.
            if isStored, step.upTo == .max || answered.ticks[after] < step.upTo,
                abs(log(stored.closes[next] / answered.closes[after] / step.ratio)) < Self.usual
            {
                after += 1
                continue
            }
            let old = stored.index(from: answered.ticks[after]) - 1
            let answeredJump = abs(log(answered.closes[after] / answered.closes[after - 1]))
            let storedJump = abs(log((isStored ? stored.closes[next] : answered.closes[after]) / stored.closes[old]))
            return answeredJump < storedJump ? .answer : .stored
        }
        return .unknown
    }

    /// Where the answer has only some of its prices on the basis of the newest ones.
    private func halfRestated(_ basis: StoredBasis) -> [Step] {
        unknownSteps(basis.prices, (storedEvents + answeredEvents).filter(\.isSplit).map(\.day)).filter { smoothness(at: $0) == .stored }
    }

    /// Short: it has to fit into a line of a mail with what to do.
    private func refusal(_ code: String, _ detail: String) -> Reason {
        Reason(code, "\(detail); penstock accept equities \(symbol) --as sent|newcomer")
    }

    /// `close of 2026-03-04: 54.5 is now 3`.
    private func difference(on day: Day) -> String {
        let (old, new) = (stored.index(from: day.number), answered.index(from: day.number))
        guard old < stored.ticks.count, new < answered.ticks.count else { return "\(day)" }
        return "close of \(day): \(stored.closes[old]) is now \(answered.closes[new])"
    }

    // MARK: events

    private func splits(_ basis: StoredBasis) -> [SplitStanding] {
        let all = answeredEvents.filter(\.isSplit)
        let last = stored.ticks.last ?? .max
        let newest = all.filter { $0.day > last }.reduce(1) { $0 * $1.value }
        return all.map { split in
            SplitStanding(
                split, stored: stored, answered: answered, basis: basis, newest: newest, isNew: newEvents.contains { $0.isSame(as: split) })
        }
    }

    /// What is not stored before a split that is not restated: the sessions from it on where older ones are stored, else those before it.
    private func waiting(for split: ListingEvent) -> Weighing.Waiting {
        let reason = waitingReason("prices before \(split.description) are as they were before it", since: split.day)
        if let first = stored.ticks.first, let last = stored.ticks.last, first < split.day {
            return .init(Span(max(split.day, last + 1), comparison.span.upper), reason)
        }
        return .init(Span(comparison.span.lower, split.day), reason)
    }

    private func waiting(for step: Step) -> Weighing.Waiting {
        let last = stored.ticks.last ?? step.after
        let text = "prices up to \(Day(number: step.after)) are divided by \(BarRemarks.short(step.ratio)) and those after it are not"
        return .init(Span(last + 1, max(last + 2, comparison.span.upper)), waitingReason(text, since: last))
    }

    /// The owner is asked only when time has not helped.
    private func waitingReason(_ text: String, since day: Int64) -> Reason {
        let offer = "; penstock accept equities \(symbol) --as sent"
        return Reason(Reason.notRestatedYet, text + (sessions(since: day) > Self.patience ? offer : ""))
    }

    /// A stored event that the answer lacks although its prices still know of it. A restatement without it would lose it.
    private var lostEvent: Reason? {
        let lost = self.lost.first { event in
            guard event.kind != .split else { return true }
            let due = DividendStep.due(of: event.day, amount: event.value, in: stored)
            return DividendStep(of: event.day, due: due, in: answered).map { !$0.isAbsent } ?? true
        }
        return lost.map { refusal("short_answer", "the answer lacks \($0.description), which is stored") }
    }

    private func restatement(_ basis: StoredBasis) -> Reason {
        if let event = newEvents.last(where: \.isSplit) ?? newEvents.last { return Reason("new_\(event.kind.rawValue)", about(event)) }
        let day = basis.unequal.max() ?? 0
        let (old, new) = (stored.index(from: day), answered.index(from: day))
        guard old < stored.ticks.count, new < answered.ticks.count else { return Reason("prices_moved") }
        let isPrice = abs(stored.closes[old] - answered.closes[new]) > RowJudgement.priceTolerance * stored.closes[old]
        let (was, now) = isPrice ? (stored.closes[old], answered.closes[new]) : (stored.adjusted(old), answered.adjusted(new))
        return Reason("prices_moved", "\(isPrice ? "close" : "adj_close") of \(Day(number: day)): \(was) is now \(now)")
    }

    private func about(_ event: ListingEvent) -> String { "\(event.text) of \(Day(number: event.day))" }

    // MARK: what is looked at again

    /// Adds the sessions after new events, and the next one for a dividend that adj_close does not show yet.
    private func looking(again weighing: Weighing) -> Weighing {
        var weighing = weighing
        for event in newEvents where sessions(since: event.day) <= Self.patience {
            weighing.rereads.formUnion(Self.rereads.map { session(after: event.day, by: $0) }.filter { $0 >= next })
        }
        weighing = keeping(weighing)
        for split in newestJumps {
            weighing.flags.append("E10: \(symbol): the close falls or rises by \(split.text) on the day of \(split.description)")
            if sessions(since: split.day) <= Self.patience { weighing.rereads.insert(next) }
        }
        let splits = Set(answeredEvents.filter(\.isSplit).map(\.day))
        let amounts = Dictionary(answeredEvents.filter { $0.kind != .split }.map { ($0.day, $0.value) }, uniquingKeysWith: +)
        let new = Set(newEvents)
        var misfits: [String] = []
        for event in answeredEvents.reversed() where event.kind != .split && !splits.contains(event.day) && isTaken(event.day, weighing) {
            let isRecent = sessions(since: event.day) <= Self.patience
            guard isRecent || new.contains(event), let amount = amounts[event.day],
                let step = DividendStep(
                    of: event.day, due: DividendStep.due(of: event.day, amount: amount, in: answered), in: answered), !step.fits
            else { continue }
            misfits.append(
                "adj_close before \(event.description) is by \(Self.factor(step.found)) where \(Self.factor(step.due)) is due")
            if isRecent { weighing.rereads.insert(next) }
        }
        if let newest = misfits.first {
            weighing.flags.append("E11: \(symbol): \(newest)\(misfits.count > 1 ? ", and \(misfits.count - 1) more" : "")")
        }
        return weighing
    }

    /// Splits that both sides have, while the answer's prices have the jump of the split: two bases that were stored by an older build, or
    /// that the upstream never made one.
    private var newestJumps: [ListingEvent] {
        answeredEvents.filter { split in
            split.isSplit && storedEvents.contains { $0.isSame(as: split) } && SplitStanding.hasJump(at: split, in: answered)
        }
    }

    /// Says which stored events the answer lacks (E13), and asks for recent ones again.
    private func keeping(_ weighing: Weighing) -> Weighing {
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

    private func remarked(_ weighing: Weighing) -> Weighing {
        var weighing = weighing
        guard weighing.verdict != .keep else { return weighing }
        let remarks = BarRemarks(symbol: symbol, answered: answered, stored: stored, events: answeredEvents) { day in
            !weighing.waiting.contains { $0.span.contains(day) }
        }
        weighing.flags += remarks.flags + crowdedDividends
        // A bar before the first trade (E18), as long as no older one is stored.
        let isEarlier = comparison.remarks.contains { $0.hasPrefix("E18:") } && answered.ticks.first ?? .max < stored.ticks.first ?? .max
        if !remarks.days.isEmpty || isEarlier {
            weighing.rereads.formUnion(BarRemarks.retries.map { session(after: comparison.span.upper - 1, by: $0) })
        }
        return weighing
    }

    private func isStored(_ day: Int64) -> Bool { (stored.ticks.last ?? .min) >= day }

    private func isTaken(_ day: Int64, _ weighing: Weighing) -> Bool {
        weighing.verdict != .keep && !weighing.waiting.contains { $0.span.contains(day) }
    }

    /// `0.9316`.
    private static func factor(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }

    /// The session behind what was asked for.
    private var next: Int64 { session(after: comparison.span.upper - 1, by: 1) }

    private func session(after day: Int64, by count: Int) -> Int64 {
        var day = Day(number: day)
        for _ in 0..<count { day = calendar.session(after: day) ?? day }
        return day.number
    }

    /// Sessions behind a day, in what was asked for.
    private func sessions(since day: Int64) -> Int {
        day < comparison.span.upper ? calendar.sessionCount(in: Day(number: day + 1)..<Day(number: comparison.span.upper)) : 0
    }
}

extension SpanProof {
    fileprivate var isBeforeListing: Bool {
        if case .empty(let reason) = proof { reason.code == "before_listing" } else { false }
    }
}

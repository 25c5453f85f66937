import MarketCalendar
import PluginKit
import Tabular

/// Whether an answer is on the basis of what is stored, on another one, or about something else: the one place where
/// splits, dividends and the prices round them are held against each other. A pure value.
struct BasisWeighing {
    /// Sessions for which an event is looked at again without a doubt: after them it is in all prices, or never will
    /// be.
    static let patience = 20

    let symbol: String
    let comparison: Comparison
    let stored: BarSeries
    let answered: BarSeries
    let storedEvents: [ListingEvent]
    let answeredEvents: [ListingEvent]
    let newEvents: [ListingEvent]
    /// Stored, and not in the answer (E13).
    let lost: [ListingEvent]
    let signs: ListingSigns
    let calendar = DailyBars.calendar

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
        // A note that cannot be read is none: the next one takes its place.
        let notes = try? comparison.notes(as: ListingNote.self)
        signs = ListingSigns(
            stored: stored, answered: answered, events: sent, recorded: notes?.recorded, answer: notes?.answered)
    }

    var weighing: Weighing {
        if let other = otherListing { return waitingForOwner(other.what, from: other.first) }
        if signs.isOther, let rupture = signs.rupture, let first = signs.first {
            return waitingForOwner("\(signs.signs.joined(separator: ", ")), and \(rupture)", from: first)
        }
        var weighing = onItsBasis
        if weighing.verdict != .keep, !signs.signs.isEmpty {
            weighing.flags.append(
                "E18: \(symbol): \(signs.signs.joined(separator: ", ")); its rows go on as before: renamed?")
        }
        return weighing
    }

    /// Of an answer that is about the stored listing.
    private var onItsBasis: Weighing {
        guard comparison.isWhole else {
            if isApart {
                return Weighing(.readWhole(Reason("no_overlap", "the answer has none of the last stored sessions")))
            }
            if let event = newEvents.first {
                return Weighing(.readWhole(Reason("new_\(event.kind.rawValue)", about(event))))
            }
            return remarked(keeping(Weighing()))
        }
        if isApart {
            return waitingForOwner(
                "the answer has none of the \(stored.ticks.count) stored sessions", from: answered.ticks.first ?? .max)
        }
        let basis = StoredBasis(stored: stored, answered: answered, events: storedEvents + answeredEvents)
        if let reason = otherSeries(basis) { return refused(reason) }
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
            if let reason = lostEvent { return refused(reason) }
            weighing.verdict = .restated(restatement(basis))
        }
        weighing.isOneBasis = basis.isEqual
        return remarked(looking(again: weighing))
    }

    /// Rows that may be another listing's: none of them is taken until their owner says whose they are.
    private func waitingForOwner(_ what: String, from first: Int64) -> Weighing {
        let question = refusal(Reason.otherListing, "\(what): renamed, or used again by somebody else?")
        var weighing = Weighing(.keep)
        let last = stored.ticks.last ?? comparison.span.lower - 1
        weighing.waiting = [.init(Span(min(first, last + 1), max(comparison.span.upper, first + 1)), question)]
        weighing.rereads = [next]
        weighing.newcomerSince = first
        return weighing
    }

    /// Not only not taken: what is stored may not stay beside it.
    private func refused(_ reason: Reason) -> Weighing {
        var weighing = Weighing(.refused(reason))
        weighing.isOneBasis = false
        return weighing
    }

    private func splits(_ basis: StoredBasis) -> [SplitStanding] {
        let all = answeredEvents.filter(\.isSplit)
        let last = stored.ticks.last ?? .max
        let newest = all.filter { $0.day > last }.reduce(1) { $0 * $1.value }
        return all.map { split in
            SplitStanding(
                split, stored: stored, answered: answered, basis: basis, newest: newest,
                isNew: newEvents.contains { $0.isSame(as: split) })
        }
    }

    /// What is not stored before a split that is not restated: the sessions from it on where older ones are stored,
    /// else those before it.
    private func waiting(for split: ListingEvent) -> Weighing.Waiting {
        let reason = waitingReason("prices before \(split.description) are as they were before it", since: split.day)
        if let first = stored.ticks.first, let last = stored.ticks.last, first < split.day {
            return .init(Span(max(split.day, last + 1), comparison.span.upper), reason)
        }
        return .init(Span(comparison.span.lower, split.day), reason)
    }

    private func waiting(for step: FactorFit.Step) -> Weighing.Waiting {
        let last = stored.ticks.last ?? step.after
        let text =
            """
            prices up to \(Day(number: step.after)) are divided by \(BarRemarks.short(step.ratio)) and those after it \
            are not
            """
        return .init(Span(last + 1, max(last + 2, comparison.span.upper)), waitingReason(text, since: last))
    }

    /// The owner is asked only when time has not helped.
    private func waitingReason(_ text: String, since day: Int64) -> Reason {
        let offer = "; penstock accept equities \(symbol) --as continuation"
        return Reason(Reason.notRestatedYet, text + (sessions(since: day) > Self.patience ? offer : ""))
    }

    /// A stored event that the answer lacks although its prices still know of it. A restatement without it would lose
    /// it.
    private var lostEvent: Reason? {
        let lost = self.lost.first { event in
            guard event.kind != .split else { return true }
            let due = DividendStep.due(of: event.day, amount: event.value, in: stored)
            return DividendStep(of: event.day, due: due, in: answered).map { !$0.isAbsent } ?? true
        }
        return lost.map { refusal("short_answer", "the answer lacks \($0.description), which is stored") }
    }

    private func restatement(_ basis: StoredBasis) -> Reason {
        if let event = newEvents.last(where: \.isSplit) ?? newEvents.last {
            return Reason("new_\(event.kind.rawValue)", about(event))
        }
        let day = basis.unequal.max() ?? 0
        let (old, new) = (stored.index(from: day), answered.index(from: day))
        guard old < stored.ticks.count, new < answered.ticks.count else { return Reason("prices_moved") }
        let isPrice = abs(stored.closes[old] - answered.closes[new]) > RowJudgement.priceTolerance * stored.closes[old]
        let (was, now) =
            isPrice ? (stored.closes[old], answered.closes[new]) : (stored.adjusted(old), answered.adjusted(new))
        return Reason("prices_moved", "\(isPrice ? "close" : "adj_close") of \(Day(number: day)): \(was) is now \(now)")
    }

    private func about(_ event: ListingEvent) -> String { "\(event.text) of \(Day(number: event.day))" }

    /// Short: it has to fit into a line of a mail with what to do.
    func refusal(_ code: String, _ detail: String) -> Reason {
        Reason(
            code,
            "\(detail)\(detail.hasSuffix("?") ? "" : ";") penstock accept equities \(symbol) --as continuation|newcomer"
        )
    }

    /// The session behind what was asked for.
    var next: Int64 { session(after: comparison.span.upper - 1, by: 1) }

    func session(after day: Int64, by count: Int) -> Int64 {
        var day = Day(number: day)
        for _ in 0..<count { day = calendar.session(after: day) ?? day }
        return day.number
    }

    /// Sessions behind a day, in what was asked for.
    func sessions(since day: Int64) -> Int {
        day < comparison.span.upper
            ? calendar.sessionCount(in: Day(number: day + 1)..<Day(number: comparison.span.upper)) : 0
    }
}

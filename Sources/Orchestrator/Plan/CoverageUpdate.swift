import Archive
import MarketCalendar
import PluginKit
import Tabular

/// What a page changes in a unit's coverage. A pure value.
struct CoverageUpdate {
    let span: Span
    let proofs: [SpanProof]
    /// Ticks that have a row now, in the dataset that must have one for every session; sorted.
    let present: [Int64]
    /// Ticks whose row came and is not stored: set aside under a rule, or waiting.
    let withheld: [Int64: Reason]
    let now: Instant
    /// Whether a session without a row lacks one: a dataset of the unit has a row for each.
    var isDense = true

    /// The new coverage; how many expected sessions were a hole and are stored now; the sessions that should be there
    /// and are not.
    struct Outcome {
        var coverage: Coverage
        var filled = 0
        var holes: [Int64] = []
        var reason: Reason?
        /// Whether every hole was one before, for the same reason.
        var isKnown = true
        /// Those of the holes that follow stored sessions, that nothing came of, and that were never counted as a try
        /// before.
        var missed: [MissedSession] = []
    }

    /// For axes where a row stands for every session of a calendar.
    func applied(to old: Coverage, calendar: MarketCalendar) -> Outcome {
        var outcome = Outcome(coverage: old)
        var run: (start: Int64, proof: Proof)?
        var position = present.startIndex
        let first = [old.firstStored, present.first].compactMap { $0 }.min()
        func close(at end: Int64) {
            if let run { outcome.set(Span(run.start, end), run.proof, now: now) }
            run = nil
        }
        var previous: Int64?
        for session in calendar.sessions(in: span.firstDay..<Day(number: span.upper)) {
            let tick = session.number
            while position < present.endIndex, present[position] < tick { position += 1 }
            let isPresent = position < present.endIndex && present[position] == tick
            guard let proof = proof(at: tick, isPresent: isPresent, after: first) else {
                if let previous { close(at: previous + 1) }
                previous = nil
                continue
            }
            if case .stored = proof, wasHole(tick, in: old) { outcome.filled += 1 }
            if case .gap(let reason) = proof {
                outcome.holes.append(tick)
                // What waits is what somebody can do something about.
                if outcome.reason == nil || reason.isWaiting && outcome.reason?.isWaiting == false {
                    outcome.reason = reason
                }
                if !isKnown(reason, at: tick, in: old) { outcome.isKnown = false }
                if withheld[tick] == nil, first.map({ $0 < tick }) ?? false, !wasCounted(tick, in: old) {
                    outcome.missed.append(MissedSession(tick: tick, later: present.endIndex - position))
                }
            }
            if let current = run, current.proof != proof { close(at: tick) }
            if run == nil { run = (tick, proof) }
            previous = tick
        }
        if let previous { close(at: previous + 1) }
        return outcome
    }

    /// Whether a hole is one of old. What waits has one cause, however many sessions wait for it.
    private func isKnown(_ reason: Reason, at tick: Int64, in old: Coverage) -> Bool {
        if old.hasGap(at: tick, code: reason.code) { return true }
        return reason.isWaiting && old.hasGap(code: reason.code)
    }

    /// Asked for in vain, or never asked for between rows that are stored. History before the first row is no hole.
    private func wasHole(_ tick: Int64, in old: Coverage) -> Bool {
        guard let state = old.state(at: tick) else {
            guard let first = old.firstStored, let last = old.lastStored else { return false }
            return first < tick && tick < last
        }
        if case .gap = state { return true }
        return false
    }

    private func wasCounted(_ tick: Int64, in old: Coverage) -> Bool {
        if case .gap(_, let tries, _) = old.state(at: tick) { return tries > 0 }
        return false
    }

    /// For axes of time: what the answer proves, as it proves it.
    func applied(to old: Coverage) -> Outcome {
        var outcome = Outcome(coverage: old)
        for proof in proofs {
            outcome.set(proof.span, proof.proof, now: now)
            if case .gap(let reason) = proof.proof {
                outcome.holes.append(proof.span.lower)
                outcome.reason = outcome.reason ?? reason
                if !old.hasGap(at: proof.span.lower, code: reason.code) { outcome.isKnown = false }
            }
        }
        return outcome
    }

    /// What holds at a tick: a row is proof of itself; otherwise the last proof that speaks of the tick.
    private func proof(at tick: Int64, isPresent: Bool, after first: Int64?) -> Proof? {
        if isPresent { return .stored }
        if let reason = withheld[tick] { return .gap(reason) }
        guard let proof = proofs.last(where: { $0.span.contains(tick) })?.proof else { return nil }
        guard isDense else { return proof }
        switch proof {
        case .stored: return .gap(Reason("missing", "the answer has no row for the session"))
        case .empty(let reason) where first.map { $0 < tick } ?? false:
            // A row that is stored refutes that there could be none.
            return .gap(Reason("missing", "the answer says \(reason), and there are rows before the session"))
        case .empty, .unavailable, .lacking, .gap: return proof
        }
    }
}

/// A session that an answer lacks although it has others.
struct MissedSession: Hashable, Sendable {
    let tick: Int64
    /// Rows of later sessions that are there.
    let later: Int
}

extension CoverageUpdate.Outcome {
    mutating func set(_ span: Span, _ proof: Proof, now: Instant) {
        switch proof {
        case .stored: coverage.set(span, .stored)
        case .empty(let reason): coverage.set(span, .empty(reason))
        case .unavailable(let reason):
            for part in coverage.unproved(in: span) { coverage.set(part, .unavailable(reason)) }
        case .lacking(let reason): coverage.setLacking(span, reason, now: now)
        case .gap(let reason): coverage.setGap(span, reason, now: now)
        }
    }
}

import Archive
import PluginKit
import Tabular
import Upstream

/// What a stage's units came to, as far as it decides about the others: one that has rows and fails is held back until
/// all were asked, because it may be one of many. Nothing of it is applied before; it stays in the frontier, so that a
/// run that is killed asks it again.
struct WaveWatch {
    enum Step {
        case absent(Walk.Absence)
        /// An answer without a row.
        case empty(CheckedPage, FetchedAnswer)
        case failed(UnitFailure)
        /// Its rows are stored, and sessions are missing among them.
        case answered
    }

    struct Held {
        var walk: Walk
        let step: Step
    }

    /// A unit with rows that answered, and what it was asked for.
    struct Answered {
        let unit: Int64
        let span: Span?
    }

    private(set) var held: [Held] = []
    private(set) var answered: [Answered] = []

    /// Whether a unit was there when it was asked last, as far as its own record says: it does not rest, is not sealed,
    /// and what it was asked for last did not end with a hole.
    static func isWell(_ unit: UnitRecord, _ coverage: Coverage) -> Bool {
        guard unit.cause == nil, unit.state != .sealed else { return false }
        guard case .gap(let reason, let tries, _) = coverage.spans.last?.state else { return true }
        return tries == 0 || reason.isWaiting
    }

    mutating func holds(_ absence: Walk.Absence, _ walk: Walk) -> Bool {
        guard walk.isWitness, !absence.isGone else { return false }
        held.append(Held(walk: walk, step: .absent(absence)))
        return true
    }

    /// Whether a page is an answer without a row where rows are stored for what was asked.
    mutating func holds(_ page: CheckedPage, _ answer: FetchedAnswer, _ walk: Walk) -> Bool {
        guard walk.isWitness, walk.denseDataset != nil, walk.fetch.purpose != .replace, case .done = page.content.end,
            page.content.absence == nil, page.rowCount == 0, page.quarantined.isEmpty
        else { return false }
        held.append(Held(walk: walk, step: .empty(page, answer)))
        return true
    }

    mutating func holds(_ failure: UnitFailure, _ walk: Walk) -> Bool {
        guard walk.isWitness, failure.kind == .malformed || failure.kind == .mismatch || failure.isOfServer else {
            return false
        }
        held.append(Held(walk: walk, step: .failed(failure)))
        return true
    }

    /// Of a unit that has ended well, or well enough.
    mutating func holds(answered walk: Walk) -> Bool {
        guard walk.isWitness else { return false }
        if walk.missed.isEmpty {
            answered.append(Answered(unit: walk.unit.id, span: walk.fetch.span))
            return false
        }
        held.append(Held(walk: walk, step: .answered))
        return true
    }
}

extension WaveWatch.Held {
    /// In which ways it failed.
    var ways: [Wave.Way] {
        switch step {
        case .absent(let absence): [.absent(code: absence.reason.code)]
        case .empty: [.empty]
        case .failed(let failure): [.refused(code: failure.reason.code)]
        case .answered: walk.missed.filter { $0.later < Self.later }.map { .missing(session: $0.tick) }
        }
    }

    /// Sessions that it lacks although so many later ones came.
    var closures: [Int64] { walk.missed.filter { $0.later >= Self.later }.map(\.tick) }

    static let later = 2

    /// Whether it answered, and was asked for a session.
    func wasAsked(for tick: Int64) -> Bool {
        if case .answered = step { return walk.fetch.span?.contains(tick) ?? false }
        return false
    }
}

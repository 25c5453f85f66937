public import Tabular

/// What an answer and the archive have of a unit's series, side by side: what a provider needs to say whether both are of one basis.
public struct Comparison: Sendable {
    /// The ticks that were asked for.
    public let span: Span
    /// Whether all that is stored lies in the span; `stored` is then all of it.
    public let isWhole: Bool
    /// By dataset; in key order, and of the span.
    public let stored: [String: Batch]
    public let answered: [String: Batch]
    /// What the answer proves.
    public let proofs: [SpanProof]
    /// What the reading of the answer found unlikely, each behind its rule: `E18: ...`.
    public let remarks: [String]

    public init(
        span: Span, isWhole: Bool, stored: [String: Batch], answered: [String: Batch], proofs: [SpanProof] = [], remarks: [String] = []
    ) {
        self.span = span
        self.isWhole = isWhole
        self.stored = stored
        self.answered = answered
        self.proofs = proofs
        self.remarks = remarks
    }
}

/// What an answer means for a unit as a whole, before any of its rows is looked at alone.
public struct Weighing: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        /// One basis: rows are compared and stored one by one.
        case rows
        /// The answer is too short to tell: nothing of it is kept, and the unit is read whole.
        case readWhole(Reason)
        /// Another basis: the answer, which is whole, takes the place of all that is stored.
        case restated(Reason)
        /// Neither: what is stored stays as it is, and nothing of the answer is taken.
        case keep
        /// Not the same series. Nothing of it is kept, and the unit fails for the reason.
        case refused(Reason)
    }

    public var verdict: Verdict
    /// Answered rows in these spans are not stored: they wait, as gaps, for the reason.
    public var waiting: [Waiting] = []
    /// Ticks of sessions after which the unit is to be read whole again.
    public var rereads: Set<Int64> = []
    /// Whether stored rows that the answer lacks may stay beside what it has.
    public var isOneBasis = true
    /// What is odd about rows, each behind its rule (`E9: ...`): for the log, the run's report and the table `flags`.
    public var flags: [String] = []

    public struct Waiting: Hashable, Sendable {
        public let span: Span
        public let reason: Reason

        public init(_ span: Span, _ reason: Reason) {
            self.span = span
            self.reason = reason
        }
    }

    public init(_ verdict: Verdict = .rows) {
        self.verdict = verdict
    }
}

/// What the owner of an archive has said of a unit whose answer was refused or waits: the next whole answer is taken.
public enum Acceptance: String, Hashable, Sendable, CaseIterable {
    /// It is the same listing: answered rows take the place of stored ones, others stay.
    case sent
    /// It is another listing under the same name: what was stored makes way for it.
    case newcomer
}

public import Tabular

/// What an answer and the archive have of a unit's series, side by side: what a provider needs to say whether both are
/// of one basis.
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
    /// The unit's note as JSON: as the last answer that was taken left it, and as this one would.
    public let recordedNote: String?
    public let answeredNote: String?

    public init(
        span: Span, isWhole: Bool, stored: [String: Batch], answered: [String: Batch], proofs: [SpanProof] = [],
        remarks: [String] = [],
        recordedNote: String? = nil, answeredNote: String? = nil
    ) {
        self.recordedNote = recordedNote
        self.answeredNote = answeredNote
        self.span = span
        self.isWhole = isWhole
        self.stored = stored
        self.answered = answered
        self.proofs = proofs
        self.remarks = remarks
    }

    /// Both notes as the provider's type. Throws where the record's is not one.
    public func notes<Note: Decodable>(as type: Note.Type) throws -> (recorded: Note?, answered: Note?) {
        (
            try recordedNote.map { try StoredJSON.decode(type, from: $0) },
            try answeredNote.map { try StoredJSON.decode(type, from: $0) }
        )
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
        /// Neither: what is stored stays as it is, and nothing of the answer is taken, its note neither.
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
    /// Where the rows begin that would be another listing's, if the answer is about one: with it a newcomer's series
    /// begins. nil: with the first answered row.
    public var newcomerSince: Int64?
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
    /// It is the same listing, which goes on: answered rows take the place of stored ones and follow them, others stay.
    case continuation
    /// It is another listing under the same name: what was stored makes way for it, and before its first row there was
    /// none of it.
    case newcomer
}

public import Tabular

/// What an answer proves about a span of a unit's axis.
public enum Proof: Hashable, Sendable {
    /// The answer holds all rows that there are in the span. Where every session is expected, one without a row is a
    /// gap.
    case stored
    /// There is nothing to have, and the reason says why: no session, before listing.
    case empty(Reason)
    /// There was something once, and it will not be had again: the upstream's documented keeping has removed it.
    case unavailable(Reason)
    /// This answer lacks it, which proves nothing for good: a 404, an empty page of one place. It counts as
    /// unavailable, no stored row is doubted by it, and it is asked for again, ever less often, until the unit is
    /// sealed.
    case lacking(Reason)
    /// There should be something and the answer does not have it; it is asked again, ever less often.
    case gap(Reason)
}

extension Proof {
    /// Whether it says that all rows there are in the span have come, or that there are none.
    public var isOfRows: Bool {
        switch self {
        case .stored, .empty: true
        case .unavailable, .lacking, .gap: false
        }
    }
}

/// What an answer proves of a span of the asked unit's axis.
public struct SpanProof: Hashable, Sendable {
    public let span: Span
    public let proof: Proof

    public init(span: Span, proof: Proof) {
        self.span = span
        self.proof = proof
    }
}

/// What an answer proves about a span of a unit's axis.
public enum Proof: Hashable, Sendable {
    /// The answer holds all rows that there are in the span. Where every session is expected, one without a row is a gap.
    case stored
    /// There is nothing to have, and the reason says why: no session, before listing.
    case empty(Reason)
    /// There was something once, and this upstream no longer has it.
    case unavailable(Reason)
    /// There should be something and the answer does not have it; it is asked again, ever less often.
    case gap(Reason)
}

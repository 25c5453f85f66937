public import Tabular

/// Why a span is asked for.
public enum Purpose: String, Sendable, Codable, Hashable {
    /// Rows follow what is stored, or fill holes in it.
    case extend
    /// The unit is read whole and written anew.
    case replace
    /// Everything is asked again and compared (`--force`, `--no-resume`).
    case recheck
    /// A list asks directly for subjects that it used to show and did not show in this walk.
    case confirm
}

/// One question about one unit, and all that a provider may know when it asks and when it reads the answer.
public struct Fetch<P: Provider>: Sendable {
    public let unit: P.Unit
    public let note: P.Note?
    public let facts: P.Facts?
    /// What is asked for, in the ticks of the unit's axis; nil for snapshots and units that are read once.
    public let span: Span?
    /// nil on the first page of a walk.
    public let cursor: P.Cursor?
    public let purpose: Purpose
    /// The subjects that are asked for directly, when the purpose is `.confirm`; the same for every page of one batch.
    public let subjects: [String]
    /// Taken once per run; never read the clock.
    public let now: Instant

    public init(
        unit: P.Unit, note: P.Note? = nil, facts: P.Facts? = nil, span: Span? = nil, cursor: P.Cursor? = nil,
        purpose: Purpose = .extend,
        subjects: [String] = [], now: Instant
    ) {
        self.unit = unit
        self.note = note
        self.facts = facts
        self.span = span
        self.cursor = cursor
        self.purpose = purpose
        self.subjects = subjects
        self.now = now
    }
}

public import Tabular

/// Why a span is asked for.
public enum Purpose: String, Sendable, Codable, Hashable {
    /// Rows follow what is stored, or fill holes in it.
    case extend
    /// The unit is read whole and written anew.
    case replace
    /// Everything is asked again and compared (`--force`, `--no-resume`).
    case recheck
}

/// What a fetch is made of: a provider's own types, or the texts that the archive keeps of them (``StoredTypes``).
public protocol FetchTypes {
    associatedtype Unit: Hashable & Sendable
    associatedtype Note: Hashable & Sendable
    associatedtype Facts: Hashable & Sendable
    associatedtype Cursor: Hashable & Sendable
}

/// One question about one unit, and all that a provider may know when it asks and when it reads the answer.
public struct Fetch<Types: FetchTypes>: Hashable, Sendable {
    public var unit: Types.Unit
    public var note: Types.Note?
    public var facts: Types.Facts?
    /// What is asked for, in the ticks of the unit's axis; nil for snapshots and units that are read once.
    public var span: Span?
    /// nil on the first page of a walk.
    public var cursor: Types.Cursor?
    public var purpose: Purpose
    /// Subjects that a list asks for directly, behind its own pages: it used to show them, and did not in this walk.
    /// The same for every page of one batch; nil: the unit's own pages.
    public var subjects: [String]?
    /// Taken once per run; never read the clock.
    public var now: Instant

    public init(
        unit: Types.Unit, note: Types.Note? = nil, facts: Types.Facts? = nil, span: Span? = nil,
        cursor: Types.Cursor? = nil, purpose: Purpose = .extend, subjects: [String]? = nil, now: Instant
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

/// A fetch without a provider's types, as the runtime works with it.
public typealias StoredFetch = Fetch<StoredTypes>

/// Units by their names; notes, facts and cursors as JSON.
public enum StoredTypes: FetchTypes {
    public typealias Unit = UnitName
    public typealias Note = String
    public typealias Facts = String
    public typealias Cursor = String
}

/// About what the whole of a fetch comes to, for estimates before anything is asked: nothing is planned or proved by
/// it.
public struct FetchSize: Hashable, Sendable {
    /// Pages, of a list too.
    public var requests: Int
    /// Rows by dataset. One that is not named has as many as there are sessions where each of them has a row, and else
    /// a number that nobody can know before.
    public var rows: [String: Int]
    /// Of all answers, before compression; nil: what the rows make likely.
    public var bytes: Int?

    public init(requests: Int = 1, rows: [String: Int] = [:], bytes: Int? = nil) {
        self.requests = requests
        self.rows = rows
        self.bytes = bytes
    }
}

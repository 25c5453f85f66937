public import Tabular

/// What a job would cost, and what it would store: `--dry-run`.
public struct PlanEstimate: Sendable, Hashable {
    /// Units that would be asked for; series only.
    public var units = 0
    /// Of these, the ones that are in their turn read whole, where the last sessions would have done.
    public var wholeUnits = 0
    /// Lists that would be read.
    public var lists = 0
    /// False when a list that was never read decides which units there are; `units` is then the provider's usual number, and 0 where
    /// subjects (markets) are chosen from it.
    public var isUniverseKnown = true
    /// When the oldest of the lists that the numbers rest on was read; nil: they rest on none.
    public var listsRead: Instant?
    /// Subjects (markets) that would be let in; nil where no list has told of any.
    public var newSubjects: Int?
    /// How many would be let in at most; nil: as many as the lists tell of.
    public var mostSubjects: Int?
    public var requests = 0
    /// Of answers before compression, roughly.
    public var bytes = 0
    /// No run can be quicker at the upstreams' pace.
    public var leastSeconds = 0.0
    /// What would be stored beside what is.
    public var storage = StorageEstimate()
    /// Of the archive.
    public var sinks: [String] = []

    /// What is asked for and can be followed in part only, a sentence each.
    public var notes: [String] = []

    public init() {}
}

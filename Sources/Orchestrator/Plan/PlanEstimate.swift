package import Tabular

/// What a job would cost, and what it would store: `--dry-run`.
package struct PlanEstimate: Sendable, Hashable {
    /// Units that would be asked for; series only.
    package var units = 0
    /// Of these, the ones that are in their turn read whole, where the last sessions would have done.
    package var wholeUnits = 0
    /// Lists that would be read.
    package var lists = 0
    /// False when a list that was never read decides which units there are; `units` is then the provider's usual
    /// number, and 0 where subjects (markets) are chosen from it.
    package var isUniverseKnown = true
    /// When the oldest of the lists that the numbers rest on was read; nil: they rest on none.
    package var listsRead: Instant?
    /// Subjects (markets) that would be let in; nil where no list has told of any.
    package var newSubjects: Int?
    /// How many would be let in at most; nil: as many as the lists tell of.
    package var mostSubjects: Int?
    package var requests = 0
    /// Of answers before compression, roughly.
    package var bytes = 0
    /// No run can be quicker at the upstreams' pace.
    package var leastSeconds = 0.0
    /// What would be stored beside what is.
    package var storage = StorageEstimate()
    /// Of the archive.
    package var sinks: [String] = []

    /// What is asked for and can be followed in part only, a sentence each.
    package var notes: [String] = []

    package init() {}
}

/// What runs after a given one changed.
public struct ArchiveChanges: Sendable {
    /// Rows that were stored, by provider and by the datasets that their units feed: a unit counts its rows together.
    public struct Stored: Sendable, Hashable {
        public let provider: String
        public let datasets: [String]
        public let units: Int
        public let rows: Int
    }

    /// Rows of a dataset that an answer disagreed with, by cause.
    public struct Revised: Sendable, Hashable {
        public let provider: String
        public let dataset: String
        /// `revision`, `restated` or `duplicate`.
        public let cause: String
        public let rows: Int
    }

    /// A unit that came or went, and in which run.
    public struct Unit: Sendable, Hashable {
        public let run: Int64
        public let provider: String
        public let label: String
    }

    public let since: Int64
    /// The newest run; nil where there is none behind `since`.
    public let through: Int64?
    public let runs: Int
    public let stored: [Stored]
    public let revised: [Revised]
    /// The newest first, at most as many as were asked for; so the others.
    public let revisions: [RevisionRecord]
    public let restated: [RestatementRecord]
    public let restatedCount: Int
    /// Series that were asked for the first time.
    public let added: [Unit]
    public let addedCount: Int
    public let forgotten: [Unit]
    public let forgottenCount: Int

    public var revisionCount: Int { revised.reduce(0) { $0 + $1.rows } }
}

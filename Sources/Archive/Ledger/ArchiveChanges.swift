/// What runs after a given one changed.
package struct ArchiveChanges: Sendable {
    /// Rows that were stored, by provider and by the datasets that their units feed: a unit counts its rows together.
    package struct Stored: Sendable, Hashable {
        package let provider: String
        package let datasets: [String]
        package let units: Int
        package let rows: Int
    }

    /// Rows of a dataset that an answer disagreed with, by cause.
    package struct Revised: Sendable, Hashable {
        package let provider: String
        package let dataset: String
        /// `revision`, `restated` or `duplicate`.
        package let cause: String
        package let rows: Int
    }

    /// A unit that came or went, and in which run.
    package struct Unit: Sendable, Hashable {
        package let run: Int64
        package let provider: String
        package let label: String
    }

    package let since: Int64
    /// The newest run; nil where there is none behind `since`.
    package let through: Int64?
    package let runs: Int
    package let stored: [Stored]
    package let revised: [Revised]
    /// The newest first, at most as many as were asked for; so the others.
    package let revisions: [RevisionRecord]
    package let restated: [RestatementRecord]
    package let restatedCount: Int
    /// Series that were asked for the first time.
    package let added: [Unit]
    package let addedCount: Int
    package let forgotten: [Unit]
    package let forgottenCount: Int

    package var revisionCount: Int { revised.reduce(0) { $0 + $1.rows } }
}

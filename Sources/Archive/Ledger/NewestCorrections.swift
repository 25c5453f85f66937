/// The newest rows that upstreams have corrected, the newest units that they have restated, and how many there are of each.
package struct NewestCorrections: Sendable {
    /// The newest first.
    package var revisions: [RevisionRecord] = []
    /// By cause, the most frequent first.
    package var revisionCounts: [(cause: String, rows: Int)] = []
    /// The newest first.
    package var restatements: [RestatementRecord] = []
    package var restatementCount = 0
}

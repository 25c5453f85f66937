/// The newest rows that upstreams have corrected, the newest units that they have restated, and how many there are of each.
public struct NewestCorrections: Sendable {
    /// The newest first.
    public var revisions: [RevisionRecord] = []
    /// By cause, the most frequent first.
    public var revisionCounts: [(cause: String, rows: Int)] = []
    /// The newest first.
    public var restatements: [RestatementRecord] = []
    public var restatementCount = 0
}

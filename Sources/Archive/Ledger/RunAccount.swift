/// One run with what a person wants to know of its units.
public struct RunAccount: Sendable {
    public let run: RunRecord
    /// How many units ended as `done`, `incomplete`, `absent` and `failed`; lists among them.
    public let outcomes: [String: Int]
    /// Units that were not `done`; the failed ones first. At most as many as were asked for, of `troubleCount`.
    public let troubles: [RunUnit]
    public let restated: [RestatementRecord]
    public let restatedCount: Int
    /// Units of which the run set rows aside.
    public let quarantined: [RunUnit]
    public let quarantinedCount: Int
    /// All that did not become a row as it came.
    public let aside: RecordedAside
    /// The upstreams that were asked, in the order of their names; none of a run that has not ended, or of one before format 7.
    public let upstreams: [RunUpstream]

    public var troubleCount: Int { outcomes.filter { $0.key != "done" }.values.reduce(0, +) }
}

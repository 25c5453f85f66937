/// One run with what a person wants to know of its units.
package struct RunAccount: Sendable {
    package let run: RunRecord
    /// How many units ended as `done`, `incomplete`, `absent` and `failed`; lists among them.
    package let outcomes: [String: Int]
    /// Units that were not `done`; the failed ones first. At most as many as were asked for, of `troubleCount`.
    package let troubles: [RunUnit]
    package let restated: [RestatementRecord]
    package let restatedCount: Int
    /// Units of which the run set rows aside.
    package let quarantined: [RunUnit]
    package let quarantinedCount: Int
    /// All that did not become a row as it came.
    package let aside: RecordedAside
    /// The upstreams that were asked, in the order of their names; none of a run that has not ended, or of one before format 7.
    package let upstreams: [RunUpstream]

    package var troubleCount: Int { outcomes.filter { $0.key != "done" }.values.reduce(0, +) }
}

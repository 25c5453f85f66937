public import Archive

/// How a job is to be done.
public struct JobOptions: Sendable {
    /// Continue what an interrupted run left, and ask only for what is missing. False: ask everything again and compare.
    public var resumes = true
    /// Ask everything again and compare (`update --force`).
    public var isForced = false
    /// Sessions that may be missing before a unit is due: 1 tolerates none, 3 tolerates two.
    public var maximumAgeDays = 1
    /// Within so many sessions every stored row is held against the upstream once: each night a share of the units is read whole. 0: never.
    public var recheckSessions = 20
    /// Ask for rows of series. False: lists only (`--no-update-prices`).
    public var updatesSeries = true
    /// Read what tells what there is, follow nothing and ask for no rows, so that a plan can be made: for an archive of its own that is thrown
    /// away (`--dry-run --read-lists`).
    public var readsListsOnly = false
    /// Ask again for holes between stored rows.
    public var fillsGaps = true
    /// End the run at the first failure.
    public var failsFast = false
    /// A failure that is known from an earlier run counts like a new one.
    public var isStrict = false
    /// Fetches under way at the same time, over all upstreams.
    public var concurrency = 4
    /// Seconds to wait for the archive's lock.
    public var lockWait: Double = 0
    /// Commit cadence; small in tests.
    public var threshold = CommitThreshold()
    /// Of this build, for the ledger.
    public var version = "0"

    public init() {}
}

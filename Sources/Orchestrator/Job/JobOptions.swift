package import Archive

/// How a job is to be done.
package struct JobOptions: Sendable {
    /// Continue what an interrupted run left, and ask only for what is missing. False: ask everything again and
    /// compare.
    package var resumes = true
    /// Ask everything again and compare (`update --force`).
    package var isForced = false
    /// Sessions that may be missing before a unit is due: 1 tolerates none, 3 tolerates two.
    package var maximumAgeDays = 1
    /// Within so many sessions every stored row is held against the upstream once: each night a share of the units is
    /// read whole. 0: never.
    package var recheckSessions = 20
    /// Ask for rows of series. False: lists only (`--no-update-prices`).
    package var updatesSeries = true
    /// Read what tells what there is, follow nothing and ask for no rows, so that a plan can be made: for an archive of
    /// its own that is thrown away (`--dry-run --read-lists`).
    package var readsListsOnly = false
    /// Ask again for holes between stored rows.
    package var fillsGaps = true
    /// End the run at the first failure.
    package var failsFast = false
    /// A failure that is known from an earlier run counts like a new one.
    package var isStrict = false
    /// Fetches under way at the same time with one upstream.
    package var concurrency = 4
    /// Requests after which the run begins nothing more and ends with 75; nil: no number. What is under way then ends,
    /// with its retries.
    package var maximumRequests: Int?
    /// Pages of one walk after which it is given up: what an upstream can go on about for ever is not stored for ever.
    package var maximumPages = 100_000
    /// Seconds to wait for the archive's lock.
    package var lockWait: Double = 0
    /// Commit cadence; small in tests.
    package var threshold = CommitThreshold()
    /// Of this build, for the ledger.
    package var version = "0"

    package init() {}
}

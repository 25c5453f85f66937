import GRDB
package import Tabular

/// A run as the ledger has it.
package struct RunRecord: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case running
        case ended
        /// Killed, or left after an error that the archive could not go on from.
        case interrupted
    }

    /// What a run is for.
    package enum Kind: String, Sendable, Hashable {
        case backfill
        case update
        /// Work that asks no upstream, such as `forget` and `convert`: it makes nothing fresh.
        case upkeep
    }

    package let id: Int64
    package let job: String
    package let providers: [String]
    package let kind: Kind
    /// The job looked at less than what the archive followed of its providers.
    package let isPartial: Bool
    package let version: String
    package let state: State
    package let now: Instant
    package let started: Instant
    package let ended: Instant?
    /// On the host's clock; of the end, or of the start while there is none.
    package let local: String
    package let exitCode: Int32?
    package let failure: String?
    /// Those that the ledger has of a run (`RunCounts.runKeys`); the others are not known, and 0.
    package let counts: RunCounts
    package let marketsUpdated: Int?
    package let pricesUpdated: Int?

    /// Condition for runs that tell how fresh a provider is, ?1; of any where it is NULL.
    static let isWhole =
        "kind <> 'upkeep' AND NOT is_partial AND (?1 IS NULL OR instr(',' || providers || ',', ',' || ?1 || ',') > 0)"

    /// Condition for runs that ended well. One that asked for nothing, or for lists only, is no success where something
    /// was lacking at its end; of a run of before format 7 that asked nothing, where what is newest of a unit with rows
    /// is a gap now.
    static let isSuccess = """
        (exit_code IS 0 AND (left_open = 0 OR left_open IS NULL AND (requests > 0 OR NOT EXISTS (
            SELECT 1 FROM units u JOIN coverage c ON c.unit = u.id AND c.state = 'gap'
            WHERE instr(',' || runs.providers || ',', ',' || u.provider || ',') > 0 AND u.state = 'admitted'
            AND c.lower = (SELECT max(lower) FROM coverage WHERE unit = u.id)
            AND EXISTS (SELECT 1 FROM coverage s WHERE s.unit = u.id AND s.state = 'stored')))))
        """

    static func fetch(_ db: Database, _ clause: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws
        -> [RunRecord]
    {
        let rows = try db.rows(
            """
            SELECT id, job, providers, version, state, now, started, ended, local, exit_code, failure, \
            markets_updated, prices_updated, kind,
                is_partial, \(RunCounts.runKeys.map(\.name).joined(separator: ", ")) FROM runs \(clause)
            """, arguments)
        var runs: [RunRecord] = []
        while let row = try rows.next() { runs.append(RunRecord(row)) }
        return runs
    }
}

extension RunRecord {
    /// Of a row that `fetch` reads.
    fileprivate init(_ row: Row) {
        id = row[0]
        job = row[1]
        providers = (row[2] as String).split(separator: ",").map(String.init)
        version = row[3]
        state = State(rawValue: row[4]) ?? .ended
        now = Instant(record: row[5]) ?? Instant(seconds: 0)
        started = Instant(record: row[6]) ?? Instant(seconds: 0)
        ended = Instant(record: row[7])
        local = row[8]
        exitCode = (row[9] as Int64?).map { Int32(truncatingIfNeeded: $0) }
        failure = row[10]
        marketsUpdated = row[11]
        pricesUpdated = row[12]
        kind = Kind(rawValue: row[13]) ?? .upkeep
        isPartial = row[14]
        counts = RunCounts(row, from: 15, RunCounts.runKeys)
    }
}

/// What a run says of itself before it does anything.
package struct RunStart: Sendable {
    /// `update equities`, or a name from the jobs file.
    package var job: String
    package var providers: [String]
    package var kind: RunRecord.Kind
    /// Whether the job looks at less than what the archive follows of its providers: such a run says nothing of how
    /// fresh the archive is.
    package var isPartial: Bool
    /// Of the program.
    package var version: String
    package var started: Instant
    /// The archive's plan is made for it; in replay not the clock's.
    package var now: Instant
    /// `started` on the host's clock, `2026-11-24 06:00:05`; nil: read from the host's zone.
    package var local: String?

    package init(
        job: String, providers: [String], kind: RunRecord.Kind = .upkeep, isPartial: Bool = false, version: String,
        started: Instant,
        now: Instant? = nil, local: String? = nil
    ) {
        self.job = job
        self.providers = providers
        self.kind = kind
        self.isPartial = isPartial
        self.version = version
        self.started = started
        self.now = now ?? started
        self.local = local
    }
}

/// A run in numbers, when it has ended.
package struct RunSummary: Sendable {
    package var run: Int64
    /// Where the run found out that its clock was wrong: when it began, by the upstreams' time.
    package var started: Instant?
    package var ended: Instant
    package var exitCode: Int32
    package var counts = RunCounts()
    /// Of a run that asked for nothing of what people count: units that lacked something at its end all the same; nil:
    /// it asked for some.
    package var leftOpen: Int?
    /// Providers with markets: how many of them got rows, and how many price rows. Empty leaves the columns empty.
    package var markets: [MarketCount] = []
    /// The upstreams that were asked.
    package var upstreams: [RunUpstream] = []
    /// Why the run as a whole ended early.
    package var failure: String?
    /// `ended` on the host's clock, `2026-11-24 06:00:05`; nil: read from the host's zone.
    package var local: String?

    package init(run: Int64, ended: Instant, exitCode: Int32) {
        self.run = run
        self.ended = ended
        self.exitCode = exitCode
    }
}

/// What a run did for the markets of one provider.
package struct MarketCount: Sendable, Hashable {
    package let provider: String
    /// Markets of which a row was stored or corrected.
    package var markets: Int
    /// Rows of prices that were stored.
    package var prices: Int

    package init(provider: String, markets: Int, prices: Int) {
        self.provider = provider
        self.markets = markets
        self.prices = prices
    }
}

/// What a run met of one upstream.
package struct RunUpstream: Sendable, Hashable {
    /// `yahoo`.
    package let upstream: String
    /// The host that answered, or both where both did; nil where none has.
    package var host: String?
    /// What most fetches were met with that failed for good, as a word: `throttledAtFirst`; nil where none has.
    package var met: String?
    /// How many those were.
    package var fetches: Int
    /// The same in a sentence, with its cause and the way out.
    package var detail: String?

    package init(_ upstream: String, host: String? = nil, met: String? = nil, fetches: Int = 0, detail: String? = nil) {
        self.upstream = upstream
        self.host = host
        self.met = met
        self.fetches = fetches
        self.detail = detail
    }
}

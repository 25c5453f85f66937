public import Tabular

/// A run in numbers, when it has ended.
public struct RunSummary: Sendable {
    public var run: Int64
    /// Where the run found out that its clock was wrong: when it began, by the upstreams' time.
    public var started: Instant?
    public var ended: Instant
    public var exitCode: Int32
    /// Units that people count.
    public var total = 0
    public var success = 0
    public var failed = 0
    public var requests = 0
    public var retries = 0
    public var bytes = 0
    public var rowsStored = 0
    public var rowsRevised = 0
    public var rowsQuarantined = 0
    public var gapsFilled = 0
    /// Of a run that asked for nothing of what people count: units that lacked something at its end all the same; nil: it asked for some.
    public var leftOpen: Int?
    /// Providers with markets: how many of them got rows, and how many price rows. Empty leaves the columns empty.
    public var markets: [MarketCount] = []
    /// The upstreams that were asked.
    public var upstreams: [RunUpstream] = []
    /// Why the run as a whole ended early.
    public var failure: String?
    /// `ended` on the host's clock, `2026-11-24 06:00:05`; nil: read from the host's zone.
    public var local: String?

    public init(run: Int64, ended: Instant, exitCode: Int32) {
        self.run = run
        self.ended = ended
        self.exitCode = exitCode
    }
}

/// What a run did for the markets of one provider.
public struct MarketCount: Sendable, Hashable {
    public let provider: String
    /// Markets of which a row was stored or corrected.
    public var markets: Int
    /// Rows of prices that were stored.
    public var prices: Int

    public init(provider: String, markets: Int, prices: Int) {
        self.provider = provider
        self.markets = markets
        self.prices = prices
    }
}

/// What a run met of one upstream.
public struct RunUpstream: Sendable, Hashable {
    /// `yahoo`.
    public let upstream: String
    /// The host that answered, or both where both did; nil where none has.
    public var host: String?
    /// What most fetches were met with that failed for good, as a word: `throttledAtFirst`; nil where none has.
    public var met: String?
    /// How many those were.
    public var fetches: Int
    /// The same in a sentence, with its cause and the way out.
    public var detail: String?

    public init(_ upstream: String, host: String? = nil, met: String? = nil, fetches: Int = 0, detail: String? = nil) {
        self.upstream = upstream
        self.host = host
        self.met = met
        self.fetches = fetches
        self.detail = detail
    }
}

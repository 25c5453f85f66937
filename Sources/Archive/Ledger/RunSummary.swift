package import Tabular

/// A run in numbers, when it has ended.
package struct RunSummary: Sendable {
    package var run: Int64
    /// Where the run found out that its clock was wrong: when it began, by the upstreams' time.
    package var started: Instant?
    package var ended: Instant
    package var exitCode: Int32
    /// Units that people count.
    package var total = 0
    package var success = 0
    package var failed = 0
    package var requests = 0
    package var retries = 0
    package var bytes = 0
    package var rowsStored = 0
    package var rowsRevised = 0
    package var rowsQuarantined = 0
    package var gapsFilled = 0
    /// Of a run that asked for nothing of what people count: units that lacked something at its end all the same; nil: it asked for some.
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

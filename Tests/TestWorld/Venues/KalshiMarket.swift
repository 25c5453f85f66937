package import Tabular

/// An invented market of Kalshi and what happens to it.
package struct KalshiMarket: Sendable {
    package struct Series: Sendable {
        package var ticker: String
        package var title: String
        package var category: String
        package var tags: [String]

        package init(ticker: String, title: String, category: String, tags: [String]) {
            self.ticker = ticker
            self.title = title
            self.category = category
            self.tags = tags
        }
    }

    package struct Event: Sendable {
        package var ticker: String
        package var title: String
        package var series: Series
        package var isExclusive = false

        package init(ticker: String, title: String, series: Series, isExclusive: Bool = false) {
            self.ticker = ticker
            self.title = title
            self.series = series
            self.isExclusive = isExclusive
        }
    }

    /// From an instant on, the row's status.
    package struct Stage: Sendable {
        package var from: Instant
        package var status: String

        package init(_ from: Instant, _ status: String) {
            self.from = from
            self.status = status
        }
    }

    /// What makes a market a combo.
    package struct Combo: Sendable {
        package var collection: String
        package var legs: [(event: String, market: String, side: String)]

        package init(collection: String, legs: [(event: String, market: String, side: String)]) {
            self.collection = collection
            self.legs = legs
        }
    }

    package var ticker: String
    package var event: Event
    package var name: String
    package var created: Instant
    package var opens: Instant
    /// Trading really ends.
    package var closes: Instant
    /// What `close_time` says until then; nil: the same.
    package var plannedClose: Instant?
    /// Between the close and the settlement, in order: determined, disputed, closed again, amended.
    package var stages: [Stage] = []
    /// When it is finalized, if ever.
    package var settles: Instant?
    /// `yes`, `no` or `scalar`.
    package var result = "yes"
    /// In ten thousandths.
    package var pays = 10_000
    package var vanishes: Instant?
    /// Microseconds between two trades, on average; nil: nobody trades it.
    package var tradeEvery: Int64? = 86_400_000_000
    /// Every eleventh trade is shown so many seconds later than it was made; nil: all are at once.
    package var showsLate: Int64?
    /// In ten thousandths; a count of hundredths lets contracts be split.
    package var tick = 100
    package var priceStructure = "linear_cent"
    /// Only whole contracts, as before 2026.
    package var isWhole = false
    package var combo: Combo?

    package init(_ ticker: String, _ name: String, event: Event, opens: Instant, closes: Instant) {
        self.ticker = ticker
        self.name = name
        self.event = event
        self.opens = opens
        self.closes = closes
        self.created = Instant(microseconds: opens.microseconds - 3_600_000_000 + 168_768)
    }

    // MARK: What follows

    var seed: VenueSeed { VenueSeed("kalshi:" + ticker) }

    var level: PriceLevel {
        PriceLevel(seed: seed, opens: opens.seconds, closes: closes.seconds, payout: settles == nil ? nil : pays)
    }

    package func isServed(at now: Instant) -> Bool { created <= now && now < vanishes ?? .distantFuture }
    package func isSettled(at now: Instant) -> Bool { settles.map { $0 <= now } ?? false }

    /// The row's status, in the venue's words.
    package func status(at now: Instant) -> String {
        if isSettled(at: now) { return "finalized" }
        if now < opens { return "initialized" }
        if now < closes { return "active" }
        return stages.last { $0.from <= now }?.status ?? "closed"
    }

    /// Whether the archive has it: it settled before the cutoff.
    package func isArchived(at now: Instant) -> Bool { settles.map { $0 < KalshiCutoff(now: now).settled } ?? false }

    func updated(at now: Instant) -> Instant {
        ([created, opens, closes] + stages.map(\.from) + [settles].compactMap { $0 }).filter { $0 <= now }.max()
            ?? created
    }
}

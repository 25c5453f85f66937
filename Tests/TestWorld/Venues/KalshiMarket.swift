public import Tabular

/// An invented market of Kalshi and what happens to it.
public struct KalshiMarket: Sendable {
    public struct Series: Sendable {
        public var ticker: String
        public var title: String
        public var category: String
        public var tags: [String]

        public init(ticker: String, title: String, category: String, tags: [String]) {
            self.ticker = ticker
            self.title = title
            self.category = category
            self.tags = tags
        }
    }

    public struct Event: Sendable {
        public var ticker: String
        public var title: String
        public var series: Series
        public var isExclusive = false

        public init(ticker: String, title: String, series: Series, isExclusive: Bool = false) {
            self.ticker = ticker
            self.title = title
            self.series = series
            self.isExclusive = isExclusive
        }
    }

    /// From an instant on, the row's status.
    public struct Stage: Sendable {
        public var from: Instant
        public var status: String

        public init(_ from: Instant, _ status: String) {
            self.from = from
            self.status = status
        }
    }

    /// What makes a market a combo.
    public struct Combo: Sendable {
        public var collection: String
        public var legs: [(event: String, market: String, side: String)]

        public init(collection: String, legs: [(event: String, market: String, side: String)]) {
            self.collection = collection
            self.legs = legs
        }
    }

    public var ticker: String
    public var event: Event
    public var name: String
    public var created: Instant
    public var opens: Instant
    /// Trading really ends.
    public var closes: Instant
    /// What `close_time` says until then; nil: the same.
    public var plannedClose: Instant?
    /// Between the close and the settlement, in order: determined, disputed, closed again, amended.
    public var stages: [Stage] = []
    /// When it is finalized, if ever.
    public var settles: Instant?
    /// `yes`, `no` or `scalar`.
    public var result = "yes"
    /// In ten thousandths.
    public var pays = 10_000
    public var vanishes: Instant?
    /// Microseconds between two trades, on average; nil: nobody trades it.
    public var tradeEvery: Int64? = 86_400_000_000
    /// Every eleventh trade is shown so many seconds later than it was made; nil: all are at once.
    public var showsLate: Int64?
    /// In ten thousandths; a count of hundredths lets contracts be split.
    public var tick = 100
    public var priceStructure = "linear_cent"
    /// Only whole contracts, as before 2026.
    public var isWhole = false
    public var combo: Combo?

    public init(_ ticker: String, _ name: String, event: Event, opens: Instant, closes: Instant) {
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

    public func isServed(at now: Instant) -> Bool { created <= now && now < vanishes ?? .distantFuture }
    public func isSettled(at now: Instant) -> Bool { settles.map { $0 <= now } ?? false }

    /// The row's status, in the venue's words.
    public func status(at now: Instant) -> String {
        if isSettled(at: now) { return "finalized" }
        if now < opens { return "initialized" }
        if now < closes { return "active" }
        return stages.last { $0.from <= now }?.status ?? "closed"
    }

    /// Whether the archive has it: it settled before the cutoff.
    public func isArchived(at now: Instant) -> Bool { settles.map { $0 < KalshiCutoff(now: now).settled } ?? false }

    func updated(at now: Instant) -> Instant {
        ([created, opens, closes] + stages.map(\.from) + [settles].compactMap { $0 }).filter { $0 <= now }.max() ?? created
    }
}

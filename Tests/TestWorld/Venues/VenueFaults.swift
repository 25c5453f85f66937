/// What goes wrong at an upstream, switched on by a test. Everything is off at first.
public struct VenueFaults: Sendable {
    /// The next so many answers are "too many requests": of Kalshi 429 with one and the other body in turn, of Gamma, the CLOB and the old
    /// trades status 200 with an error inside, of the new trades 429 with their own envelope.
    public var answers429 = 0
    /// Every page is the first one, with a cursor that looks new each time.
    public var ignoresCursor = false
    /// Items of the query that are dropped before anything is looked at.
    public var ignoresParameters: Set<String> = []
    /// Pages are smaller than asked for, without a word.
    public var clampsLimitTo: Int?
    /// This page (from 2) has the rows of the page before it; the walk goes on behind.
    public var repeatsPage: Int?
    /// Before every page but the first there is one without rows, with a live cursor.
    public var emptyPageWithLiveCursor = false
    /// The last page hands out the cursor that asked for it instead of the sign of the end.
    public var staleCursor = false
    /// Kalshi: only whole cents and contracts under the names of before 2026, nothing in dollars.
    public var cents = false
    /// Kalshi's live candles of January 2026: whole numbers and dollars side by side, nulls, `max` and `min`.
    public var oldCandleSchema = false
    /// Kalshi: `min_ts` and `max_ts` of trades leave out the very instants they name.
    public var excludesBounds = false
    /// Trades of Polymarket: `filter_amount=0` means the default of 0.01, as the API's own description has it.
    public var hidesDustAtZero = false
    /// Trades of Polymarket, old: offsets repeat rows from this one on, as seen in November 2025.
    public var repeatsOffsetsFrom: Int?
    /// Paths that begin so are unknown: `/v2` takes the new trades away.
    public var absentPaths: [String] = []
    /// Answers in the place of the venue's own.
    public var instead: [Instead] = []

    /// For questions whose path and query hold a text, so many times.
    public struct Instead: Sendable {
        public let text: String
        public let status: Int
        public let body: String
        public var times: Int

        /// - Parameter body: Kalshi's of a 404.
        public init(
            _ text: String, _ status: Int, _ body: String = #"{"error":{"code":"not_found","message":"not found"}}"#, times: Int = 1
        ) {
            self.text = text
            self.status = status
            self.body = body
            self.times = times
        }
    }

    /// Every request is answered with this.
    public var answersAlways: (status: Int, type: String, body: String)?

    public init() {}
}

/// What goes wrong at an upstream, switched on by a test. Everything is off at first.
package struct VenueFaults: Sendable {
    /// The next so many answers are "too many requests": of Kalshi 429 with one and the other body in turn, of Gamma,
    /// the CLOB and the old trades status 200 with an error inside, of the new trades 429 with their own envelope.
    package var answers429 = 0
    /// Every page is the first one, with a cursor that looks new each time.
    package var ignoresCursor = false
    /// Items of the query that are dropped before anything is looked at.
    package var ignoresParameters: Set<String> = []
    /// Pages are smaller than asked for, without a word.
    package var clampsLimitTo: Int?
    /// This page (from 2) has the rows of the page before it; the walk goes on behind.
    package var repeatsPage: Int?
    /// Before every page but the first there is one without rows, with a live cursor.
    package var emptyPageWithLiveCursor = false
    /// The last page hands out the cursor that asked for it instead of the sign of the end.
    package var staleCursor = false
    /// Kalshi: only whole cents and contracts under the names of before 2026, nothing in dollars.
    package var cents = false
    /// Kalshi's live candles of January 2026: whole numbers and dollars side by side, nulls, `max` and `min`.
    package var oldCandleSchema = false
    /// Kalshi: `min_ts` and `max_ts` of trades leave out the very instants they name.
    package var excludesBounds = false
    /// Trades of Polymarket: `filter_amount=0` means the default of 0.01, as the API's own description has it.
    package var hidesDustAtZero = false
    /// Trades of Polymarket, old: offsets repeat rows from this one on, as seen in November 2025.
    package var repeatsOffsetsFrom: Int?
    /// Paths that begin so are unknown: `/v2` takes the new trades away.
    package var absentPaths: [String] = []
    /// Answers in the place of the venue's own.
    package var instead: [Instead] = []

    /// For questions whose path and query hold a text, so many times.
    package struct Instead: Sendable {
        package let text: String
        package let status: Int
        package let body: String
        package var times: Int

        /// - Parameter body: Kalshi's of a 404.
        package init(
            _ text: String, _ status: Int, _ body: String = #"{"error":{"code":"not_found","message":"not found"}}"#,
            times: Int = 1
        ) {
            self.text = text
            self.status = status
            self.body = body
            self.times = times
        }
    }

    /// Every request is answered with this.
    package var answersAlways: (status: Int, type: String, body: String)?

    package init() {}
}

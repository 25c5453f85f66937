import PluginKit
import Tabular

/// The dataset `prices`: midpoints of one outcome. They are never called prices of trades: nobody need have traded at
/// them.
enum Prices {
    static let dataset = Dataset(
        "prices", .series(axis: "timestamp", isDense: false),
        """
        Midpoints between the best bid and the best ask of an outcome, as the CLOB samples and carries them forward; \
        no trades. A finer point is never replaced by a coarser one (H5).
        """,
        columns: [
            Column("market_id", .text, "The market."),
            Column("outcome_index", .integer, "The outcome, as in outcomes."),
            Column(
                "timestamp", .instant(fractionDigits: 0), from: "t",
                "The beginning of the point's bucket: stamps are sent some seconds behind it."),
            Column(
                "mid", .decimal, unit: "USD a share", from: "p",
                "The midpoint, digit for digit as sent; a whole number gets .0."),
            Column("fidelity", .integer, unit: "minutes", "How long a bucket is in the answer that the point is from."),
        ],
        key: ["market_id", "outcome_index", "timestamp"],
        rules: [
            Rule(
                "T2", .reading, .quarantine,
                """
                A point has a time and a number, also in quotes. A window in which no point can be read is a gap, and \
                never without points.
                """
            ),
            Rule("S2", .reading, .flag, "The last midpoint of a market that pays 1 or 0 is near it."),
            Rule("H2", .increasing, .reject, "Points come in the order of time, each bucket once."),
            Rule(
                "H2", .lifetime, .quarantine,
                "A point lies between the day the market was made and an hour after it was closed."),
            Rule(
                "H1", .within(columns: ["mid"], lower: "0", upper: "1"), .quarantine,
                "A midpoint lies between 0 and 1, exactly."),
            Rule("H5", .positive(columns: ["fidelity"]), .quarantine, "Every point says how fine it is."),
        ],
        views: [priceHistory], chart: Dataset.Chart("mid"))

    /// A midpoint and the bucket that it is of.
    struct Point {
        let market: String
        let outcome: Int
        /// Unix seconds.
        let bucket: Int64
        let mid: String
        /// Minutes.
        let fidelity: Int
    }

    static let plan = RowPlan<Point>(
        dataset,
        values: [
            .text("market_id") { $0.market }, .integer("outcome_index") { Int64($0.outcome) },
            .instant("timestamp") { Instant(seconds: $0.bucket) },
            .decimal("mid") { PlainDecimal.withFraction($0.mid) },
            .integer("fidelity") { Int64($0.fidelity) },
        ])
    static let time = plan.member("timestamp")
    static let mid = plan.member("mid")

    /// For programs that read the table of copilot_quant.
    private static let priceHistory = DatasetView(
        "price_history",
        """
        Prices of all venues under copilot_quant's columns. price is a midpoint, never a trade: of Polymarket the \
        midpoint of the market's first outcome (outcome_index 0). volume is NULL.
        """,
        select: """
            SELECT 'polymarket' AS provider, market_id, timestamp, mid AS price, CAST(NULL AS REAL) AS volume
            FROM {table}
            WHERE outcome_index = 0
            """)
}

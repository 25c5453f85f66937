import LosslessJSON
import PluginKit
import Tabular

/// The datasets `candles_1440`, `candles_60` and `candles_1`: bars of one market each, one declaration for the three
/// lengths.
enum Candles {
    static let datasets: [CandlePeriod: Dataset] = Dictionary(
        uniqueKeysWithValues: CandlePeriod.allCases.map { ($0, dataset($0)) })

    /// In a bar a null says that nothing was traded: a member that cannot be read costs the bar.
    static let plans = datasets.mapValues { dataset in
        RowPlan<CandleRow>(
            dataset, convention: .kalshi, oddCosts: .row, json: { $0.json }, [.text("ticker") { $0.ticker }])
    }

    static func dataset(_ period: CandlePeriod) -> Dataset {
        Dataset(
            period.datasetName, .series(axis: "end_time", isDense: false),
            "Bars of \(words(period)): quotes and trades of YES. there is one only where the book or the tape moved.",
            columns: columns(period), key: ["ticker", "end_time"], rules: rules(period),
            views: period == .day ? [priceHistory] : [], chart: Dataset.Chart("price_close"))
    }

    private static func words(_ period: CandlePeriod) -> String {
        switch period {
        case .minute: "a minute"
        case .hour: "an hour"
        case .day: "a day in New York"
        }
    }

    private static func columns(_ period: CandlePeriod) -> [Column] {
        let end =
            period == .day
            ? "midnight in New York, 04:00 or 05:00 UTC" : "a whole \(period == .hour ? "hour" : "minute") in UTC"
        return [
            Column("ticker", .text, from: "ticker", "The market."),
            Column("end_time", .instant(fractionDigits: 0), from: "end_period_ts", "When the bar ends: \(end)."),
        ] + side("yes_bid", "best bid for YES; 0 while nobody bids")
            + side("yes_ask", "best ask for YES; 1 while nobody asks")
            + prices
            + [
                Column("volume", .decimal, unit: "contracts", from: "volume_fp", "Contracts traded in the bar."),
                Column(
                    "open_interest", .decimal, unit: "contracts", from: "open_interest_fp", "Contracts held at its end."
                ),
            ]
    }

    private static let parts = [("open", "First"), ("high", "Highest"), ("low", "Lowest"), ("close", "Last")]

    private static func side(_ name: String, _ what: String) -> [Column] {
        parts.map { part, word in
            Column(
                "\(name)_\(part)", .decimal, unit: "USD a contract", from: "\(name).\(part)_dollars", "\(word) \(what)."
            )
        }
    }

    private static let prices =
        parts.map { part, word in
            Column(
                "price_\(part)", .decimal, nullable: true, unit: "USD a contract", from: "price.\(part)_dollars",
                "\(word) price of YES that was traded; null in a bar without trades.")
        } + [
            Column(
                "price_mean", .decimal, nullable: true, unit: "USD a contract", from: "price.mean_dollars",
                "Mean price of YES that was traded, as Kalshi reckons it; null in a bar without trades."),
            Column(
                "price_previous", .decimal, nullable: true, unit: "USD a contract", from: "price.previous_dollars",
                "Last price of YES that was traded before the bar; null before the first trade."),
        ]

    private static let blocks = ["yes_bid", "yes_ask", "price"]

    private static func rules(_ period: CandlePeriod) -> [Rule] {
        [
            Rule(
                "T2", .reading, .quarantine,
                "Every member of a bar can be read: a null would say that nothing was traded."),
            Rule("H3", .reading, .quarantine, "A bar without trades has no traded price."),
            Rule("H2", .increasing, .reject, "Bars come in the order of time, each once."),
            Rule(
                "H2", .lifetime, .quarantine, "A bar lies between the market's opening and the end of its settlement."),
            // A day is looked at more closely where it is read: `CandlePeriod.isEnd`.
            Rule(
                "H4", .aligned(column: "end_time", .seconds(min(period.seconds, 3600))), .quarantine,
                period == .day
                    ? """
                    A day ends at midnight in New York; where clocks change it may end 24 hours after the one before.
                    """
                    : "A bar ends on a whole \(period == .hour ? "hour" : "minute")."),
            Rule(
                "H1",
                .within(
                    columns: blocks.flatMap { block in parts.map { "\(block)_\($0.0)" } } + [
                        "price_mean", "price_previous",
                    ], lower: "0",
                    upper: "1"), .quarantine, "Prices lie between 0 and 1, exactly."),
        ]
            + blocks.map { block in
                Rule(
                    "H3",
                    .ordered(
                        low: "\(block)_low", within: ["\(block)_open", "\(block)_close"], high: "\(block)_high",
                        tolerance: 0),
                    .quarantine, "Open and close of \(block) lie between low and high.")
            } + [
                Rule(
                    "H3", .ascending(columns: ["yes_bid_open", "yes_ask_open"]), .flag,
                    "The first bid is not above the first ask."),
                Rule(
                    "H3", .ascending(columns: ["yes_bid_close", "yes_ask_close"]), .flag,
                    "The last bid is not above the last ask."),
                Rule(
                    "H1", .notNegative(columns: ["volume", "open_interest"]), .quarantine,
                    "Volume and open interest are not below 0."),
            ]
    }

    /// For programs that read the table of copilot_quant.
    private static let priceHistory = DatasetView(
        "price_history",
        """
        Prices of all venues under copilot_quant's columns. price is a midpoint, never a trade: of Kalshi the middle \
        between the last bid and the last ask for YES of each day in New York (candles_1440), NULL while nobody bids \
        and nobody asks. volume is NULL.
        """,
        select: """
            SELECT 'kalshi' AS provider, ticker AS market_id, end_time AS timestamp,
                CASE WHEN yes_bid_close > 0 OR yes_ask_close < 1 THEN (yes_bid_close + yes_ask_close) / 2 END AS price,
                CAST(NULL AS REAL) AS volume
            FROM {table}
            """)
}

/// A bar of an answer, and whose it is.
struct CandleRow {
    let json: JSONValue
    let ticker: String
}

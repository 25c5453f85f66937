import MarketCalendar
import PluginKit
import Tabular

/// The dataset `daily_bars`: a row for every session that has closed.
enum DailyBars {
    static let calendar = MarketCalendar.xnys

    static let dataset = Dataset(
        "daily_bars", .series(axis: "date", isDense: true),
        """
        Daily bars of a New York listing, split-adjusted as Yahoo gives them, with the dividends and splits of each day.
        """,
        columns: [
            Column("date", .day, from: "timestamp", "The session: the date in New York when the bar began."),
            Column("symbol", .text, "The listing, share classes behind a dot: BRK.B."),
            Column(
                "open", .decimal, unit: "USD a share", from: "indicators.quote.open",
                """
                First price of the regular session; already split-adjusted, so split must not be applied to it again.
                """),
            Column(
                "high", .decimal, unit: "USD a share", from: "indicators.quote.high",
                "Highest price of the regular session, split-adjusted."),
            Column(
                "low", .decimal, unit: "USD a share", from: "indicators.quote.low",
                "Lowest price of the regular session, split-adjusted."),
            Column(
                "close", .decimal, unit: "USD a share", from: "indicators.quote.close",
                "Last price of the regular session, split-adjusted."
            ),
            Column(
                "adj_close", .decimal, unit: "USD a share", from: "indicators.adjclose.adjclose",
                "The close adjusted for splits and dividends; the whole column changes with every dividend."),
            Column(
                "volume", .integer, unit: "shares", from: "indicators.quote.volume", "Shares traded, split-adjusted."),
            Column(
                "dividend", .decimal, unit: "USD a share", from: "events.dividends.amount",
                """
                Cash dividends whose ex-date is this session, their sum, split-adjusted; 0 where the answer proves \
                that there is none.
                """
            ),
            Column(
                "split", .decimal, unit: "new shares for an old one", from: "events.splits",
                """
                Split ratio that takes effect this session, 4.0 for 4:1 and 0.1 for 1:10; 1.0 where the answer proves \
                that there is none.
                """
            ),
        ],
        key: ["symbol", "date"],
        rules: [
            Rule(
                "T2", .reading, .quarantine,
                """
                A stamp is a time and a price a number, also in quotes. The bar of a day of which a dividend or a \
                split cannot be read is set aside too, under that event's rule: 0 and 1 would be claims.
                """),
            Rule("E7", .reading, .quarantine, "Volume is a whole number of 64 bits, also as 20.0, 2e1 or in quotes."),
            Rule(
                "E12", .reading, .quarantine,
                """
                The dividend and the split of the day are known: each event of it can be read, and they can be added up.
                """
            ),
            Rule(
                "E4", .increasing, .reject,
                "Dates strictly increase within an answer; a date that comes twice is kept once (E3)."),
            Rule("E1", .session(column: "date", calendar), .quarantine, "The date is a session of the exchange."),
            // The dearest share ever, adjusted for all of its reverse splits, is far below; so is what all of Wall
            // Street trades in a session.
            Rule(
                "E6", .positive(columns: ["open", "high", "low", "close", "adj_close"], below: 1e12), .quarantine,
                "Prices are greater than 0 and less than a million millions."),
            Rule(
                "E5", .ordered(low: "low", within: ["open", "close"], high: "high", tolerance: 1e-6), .quarantine,
                "Open and close lie between low and high, within a millionth."),
            Rule(
                "E7", .notNegative(columns: ["volume"], below: 1e12), .quarantine,
                "Volume is not below 0 and less than a million millions."),
            Rule(
                "E11", .notAbove(column: "adj_close", limit: "close", tolerance: 1e-6), .quarantine,
                "An adjusted close is not above its close, within a millionth: a dividend only lowers it."),
            Rule(
                "E12", .belowPrevious(column: "dividend", limit: "close"), .quarantine,
                "A dividend is not below 0 and less than the close before it."),
        ],
        views: [latestBars, equityData], chart: Dataset.Chart("adj_close", split: "split"))

    static let plan = ColumnPlan<ChartBars.WholeBars>(
        dataset,
        [
            .init("date", .day) { bars, _ in ColumnData(values: bars.sessions) },
            .init("symbol", .text) { bars, _ in bars.symbols },
            .init("volume", .integer) { bars, _ in ColumnData(values: bars.volumes) },
            .init("dividend", .decimal) { bars, _ in bars.dividends },
            .init("split", .decimal) { bars, _ in bars.splits },
        ]
            + ["open", "high", "low", "close", "adj_close"].map { name in
                .init(name, .decimal) { bars, path in try bars.prices(at: path) }
            })
}

extension DailyBars {
    /// A plain `max(date)` a symbol reads every row; this goes from symbol to symbol over the key.
    static let latestBars = DatasetView(
        "latest_bars", "The latest bar of each symbol, with the dataset's columns as numbers.",
        select: """
            WITH RECURSIVE each_symbol(symbol) AS (
                SELECT min(symbol) FROM {table}
                UNION ALL
                SELECT (SELECT min(bar.symbol) FROM {table} AS bar WHERE bar.symbol > each_symbol.symbol)
                FROM each_symbol WHERE each_symbol.symbol IS NOT NULL
            )
            SELECT bar.symbol, bar.date, bar.open, bar.high, bar.low, bar.close, bar.adj_close, bar.volume, \
            bar.dividend, bar.split
            FROM each_symbol CROSS JOIN {table} AS bar
            WHERE bar.symbol = each_symbol.symbol
                AND bar.date = (SELECT max(last.date) FROM {table} AS last WHERE last.symbol = each_symbol.symbol)
            """)

    /// For programs that read the table of copilot_quant.
    static let equityData = DatasetView(
        "equity_data",
        """
        The bars under the columns of copilot_quant's equity_data: prices are split-adjusted and only adj_close is \
        adjusted for dividends too, \
        stock_splits is 0 on days without a split, and id and created_at have no counterpart here and are NULL.
        """,
        select: """
            SELECT CAST(NULL AS INTEGER) AS id, symbol, date, open, high, low, close, adj_close, volume, dividend AS \
            dividends,
                CASE WHEN split = 1 THEN 0.0 ELSE split END AS stock_splits, CAST(NULL AS TEXT) AS created_at
            FROM {table}
            """)
}

import PluginKit

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

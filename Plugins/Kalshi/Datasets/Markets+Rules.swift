import PluginKit

/// What has to hold of a market's row, and the view that others' programs read markets by.
extension Markets {
    static let rules = [
        Rule("P1", .reading, .quarantine, "A market has a ticker that can be read."),
        Rule(
            "T2", .reading, .quarantine,
            """
            What decides what is asked for can be read: event, status, times, result and settlement, and the event's \
            series and category. The market of a row that is set aside is there, and what is known of it stays.
            """),
        Rule("T2", .reading, .flag, "Any other member that cannot be read is null."),
        Rule("S1", .reading, .flag, "What YES is paid fits the result."),
        Rule("S3", .reading, .flag, "A result comes with the end of trading, not before it."),
        Rule("P1", .text(column: "ticker", .notEmpty), .quarantine, "A market has a ticker."),
        Rule(
            "P3", .unchanging(columns: ["yes_sub_title", "no_sub_title"]), .flag,
            "What YES and NO stand for does not change; sides are told by name, never by position."),
        Rule(
            "P4", .ascending(columns: ["open_time", "close_time", "settlement_time"]), .flag,
            """
            A market opens before it closes and closes before it is settled. A combo is stamped as created after its \
            opening, so that is not compared.
            """
        ),
        Rule(
            "P5", .forward(column: "status", order: MarketPhase.order), .flag,
            "A market moves forward only; determined, disputed and amended are one step."),
        Rule(
            "P6", .notNegative(columns: ["volume", "volume_24h", "open_interest"]), .quarantine,
            "Volumes and open interest are not below 0."),
        Rule("P6", .notDecreasing(columns: ["volume"]), .flag, "Lifetime volume does not fall."),
        Rule(
            "P8", .unchanging(columns: ["title", "rules_primary", "rules_secondary", "floor_strike", "cap_strike"]),
            .flag,
            "What is asked does not change; where it does, the earlier words are in revisions."),
        Rule(
            "S1", .within(columns: ["settlement_value"], lower: "0", upper: "1"), .quarantine,
            "What YES is paid lies between 0 and 1, and NO is paid the rest."),
        Rule(
            "S3", .unchanging(columns: ["result", "settlement_value"]), .flag,
            "A result that is there stays; a reversal is kept as a revision."),
    ]

    /// For programs that read the table of copilot_quant.
    static let view = DatasetView(
        "markets",
        """
        The markets of all venues under copilot_quant's columns. liquidity of Kalshi is NULL, because Kalshi sends 0 \
        for every market.
        """,
        select: """
            SELECT 'kalshi' AS provider, ticker AS market_id, title, category, close_time, status, volume,
                CAST(NULL AS REAL) AS liquidity, updated_time AS last_updated
            FROM {table}
            """)
}

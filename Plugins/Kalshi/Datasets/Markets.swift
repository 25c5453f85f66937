import PluginKit
import Tabular

/// The dataset `markets`: one YES/NO question each, as it was last seen.
enum Markets {
    static let dataset = Dataset(
        "markets", .entities(nil), "Markets of Kalshi, each with one YES and one NO side, as they were last seen.",
        columns: identity + life + settlement + strikes + quotes + terms + combo, key: ["ticker"], rules: rules,
        views: [view])

    static let plan = RowPlan<MarketRow>(
        dataset, convention: .kalshi, json: { $0.json },
        [
            .text("series_ticker") { $0.home.series }, .text("category") { $0.home.category },
            .boolean("is_combo") { $0.isCombo },
            .json("custom_strike"), .json("price_ranges"), .json("mve_selected_legs"),
        ])

    private static let identity = [
        Column("ticker", .text, from: "ticker", "The market, such as KXFEDDECISION-26SEP-C26."),
        Column("event_ticker", .text, nullable: true, from: "event_ticker", "The market's event."),
        Column(
            "series_ticker", .text, nullable: true, from: "event.series_ticker",
            "The event's series; null for combos, whose listing does not name it."),
        Column("category", .text, nullable: true, from: "event.category", "The event's category; null for combos."),
        Column("title", .text, nullable: true, from: "title", "The question."),
        Column("subtitle", .text, nullable: true, from: "subtitle", "More of it; only older markets have one."),
        Column("yes_sub_title", .text, nullable: true, from: "yes_sub_title", "What YES stands for."),
        Column("no_sub_title", .text, nullable: true, from: "no_sub_title", "What NO stands for."),
        Column("market_type", .text, nullable: true, from: "market_type", "binary or scalar."),
    ]

    private static let life = [
        Column(
            "status", .text, nullable: true, from: "status",
            "Kalshi's word: initialized, active, inactive, closed, determined, disputed, amended or finalized."),
        Column(
            "created_time", .instant(fractionDigits: 6), nullable: true, from: "created_time",
            "When the market was made."),
        Column("open_time", .instant(fractionDigits: 6), nullable: true, from: "open_time", "When trading begins."),
        Column(
            "close_time", .instant(fractionDigits: 6), nullable: true, from: "close_time",
            "When trading ends, or ended."),
        Column(
            "expected_expiration_time", .instant(fractionDigits: 6), nullable: true, from: "expected_expiration_time",
            "When the outcome is expected to be known."),
        Column(
            "expiration_time", .instant(fractionDigits: 6), nullable: true, from: "expiration_time",
            "Nominal; never when trading ended."),
        Column(
            "latest_expiration_time", .instant(fractionDigits: 6), nullable: true, from: "latest_expiration_time",
            "When the outcome is known at the latest."),
        Column(
            "updated_time", .instant(fractionDigits: 6), nullable: true, from: "updated_time",
            "When the market's description last changed; trades do not count."),
        Column(
            "can_close_early", .boolean, nullable: true, from: "can_close_early",
            "Whether trading may end before close_time."),
        Column("early_close_condition", .text, nullable: true, from: "early_close_condition", "What ends it early."),
    ]

    private static let settlement = [
        Column("result", .text, nullable: true, from: "result", "yes, no or scalar; null while it is not determined."),
        Column(
            "settlement_value", .decimal, nullable: true, unit: "USD a contract", from: "settlement_value_dollars",
            """
            What a YES contract is paid: 1, 0, or between them for a scalar or a void; NO is paid the rest to 1. Null: \
            not known, never 0.
            """
        ),
        Column(
            "settlement_time", .instant(fractionDigits: 6), nullable: true, from: "settlement_ts",
            "When it was settled; what moves it to the archive tier."),
        Column("expiration_value", .text, nullable: true, from: "expiration_value", "The value that decided, as text."),
        Column(
            "settlement_timer_seconds", .integer, nullable: true, unit: "seconds", from: "settlement_timer_seconds",
            "From determination to settlement."),
    ]

    private static let strikes = [
        Column(
            "strike_type", .text, nullable: true, from: "strike_type",
            "How the outcome is compared: greater, between, custom ..."),
        Column("floor_strike", .decimal, nullable: true, from: "floor_strike", "The least value that resolves to yes."),
        Column("cap_strike", .decimal, nullable: true, from: "cap_strike", "The greatest value that resolves to yes."),
        Column(
            "functional_strike", .text, nullable: true, from: "functional_strike", "How values are turned into payouts."
        ),
        Column(
            "custom_strike", .text, nullable: true, from: "custom_strike", "What resolves to yes, as a JSON object."),
    ]

    private static let quotes =
        [
            ("yes_bid", "Best bid for YES when the market was seen."),
            ("yes_ask", "Best ask for YES when the market was seen."),
            ("no_bid", "Best bid for NO when the market was seen."),
            ("no_ask", "Best ask for NO when the market was seen."),
            ("last_price", "Last price of YES that was traded; 0 before the first trade."),
            ("previous_yes_bid", "Best bid for YES a day before."),
            ("previous_yes_ask", "Best ask for YES a day before."),
            ("previous_price", "Last traded price of YES a day before."),
            ("notional_value", "What a contract is worth at settlement."),
        ].map { Column($0, .decimal, nullable: true, unit: "USD a contract", from: $0 + "_dollars", $1) }
        + [
            ("yes_bid_size", "How many contracts are bid for at the best bid."),
            ("yes_ask_size", "How many contracts are offered at the best ask."),
            ("volume", "Contracts traded since the market opened."),
            ("volume_24h", "Contracts traded in the last day."),
            ("open_interest", "Contracts that are held."),
        ].map { Column($0, .decimal, nullable: true, unit: "contracts", from: $0 + "_fp", $1) }

    private static let terms = [
        Column(
            "price_level_structure", .text, nullable: true, from: "price_level_structure",
            "Name of the price steps; see price_ranges."),
        Column(
            "price_ranges", .text, nullable: true, from: "price_ranges",
            "Price steps as a JSON list of start, end and step, in USD."),
        Column("rules_primary", .text, nullable: true, from: "rules_primary", "When it resolves to yes."),
        Column("rules_secondary", .text, nullable: true, from: "rules_secondary", "More of the rules."),
        Column(
            "is_provisional", .boolean, nullable: true, from: "is_provisional",
            "Whether the market may be removed after its end when nobody traded it."),
    ]

    private static let combo = [
        Column("is_combo", .boolean, "Whether the market is made of others (multivariate)."),
        Column(
            "mve_collection_ticker", .text, nullable: true, from: "mve_collection_ticker", "What a combo was made from."
        ),
        Column(
            "mve_selected_legs", .text, nullable: true, from: "mve_selected_legs",
            "A combo's legs as a JSON list: event, market, side."),
    ]
}

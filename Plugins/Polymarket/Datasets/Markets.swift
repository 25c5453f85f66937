import PluginKit
import Tabular

/// The dataset `markets`: one question each, as it was last seen.
enum Markets {
    static let dataset = Dataset(
        "markets", .entities(nil),
        """
        Markets, one question each, as they were last seen. What is paid for each outcome, and its token, is in \
        outcomes; how the status \
        moved, in market_status, where a market that nobody serves any more gets the status absent (P7).
        """,
        columns: identity + life + resolution + trading + text, key: ["market_id"], rules: rules, views: [view])

    static let plan = RowPlan<GammaMarket>(
        dataset, convention: .sparse, json: { $0.value },
        [
            .text("event_id") { $0.event?.id }, .text("category") { $0.category },
            .text("tags") { market in market.event.flatMap { GammaEvent.joined($0.tags) } },
            .instant("closed_time") { $0.closedTime },
            .text("status") { $0.phase.rawValue }, .decimal("payout") { $0.payouts.first },
            .text("winner") { $0.winner },
            .decimal("volume") { $0.volume }, .decimal("liquidity") { $0.liquidity },
        ])

    private static let time = ColumnType.instant(fractionDigits: 6)

    private static let identity = [
        Column("market_id", .text, from: "id", "Gamma's number of the market."),
        Column(
            "condition_id", .text, nullable: true, from: "conditionId", "Its id on the chain; null on very old rows."),
        Column("question_id", .text, nullable: true, from: "questionID", "The question's id at UMA."),
        Column("slug", .text, nullable: true, from: "slug", "The last part of its address on polymarket.com."),
        Column("question", .text, nullable: true, from: "question", "The question."),
        Column(
            "group_item_title", .text, nullable: true, from: "groupItemTitle",
            "Its short name among the markets of the event."),
        Column("event_id", .text, nullable: true, from: "event.id", "Its event."),
        Column(
            "category", .text, nullable: true, from: "event.tags[0].label",
            "The first tag of its event; where there is none, the category that rows of 2020 to 2022 have."),
        Column(
            "tags", .text, nullable: true, from: "event.tags[].label",
            "Labels of its event's tags, semicolons between them."),
        Column("market_type", .text, nullable: true, from: "marketType", "normal or scalar, on old rows."),
        Column(
            "sports_market_type", .text, nullable: true, from: "sportsMarketType",
            "moneyline, totals, spreads ... of a game."),
        Column("line", .decimal, nullable: true, from: "line", "The line of a game's total or spread."),
    ]

    private static let life = [
        Column("created_time", time, nullable: true, from: "createdAt", "When it was made."),
        Column("start_time", time, nullable: true, from: "startDate", "When trading began, or will."),
        Column(
            "end_time", time, nullable: true, from: "endDate", "Nominal end; says nothing about when trading ended."),
        Column("game_start_time", time, nullable: true, from: "gameStartTime", "When the game begins."),
        Column("closed_time", time, nullable: true, from: "closedTime", "When it was closed; null while it is not."),
        Column(
            "is_active", .boolean, nullable: true, from: "active", "Whether it is shown; true of a settled one too."),
        Column("is_closed", .boolean, nullable: true, from: "closed", "Whether it is closed."),
        Column("is_archived", .boolean, nullable: true, from: "archived", "Whether it was put away."),
        Column(
            "accepting_orders", .boolean, nullable: true, from: "acceptingOrders",
            "As sent; some closed markets go on saying true."),
    ]

    private static let resolution = [
        Column(
            "status", .text,
            """
            pending, open, paused, closed (trading is over), proposed, disputed or resolved: from the flags and UMA's \
            word.
            """
        ),
        Column(
            "resolution", .text, nullable: true, from: "umaResolutionStatus",
            "UMA's word as sent; null where UMA said nothing."),
        Column(
            "payout", .decimal, nullable: true, unit: "USD a share", from: "outcomePrices[0]",
            """
            What a share of the first outcome pays: 1, 0, 0.5 for a void, between them for a scalar. Null: not known, \
            never 0.
            """
        ),
        Column("winner", .text, nullable: true, from: "outcomes[]", "The outcome that pays 1; null where none does."),
        Column("resolution_source", .text, nullable: true, from: "resolutionSource", "Where the answer is looked up."),
    ]

    private static let trading = [
        Column("volume", .decimal, nullable: true, unit: "USD", from: "volume", "Traded so far."),
        Column(
            "liquidity", .decimal, nullable: true, unit: "USD", from: "liquidity", "In the order book when it was seen."
        ),
        Column(
            "neg_risk", .boolean, nullable: true, from: "negRisk",
            "Whether exactly one market of the event resolves to Yes."),
        Column(
            "neg_risk_market_id", .text, nullable: true, from: "negRiskMarketID",
            "What ties these markets together on the chain."),
        Column(
            "neg_risk_other", .boolean, nullable: true, from: "negRiskOther",
            "Whether it stands for all that have no market yet."),
        Column(
            "tick_size", .decimal, nullable: true, unit: "USD a share", from: "orderPriceMinTickSize",
            "The step of prices."),
        Column(
            "minimum_order_size", .decimal, nullable: true, unit: "shares", from: "orderMinSize",
            "The smallest order."),
        Column(
            "has_order_book", .boolean, nullable: true, from: "enableOrderBook", "Whether it is traded on the CLOB."),
        Column(
            "fee_type", .text, nullable: true, from: "feeType", "The fees that hold now, not those that held before."),
    ]

    private static let text = [
        Column("description", .text, nullable: true, from: "description", "The rules by which it resolves."),
        Column("updated_time", time, nullable: true, from: "updatedAt", "When anything of its record last changed."),
    ]

    private static let rules = [
        Rule("P1", .reading, .quarantine, "A market has an id that can be read."),
        Rule(
            "T2", .reading, .quarantine,
            """
            What decides what is asked for can be read: the flags, UMA's word, condition, slug, when it was made, \
            begins and was closed. The market of a row that is set aside is there, and what is known of it stays.
            """),
        Rule("T2", .reading, .flag, "Any other member that cannot be read is null."),
        Rule("P1", .text(column: "market_id", .digits(maximum: 20)), .quarantine, "A market's id is a number."),
        Rule(
            "P1", .text(column: "condition_id", .hexadecimal(64...64)), .flag,
            "A condition's id has 64 hexadecimal digits."),
        Rule(
            "P4", .ascending(columns: ["created_time", "start_time", "closed_time"]), .flag,
            "A market is made, opens and closes in this order; its nominal end has no place in it."),
        Rule(
            "P5", .forward(column: "status", order: MarketPhase.order), .flag,
            "A status moves forward; a dispute moves it back."),
        Rule("P6", .notNegative(columns: ["volume", "liquidity"]), .flag, "Volume and liquidity are not below 0."),
        Rule("P6", .notDecreasing(columns: ["volume"]), .flag, "What was traded so far does not fall."),
        Rule(
            "P8", .unchanging(columns: ["condition_id", "event_id"]), .flag,
            "A market keeps its condition and its event."),
        Rule(
            "P8", .unchanging(columns: ["question", "description", "end_time"]), .flag,
            "What is asked does not change; where it does, the earlier words are in revisions."),
        Rule("S1", .within(columns: ["payout"], lower: "0", upper: "1"), .quarantine, "A share pays between 0 and 1."),
        Rule(
            "S3", .unchanging(columns: ["payout"]), .flag,
            """
            A payout is written when the market is closed and resolved, not while an answer is proposed; one that \
            changes is a reversal.
            """
        ),
    ]

    /// For programs that read the table of copilot_quant.
    private static let view = DatasetView(
        "markets",
        """
        Markets of all venues under copilot_quant's columns. Of Polymarket title is the question, close_time when the \
        market was closed, or its nominal end while it is not.
        """,
        select: """
            SELECT 'polymarket' AS provider, market_id, question AS title, category, coalesce(closed_time, end_time) \
            AS close_time, status,
                volume, liquidity, updated_time AS last_updated
            FROM {table}
            """)
}

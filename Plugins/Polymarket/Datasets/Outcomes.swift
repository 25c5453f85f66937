import PluginKit
import Tabular

/// The dataset `outcomes`: the sides of a market. The only place with token ids.
enum Outcomes {
    static let dataset = Dataset(
        "outcomes", .entities(nil),
        """
        Outcomes of a market in its own order, which is not always Yes and No. Token ids have up to 78 digits and \
        stand nowhere else.
        """,
        columns: [
            Column("market_id", .text, from: "id", "The market."),
            Column("outcome_index", .integer, "Its place in the market's lists, from 0."),
            Column("outcome", .text, from: "outcomes[]", "Its name: Yes, No, a team ..."),
            Column(
                "token_id", .text, nullable: true, from: "clobTokenIds[]",
                "Its token on the CLOB, a decimal number to be kept as text; null where the market has no order book."),
            Column(
                "payout", .decimal, nullable: true, unit: "USD a share", from: "outcomePrices[]",
                "What a share pays, once the market is closed and resolved. Null: not known, never 0."),
        ],
        key: ["market_id", "outcome_index"],
        rules: [
            Rule(
                "P2", .reading, .quarantine,
                """
                Outcomes, tokens and prices are lists of one length that pair by place. Where they are not, the market \
                stays known, and keeps the series that it has.
                """),
            Rule("S1", .reading, .flag, "Payouts of a closed market are 1 together, or all 0 where nobody knows."),
            Rule(
                "P1", .text(column: "token_id", .digits(maximum: 78)), .quarantine,
                "A token's id is a decimal number of at most 78 digits."
            ),
            Rule(
                "P3", .unchanging(columns: ["outcome", "token_id"]), .flag, "An outcome keeps its name and its token."),
            Rule(
                "S1", .within(columns: ["payout"], lower: "0", upper: "1"), .quarantine, "A share pays between 0 and 1."
            ),
            Rule("S3", .unchanging(columns: ["payout"]), .flag, "A payout is final; one that changes is a reversal."),
        ])

    /// A side of a market.
    struct Outcome {
        let market: String
        let index: Int
        let name: String
        let token: String?
        let payout: String?
    }

    static let plan = RowPlan<Outcome>(
        dataset,
        values: [
            .text("market_id") { $0.market }, .integer("outcome_index") { Int64($0.index) },
            .text("outcome") { $0.name },
            .text("token_id") { $0.token }, .decimal("payout") { $0.payout },
        ])
}

import PluginKit
import Tabular

/// The dataset `trades`: every wallet's side of every fill.
enum Trades {
    static let dataset = Dataset(
        "trades", .series(axis: "timestamp", isDense: false),
        """
        All fills of a market, dust too, each once for the taker and once for every maker: the sum of sizes counts \
        both sides. Names, pictures and words of people are left out.
        """,
        columns: [
            Column("market_id", .text, "The market."),
            Column("timestamp", .instant(fractionDigits: 0), from: "timestamp", "The time of the block."),
            Column(
                "transaction_hash", .text, from: "transaction_hash",
                "The transaction, in lower case; one can have many fills of several wallets and outcomes."),
            Column(
                "fill", .text,
                """
                Tells fills of one transaction apart: a digest of wallet, outcome, side, price and size, and -2, -3 \
                ... behind it for fills that are equal in all of these.
                """),
            Column(
                "outcome_index", .integer, nullable: true, from: "token_id",
                """
                The outcome, by its token; null where the token is none of the market's and the venue does not know \
                either (999).
                """
            ),
            Column(
                "outcome", .text, nullable: true, from: "outcome",
                "What the venue calls the outcome: Yes, No, a name; null where it does not say."),
            Column("side", .text, from: "side", "BUY or SELL, from this wallet's side."),
            Column(
                "price", .decimal, unit: "USD a share", from: "price",
                "What was paid, digit for digit as sent; a whole number gets .0."),
            Column(
                "size", .decimal, unit: "shares", from: "size",
                "How much of it, digit for digit as sent; a whole number gets .0."),
            Column("wallet", .text, from: "proxy_wallet", "Whose side it is, in lower case."),
            Column(
                "source", .text,
                "v2, or v1 for what was older than three years when it was asked for. No second is filled from both."),
        ],
        key: ["market_id", "timestamp", "transaction_hash", "fill"],
        rules: [
            Rule(
                "T2", .reading, .quarantine,
                """
                Every member of a fill can be read, for each tells one fill from another: numbers as numbers or as \
                text, a time that can be.
                """
            ),
            Rule("T2", .reading, .flag, "What the venue calls an outcome is null where it cannot be read."),
            Rule("S4", .reading, .flag, "A fill is not later than ten minutes after the market's end."),
            Rule("X6", .reading, .flag, "A second can be paged through; one that cannot is given up and said."),
            Rule("X1", .distinct, .quarantine, "A fill that comes twice is the same both times."),
            Rule("X2", .positive(columns: ["size"]), .quarantine, "A size is greater than 0."),
            Rule(
                "X2", .within(columns: ["price"], lower: "0", upper: "1"), .quarantine,
                """
                A price lies between 0 and 1.
                """),
            Rule(
                "X2", .positive(columns: ["price"], below: 1), .flag,
                "A price of 0 or 1 is a settlement's, and no trade's."),
        ])

    /// A fill, and which of those that are equal to it.
    struct Fill {
        let trade: Trade
        let market: String
        /// From 1.
        let number: Int
    }

    static let plan = RowPlan<Fill>(
        dataset,
        values: [
            .text("market_id") { $0.market }, .instant("timestamp") { Instant(seconds: $0.trade.second) },
            .text("transaction_hash") { $0.trade.hash }, .text("fill") { $0.trade.name(number: $0.number) },
            .integer("outcome_index") { $0.trade.outcome }, .text("outcome") { $0.trade.outcomeName },
            .text("side") { $0.trade.side },
            .decimal("price") { PlainDecimal.withFraction($0.trade.price) },
            .decimal("size") { PlainDecimal.withFraction($0.trade.size) },
            .text("wallet") { $0.trade.wallet }, .text("source") { $0.trade.version },
        ])
}

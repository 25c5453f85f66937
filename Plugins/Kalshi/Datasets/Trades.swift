import LosslessJSON
import PluginKit
import Tabular

/// The dataset `trades`: every trade of a market, from both tiers.
enum Trades {
    static let dataset = Dataset(
        "trades", .series(axis: "created_time", isDense: false),
        "Every trade of a market, once, whichever tier it came from.",
        columns: [
            Column("ticker", .text, from: "ticker", "The market."),
            Column(
                "created_time", .instant(fractionDigits: 6), from: "created_time",
                "When it was made; several may share a microsecond."),
            Column("trade_id", .text, from: "trade_id", "Kalshi's id of the trade."),
            Column("yes_price", .decimal, unit: "USD a contract", from: "yes_price_dollars", "What YES cost."),
            Column(
                "no_price", .decimal, unit: "USD a contract", from: "no_price_dollars", "What NO cost; the rest to 1."),
            Column(
                "count", .decimal, unit: "contracts", from: "count_fp",
                "How many contracts, with two digits where they can be split."),
            Column(
                "taker_side", .text, nullable: true, from: "taker_outcome_side",
                "Which side the taker bought: yes or no; from taker_side where Kalshi does not send the newer name."),
            Column(
                "taker_book_side", .text, nullable: true, from: "taker_book_side",
                "Which side of the book the taker was on: bid or ask; null in older answers."),
            Column(
                "is_block_trade", .boolean, nullable: true, from: "is_block_trade",
                "Whether it was agreed off the book; null in older answers."),
        ],
        key: ["ticker", "created_time", "trade_id"],
        rules: [
            Rule(
                "T2", .reading, .quarantine,
                """
                Ticker, time, id, prices and count can be read: numbers as numbers or as text, a time as text or in \
                whole seconds.
                """
            ),
            Rule("T2", .reading, .flag, "Another member that cannot be read is null."),
            Rule("X1", .reading, .quarantine, "One id has one time within an answer."),
            Rule("S4", .reading, .flag, "A trade is not later than the market's settlement."),
            Rule("X1", .text(column: "trade_id", .notEmpty), .quarantine, "A trade has an id."),
            Rule(
                "X1", .distinct, .quarantine,
                "One id is one trade: the first that came stays, another under its id is set aside."),
            Rule("X2", .positive(columns: ["count"]), .quarantine, "More than nothing was traded."),
            Rule(
                "X2", .within(columns: ["yes_price", "no_price"], lower: "0", upper: "1"), .quarantine,
                "Prices lie between 0 and 1."),
            Rule(
                "X2", .positive(columns: ["yes_price", "no_price"]), .flag,
                "A price of 0 or 1 is a settlement's, and no trade's."),
            Rule(
                "X3", .sum(columns: ["yes_price", "no_price"], total: "1"), .quarantine,
                "YES and NO cost 1 together, exactly."),
        ])

    static let plan = RowPlan<TradeRow>(
        dataset, convention: .kalshi, json: { $0.json },
        [
            .instant("created_time") { $0.created },
            .text(
                "taker_side",
                firstOf: [Member("taker_outcome_side", .kalshi), Member("taker_side", .kalshi)], in: { $0.json }),
        ])
    static let ticker = plan.member("ticker")
    static let created = plan.member("created_time")
    static let id = plan.member("trade_id")
}

/// A trade of an answer, and when it was made.
struct TradeRow {
    let json: JSONValue
    let created: Instant
}

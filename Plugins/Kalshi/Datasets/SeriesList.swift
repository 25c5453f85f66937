import PluginKit
import Tabular

/// The dataset `series`: templates of recurring events.
enum SeriesList {
    static let dataset = Dataset(
        "series", .entities(nil),
        "Series of Kalshi: templates of recurring events, with the category and the tags of all that is in them.",
        columns: [
            Column("ticker", .text, from: "ticker", "The series, such as KXFEDDECISION."),
            Column("title", .text, nullable: true, from: "title", "What the series is about."),
            Column("category", .text, nullable: true, from: "category", "Kalshi's category, such as Economics."),
            Column("tags", .text, nullable: true, from: "tags", "Tags as a JSON list."),
            Column("frequency", .text, nullable: true, from: "frequency", "How often it recurs, in Kalshi's words."),
            Column(
                "fee_type", .text, nullable: true, from: "fee_type",
                "How fees are reckoned, in Kalshi's words; today's, not history."),
            Column(
                "fee_multiplier", .decimal, nullable: true, from: "fee_multiplier",
                "What the fee is multiplied with; today's."),
            Column(
                "settlement_sources", .text, nullable: true, from: "settlement_sources",
                "Who says how it ends, as a JSON list of names and addresses."),
            Column("contract_url", .text, nullable: true, from: "contract_url", "The filing of the contract."),
            Column(
                "contract_terms_url", .text, nullable: true, from: "contract_terms_url", "The terms of the contract."),
            Column(
                "updated_time", .instant(fractionDigits: 6), nullable: true, from: "last_updated_ts",
                "When the series' description last changed."),
        ],
        key: ["ticker"],
        rules: [
            Rule("P1", .reading, .quarantine, "A series has a ticker that can be read."),
            Rule("T2", .reading, .flag, "Any other member that cannot be read is null."),
            Rule("P1", .text(column: "ticker", .notEmpty), .quarantine, "A series has a ticker."),
        ])

    static let plan = RowPlan(dataset, convention: .kalshi, [.json("tags"), .json("settlement_sources")])
}

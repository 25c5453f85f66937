import PluginKit
import Tabular

/// The dataset `events`: what markets are about, with the series that only an event names.
enum Events {
    static let dataset = Dataset(
        "events", .entities(nil), "Events of Kalshi: one question with one or more markets.",
        columns: [
            Column("event_ticker", .text, from: "event_ticker", "The event, such as KXFEDDECISION-26SEP."),
            Column(
                "series_ticker", .text, nullable: true, from: "series_ticker",
                "The event's series; it cannot be told from the event's own ticker."),
            Column("category", .text, nullable: true, from: "category", "Kalshi's category, such as Economics."),
            Column("title", .text, nullable: true, from: "title", "The question."),
            Column("sub_title", .text, nullable: true, from: "sub_title", "A shorter form of it, or its date."),
            Column(
                "mutually_exclusive", .boolean, nullable: true, from: "mutually_exclusive",
                "Whether only one of the event's markets can resolve to yes."),
            Column(
                "collateral_return_type", .text, nullable: true, from: "collateral_return_type",
                "How collateral is returned when markets settle, in Kalshi's words."),
            Column(
                "strike_date", .instant(fractionDigits: 6), nullable: true, from: "strike_date",
                "The date that the event is about, where there is one."),
            Column(
                "strike_period", .text, nullable: true, from: "strike_period",
                "The period that the event is about, where there is one."),
            Column(
                "settlement_sources", .text, nullable: true, from: "settlement_sources",
                "Who says how it ends, as a JSON list of names and addresses."),
            Column(
                "product_metadata", .text, nullable: true, from: "product_metadata",
                "More about the event, as a JSON object."),
            Column(
                "updated_time", .instant(fractionDigits: 6), nullable: true, from: "last_updated_ts",
                "When the event's description last changed."),
        ],
        key: ["event_ticker"],
        rules: [
            Rule(
                "P1", .reading, .quarantine,
                "An event has a ticker that can be read. Its markets are read all the same."),
            Rule("T2", .reading, .flag, "Any other member that cannot be read is null."),
            Rule("P1", .text(column: "event_ticker", .notEmpty), .quarantine, "An event has a ticker."),
        ])

    static let plan = RowPlan(dataset, convention: .kalshi, [.json("settlement_sources"), .json("product_metadata")])
    static let ticker = plan.member("event_ticker")
    static let series = plan.member("series_ticker")
    static let category = plan.member("category")
}

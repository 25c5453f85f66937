import PluginKit
import Tabular

/// The dataset `events`: what one or several markets are about.
enum Events {
    static let dataset = Dataset(
        "events", .entities(nil), "Events, each with one or several markets, as they were last seen.",
        columns: [
            Column("event_id", .text, from: "id", "Gamma's number of the event."),
            Column("slug", .text, nullable: true, from: "slug", "The last part of its address on polymarket.com."),
            Column("title", .text, nullable: true, from: "title", "Its title."),
            Column(
                "tags", .text, nullable: true, from: "tags[].label",
                "Labels of its tags, semicolons between them; null for none."),
            Column(
                "series_slug", .text, nullable: true, from: "seriesSlug", "The series of recurring events it is one of."
            ),
            Column("created_time", time, nullable: true, from: "createdAt", "When it was made."),
            Column("start_time", time, nullable: true, from: "startDate", "When it begins."),
            Column(
                "end_time", time, nullable: true, from: "endDate", "Nominal end; says nothing about when trading ended."
            ),
            Column(
                "closed_time", time, nullable: true, from: "closedTime", "When it was closed; null while it is not."),
            Column("is_active", .boolean, nullable: true, from: "active", "Whether it is shown."),
            Column("is_closed", .boolean, nullable: true, from: "closed", "Whether all of its markets are closed."),
            Column("is_archived", .boolean, nullable: true, from: "archived", "Whether it was put away."),
            Column(
                "neg_risk", .boolean, nullable: true, from: "negRisk",
                "Whether exactly one of its markets resolves to Yes."),
            Column(
                "neg_risk_market_id", .text, nullable: true, from: "negRiskMarketID",
                "What ties these markets together on the chain."),
            Column(
                "volume", .decimal, nullable: true, unit: "USD", from: "volume",
                """
                Traded on all of its markets so far.
                """),
            Column(
                "liquidity", .decimal, nullable: true, unit: "USD", from: "liquidity",
                "In the order books when it was seen."),
            Column(
                "open_interest", .decimal, nullable: true, unit: "USD", from: "openInterest", "Held when it was seen."),
            Column(
                "description", .text, nullable: true, from: "description", "What it is about, as Polymarket puts it."),
            Column(
                "updated_time", time, nullable: true, from: "updatedAt", "When anything of its record last changed."),
        ],
        key: ["event_id"],
        rules: [
            Rule(
                "P1", .reading, .quarantine,
                """
                An event has an id that can be read. One that has not costs itself; its markets that are known are \
                asked for directly.
                """
            ),
            Rule("T2", .reading, .flag, "Any other member that cannot be read is null."),
            Rule("P1", .text(column: "event_id", .digits(maximum: 20)), .quarantine, "An event's id is a number."),
            Rule(
                "P6", .notNegative(columns: ["volume", "liquidity", "open_interest"]), .flag, "Amounts are not below 0."
            ),
        ])

    static let plan = RowPlan<GammaEvent>(
        dataset, convention: .sparse, json: { $0.value }, [.text("tags") { GammaEvent.joined($0.tags) }])

    private static let time = ColumnType.instant(fractionDigits: 6)
}

import PluginKit
import Tabular

/// The dataset `market_status`: how a market's status moved, with when it was seen.
enum MarketStatus {
    static let dataset = Dataset(
        "market_status", .changes,
        "A row whenever a market was seen with another status than before; absent: nobody serves it any more (P7).",
        columns: [
            Column("market_id", .text, from: "id", "The market."),
            Column("seen_at", .instant(fractionDigits: 0), "When the run began that saw it so."),
            Column(
                "status", .text, "pending, open, paused, closed, proposed, disputed, resolved, or absent."),
        ],
        key: ["market_id", "seen_at"],
        rules: [
            Rule("P1", .text(column: "market_id", .digits(maximum: 20)), .quarantine, "A market's id is a number.")
        ])

    /// A market was seen with a status.
    struct Sighting {
        let market: String
        let phase: MarketPhase
        let now: Instant
    }

    static let plan = RowPlan<Sighting>(
        dataset,
        values: [
            .text("market_id") { $0.market }, .instant("seen_at") { Instant(seconds: $0.now.seconds) },
            .text("status") { $0.phase.rawValue },
        ])
}

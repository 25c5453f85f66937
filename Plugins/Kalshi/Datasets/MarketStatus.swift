import PluginKit
import Tabular

/// The dataset `market_status`: every move of a market, with the time at which the archive saw it.
enum MarketStatus {
    /// Kalshi no longer has the market. It is this archive's word, not Kalshi's.
    static let absent = "absent"

    static let dataset = Dataset(
        "market_status", .changes,
        "What state markets were seen in: a row when a market is first seen, and one for every change.",
        columns: [
            Column("ticker", .text, from: "ticker", "The market."),
            Column("seen_at", .instant(fractionDigits: 0), "When the archive saw it; the change itself was earlier."),
            Column(
                "status", .text, nullable: true, from: "status",
                """
                Kalshi's word (initialized, active, inactive, closed, determined, disputed, amended, finalized), or \
                absent where Kalshi no longer has the market.
                """
            ),
        ],
        key: ["ticker", "seen_at"])

    /// A market was seen in a state, in Kalshi's word.
    struct Sighting {
        let ticker: String
        let status: String?
        let now: Instant
    }

    static let plan = RowPlan<Sighting>(
        dataset,
        values: [
            .text("ticker") { $0.ticker }, .instant("seen_at") { Instant(seconds: $0.now.seconds) },
            .text("status") { $0.status },
        ])
}

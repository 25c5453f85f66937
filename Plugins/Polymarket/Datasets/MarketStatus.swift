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

/// Where a market stands between its making and its payout, in our words.
enum MarketPhase: String {
    /// It is not active yet.
    case pending
    case open
    /// It takes no orders now, before its nominal end.
    case paused
    /// Trading is over, and nobody proposed an answer; or Gamma calls it closed without one.
    case closed
    /// An answer was proposed to UMA and can be disputed; or UMA is done and Gamma has not closed it yet.
    case proposed
    case disputed
    /// It is closed and the answer is final.
    case resolved
    /// Nobody serves it any more.
    case absent

    /// `absent` is no stage of a life.
    static let order: [[String]] = [[pending], [open, paused], [closed], [proposed], [disputed], [resolved]].map {
        $0.map(\.rawValue)
    }
}

import PluginKit
import Tabular

/// What is known of a market beside its units, and of two lists. Nothing in it changes from night to night while a
/// market trades.
package struct KalshiNote: Hashable, Codable, Sendable {
    var event: String?
    var series: String?
    var category: String?
    /// What a combo was made from.
    var collection: String?
    var created: Instant?
    var opens: Instant?
    var closes: Instant?
    /// When it was settled for good; nil until then.
    var ended: Instant?
    /// Kalshi's word.
    var status: String?
    var result: String?
    /// What a YES contract was paid, in dollars.
    var payout: String?
    /// Whether anybody has traded it.
    var isTraded: Bool?
    /// Contracts that were traded in all its life, as sent; nil until it is settled.
    var volume: String?
    /// Of the list of series: when it was read.
    var read: Instant?

    /// Where trades can begin.
    var begins: Instant? { [created, opens].compactMap { $0 }.min() }
    var phase: MarketPhase { MarketPhase(status) }

    /// What it means that a market has nothing that its listing speaks of, or that one tier does not know it: younger
    /// markets are asked for until it comes, and what ended 90 days ago is let go after some tries.
    func lacks(_ reason: Reason, at now: Instant) -> Proof {
        ended.map { $0.adding(days: 90) < now } ?? false ? .lacking(reason) : .gap(reason)
    }
}

/// The words of a market's row, grouped as `--status` has them. Kalshi filters by other words than its rows have.
enum MarketPhase: String {
    case unopened
    case open
    case closed
    case settled

    /// A word that is not known counts as open: nothing says that the market is over.
    init(_ status: String?) {
        self =
            switch status {
            case "initialized": .unopened
            case "closed", "determined", "disputed", "amended": .closed
            case "finalized": .settled
            default: .open
            }
    }

    /// The order in which a market moves, for the rule P5.
    static let order = [
        ["initialized"], ["active", "inactive"], ["closed"], ["determined", "disputed", "amended"], ["finalized"],
    ]
}

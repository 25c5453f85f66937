import PluginKit
import Tabular

/// What is to be known of a market to ask for its series. Nothing in it changes from one night to the next by itself.
package struct PolymarketNote: Hashable, Codable, Sendable {
    /// What `--status` asks for.
    enum Stage: String, Codable, Sendable {
        /// It is traded, or will be.
        case open
        /// Trading is over and the outcome is not final.
        case closed
        /// The outcome is final.
        case settled
    }

    var slug: String
    /// Gamma's id of the market's event; nil for a market without one.
    var event: String?
    /// nil where it is not one that can be asked for.
    var condition: String?
    /// By outcome; empty for markets without an order book, and where outcomes and tokens do not pair.
    var tokens: [String]
    var outcomes: [String]
    /// Labels, and the slugs that are not their labels in other letters.
    var tags: [String]
    /// Unix seconds, as are the next three.
    var created: Int64?
    var start: Int64?
    /// Nominal.
    var end: Int64?
    /// When it was closed; nil while it is not.
    var closed: Int64?
    var stage: Stage
    /// What a share of each outcome pays; empty while nobody knows.
    var payouts: [String]
    /// Whether anybody has traded it; nil: nobody has, or it is not known.
    var isTraded: Bool?
    /// What was traded in all its life by Gamma's count, as sent; nil until it is over.
    var volume: String?

    /// A day that is not after anything that happened to the market; nil: not known.
    var firstDay: Instant? { [created, start].compactMap { $0 }.min().map { Instant(seconds: $0).dayUTC.startUTC } }

    /// When nothing more comes: an hour after it was closed.
    var lastSecond: Instant? { closed.map { Instant(seconds: $0).adding(seconds: 3_600) } }

    /// What it means that a market has nothing that its listing speaks of: younger markets are asked for until it
    /// comes, and what ended 90 days ago is let go after some tries.
    func lacks(_ reason: Reason, at now: Instant) -> Proof {
        closed.map { Instant(seconds: $0).adding(days: 90) < now } ?? false ? .lacking(reason) : .gap(reason)
    }

    /// Whether the market was traded after an instant for sure: all of its life is after it, and there was a day for a
    /// trade to come.
    func isTraded(after instant: Instant, at now: Instant) -> Bool {
        guard isTraded == true, let firstDay else { return false }
        return firstDay >= instant && firstDay.adding(days: 2) < now
    }
}

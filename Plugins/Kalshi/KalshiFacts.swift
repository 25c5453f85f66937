import Tabular

/// Where the tiers meet, as of this run.
package struct KalshiFacts: Hashable, Codable, Sendable {
    /// Markets that were settled before it, and their bars, are in the archive tier.
    let marketsSettled: Instant
    /// Trades that were made before it are in the archive tier.
    let tradesCreated: Instant
}

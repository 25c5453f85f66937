import PluginKit
import Tabular

/// One of the two places where Kalshi keeps the same kind of data.
package enum Tier: String, Hashable, Codable, Sendable {
    case live
    case archive

    var other: Tier { self == .live ? .archive : .live }
    var upstream: String { self == .live ? "kalshi" : "kalshi-historical" }
}

/// Where the tiers meet, as of this run.
package struct KalshiFacts: Hashable, Codable, Sendable {
    /// Markets that were settled before it, and their bars, are in the archive tier.
    let marketsSettled: Instant
    /// Trades that were made before it are in the archive tier.
    let tradesCreated: Instant
}

/// Where the tiers meet.
enum CutoffReading {
    static let request = Request(Tier.archive.upstream, path: "/historical/cutoff")

    static func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        let root = try KalshiAnswer.root(response)
        guard let settled = try? Member("market_settled_ts", .kalshi).instant(in: root),
            let created = try? Member("trades_created_ts", .kalshi).instant(in: root)
        else {
            throw PluginError.malformed("the cutoff does not say where the tiers meet: \(root)")
        }
        try page.facts(KalshiFacts(marketsSettled: settled, tradesCreated: created))
    }
}
